"""Trials to try scorers on, made without a model: one that repeats its facts, one that answers nothing."""

import json
from hashlib import sha256

from poa_ai.chatmodel import RenderedPrompt, Reply, Usage
from poa_ai.composing import compose
from poa_ai.document import SectionDraft
from poa_ai.errors import ModelError
from poa_ai.evaluation.scorer import RawSection, Trial
from poa_ai.evaluation.suite import EvalCase, Expectation
from poa_ai.facts import Facts
from poa_ai.library import draft
from poa_ai.pipeline import prepare
from poa_ai.registry import Registry
from poa_ai.rulebook import load_rulebook
from poa_ai.sectionreply import ProposedStatement
from poa_ai.testing.chatserver import echo_facts

SILENCE = "the model gave no answer"
"""The failure of each section of a trial in which the model answered nothing."""


class EchoModel:
    """A chat model that answers with every fact of the prompt, word for word, or with nothing at all."""

    name = "testing:echo"

    def __init__(self, *, silent: bool = False) -> None:
        self._silent = silent

    async def complete(self, prompt: RenderedPrompt) -> Reply:
        """The facts as statements. Raises ModelError where it is silent."""
        if self._silent:
            raise ModelError(SILENCE)
        answer = echo_facts({"messages": [{"content": prompt.messages[-1].content}]})
        text = json.loads(answer.body)["choices"][0]["message"]["content"]
        return Reply(text, self.name, "stop", Usage(100, 20))

    async def close(self) -> None:
        """Nothing is open."""


def example_trial(facts: Facts, registry: Registry, *, silent: bool = False) -> Trial:
    """The trial of one case, drafted by `EchoModel`. Raises what drafting raises."""
    rules = load_rulebook(registry)
    outline = registry.plan_outline(prepare(facts, registry, rules).case)
    result = draft(facts, model=EchoModel(silent=silent), registry=registry)
    fingerprint = sha256(facts.model_dump_json().encode("utf-8", "replace")).hexdigest()
    return Trial(
        case=EvalCase("example", facts, Expectation(), (), None, fingerprint),
        outline=outline,
        raw=tuple(_raw(section, silent=silent) for section in compose(outline)),
        result=result,
        letter=result.text(),
        rules=rules,
        usage=Usage() if silent else Usage(100 * len(outline.sections), 20 * len(outline.sections)),
        calls=len(outline.sections),
    )


def _raw(composed: SectionDraft, *, silent: bool) -> RawSection:
    if silent:
        return RawSection(composed.plan.id, composed, (), SILENCE)
    told = (ProposedStatement(part=s.part, text=s.text, facts=s.facts) for s in composed.statements)
    return RawSection(composed.plan.id, composed, tuple(told), "")
