"""`draft --dry-run`: what would leave, what it would cost."""

import argparse
import sys
from collections.abc import Iterator
from itertools import takewhile

from poa_ai.chatmodel import Usage
from poa_ai.dryrun import PlannedCall
from poa_ai.facts import Facts
from poa_ai.llm.prices import Price, price_of
from poa_ai.llm.tokens import TokenCounter
from poa_ai.pipeline import plan_calls
from poa_ai.promptstore import PromptStore
from poa_ai.registry import Registry
from poa_ai.settings import Settings
from poa_ai.validation.rule import RuleSet


def print_calls(
    facts: Facts,
    registry: Registry,
    rules: RuleSet,
    settings: Settings,
    parsed: argparse.Namespace,
    earlier: str | None,
) -> int:
    """Print every first call as it would leave, then the sums. Nothing is called; no key is needed."""
    store = PromptStore.of(registry.prompt_folders(), settings.prompts)
    calls = plan_calls(facts, registry, rules, store, earlier)
    model = (settings.model or "").partition(":")[2]
    counter = TokenCounter.of(model)
    price = settings.price or price_of(settings.model or "", settings.base_url)
    sys.stdout.writelines(_told(calls, counter, price, settings.model, review=parsed.review))
    return 0


def _told(
    calls: list[PlannedCall], counter: TokenCounter, price: Price | None, model: str | None, *, review: bool
) -> Iterator[str]:
    total = Usage()
    for call in calls:
        usage = Usage(counter.prompt_tokens(call.prompt), call.prompt.max_output_tokens)
        total += usage
        schema = usage.prompt - counter.message_tokens(call.prompt)
        yield f"######## section {call.section}, prompt {call.prompt.ref.id}\n"
        yield f"up to {usage.prompt} tokens of prompt ({schema} of them the reply schema)"
        yield f", at most {usage.completion} of answer{_cost(price, usage)}"
        values = "1 value" if call.masked == 1 else f"{call.masked} values"
        yield f"; {values} masked\n\n" if call.masked else "\n\n"
        for message in call.prompt.messages:
            yield f"==== {message.role} ====\n{message.content}\n\n"
    yield f"######## {len(calls)} calls to {model or 'no model yet (--model PROVIDER:NAME)'}\n"
    cost = _cost(price, total)
    yield f"up to {total.prompt} tokens of prompt, at most {total.completion} of answer{cost}\n"
    yield f"tokens counted by {counter.how}\n"
    if len(calls) > 1:
        share = _shared(calls, counter)
        yield f"{share:.0%} of the prompt tokens open every call alike, for a provider's cache\n"
    if price is not None and price.as_of:
        yield f"price as of {price.as_of}: {price.source}\n"
    elif price is None:
        yield "no price is known for the model; a table [price] in poa-ai.toml states one\n"
    yield "A section with statements that fail the check is asked for once more"
    yield ", and each section is reviewed by one more call.\n" if review else ".\n"


def _shared(calls: list[PlannedCall], counter: TokenCounter) -> float:
    """The share of the prompt tokens that lie in the text with which all calls begin."""
    texts = ["\n".join(message.content for message in call.prompt.messages) for call in calls]
    pairs = zip(min(texts), max(texts), strict=False)  # what these two share, all share
    start = "".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return len(calls) * counter.count(start) / max(1, sum(map(counter.count, texts)))


def _cost(price: Price | None, usage: Usage) -> str:
    return "" if price is None else f", at most {price.cost(usage):.4f} USD"
