"""A model's opinion of a finished letter: off by default, and never decisive, since better neither way.

The judge is pinned: a model with its version, asked at temperature 0 with a fixed seed, one question a
letter. `agreement.agreement` tells how far it says what the deterministic scorers say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from poa_ai.chatmodel import ChatModel, ChatModelFactory, RenderedPrompt, Reply
from poa_ai.errors import ModelError, PoaError, UsageError, one_line
from poa_ai.evaluation.results import ScorerInfo
from poa_ai.evaluation.scorer import Better, Score, Trial
from poa_ai.llm.providers import open_model
from poa_ai.prompt import Prompt
from poa_ai.promptdata import as_data, listed, without_words
from poa_ai.promptstore import PromptStore
from poa_ai.sectionprompt import closed_object

NAME = "judge"
"""The name of its scores."""
PROMPT = "shared/judge"
"""The id of the prompt."""
BEST, PASS = 4, 3
"""The best grade, and the least with which a letter passes."""
TEMPERATURE, SEED = 0.0, 7
"""How a judge is asked, whatever a suite says of the model that drafts."""
MAX_LETTER = 60_000
"""Characters; a longer letter is not judged."""
MAX_REPLY = 4_000
"""Characters; a longer answer is none."""
MAX_REASON = 300
"""Characters that are kept of a reason."""
SELF_JUDGED = "judged by the model that wrote it"
"""What reports say where the judge is the model that drafted."""
SCHEMA = closed_object(
    {
        "reason": {"type": "string", "maxLength": MAX_REASON},
        "score": {"type": "integer", "enum": list(range(BEST + 1))},
    }
)
"""JSON Schema of the reply. The reason comes first, so that the grade follows from it."""

_DATED = r"[-@:](?:\d{4}-?\d{2}-?\d{2}|\d{3,4})$"
_VERSION = re.compile(
    rf"{_DATED}|@(?:sha256:)?[0-9a-f]{{7,64}}$|:(?!latest$)[\w.-]+$|[-_.]q\d\w*$|\.gguf$", re.IGNORECASE
)


def require_version(spec: str) -> None:
    """Raises UsageError for the name of a judge without a version."""
    if not _VERSION.search(spec.strip().partition(":")[2]):
        raise UsageError(
            f"'{spec[:80]}' names no version, so that the judge may change from one run to the next; "
            "name one, for example openai:gpt-4.1-mini-2025-04-14"
        )


def open_judge(
    spec: str,
    factories: Mapping[str, ChatModelFactory],
    *,
    base_url: str | None = None,
    timeout: float = 120.0,
) -> ChatModel:
    """The judge that `spec` names, "PROVIDER:NAME"; `timeout` is in seconds for one call.

    Raises UsageError for a name without a version, and what `open_model` raises.
    """
    require_version(spec)
    return open_model(spec, factories, base_url=base_url, timeout=timeout, temperature=TEMPERATURE, seed=SEED)


def judge_info(judge: str, writer: str) -> ScorerInfo:
    """The judge as results name it. `judge` and `writer` are names of models, as a ChatModel has them."""
    own = f"; {SELF_JUDGED}" if _family(judge) == _family(writer) else ""
    return ScorerInfo(NAME, f"how the letter reads, by {judge}{own}", Better.NEITHER, before=False)


async def judge(trial: Trial, model: ChatModel, store: PromptStore) -> Score:
    """What the model says of the letter; not scored where it does not answer as asked.

    Its value is the grade as a share of the best one. Personal data is masked by whoever gives the model, as
    for a draft. Raises PromptError where the prompt can't be rendered, and what is no failure of a model.
    """
    if len(trial.letter) > MAX_LETTER:
        return Score.nothing(f"the letter is longer than {MAX_LETTER} characters")
    prompt = judge_prompt(store.get(PROMPT), trial)
    try:
        reply = await model.complete(prompt)
    except ModelError as reason:
        return Score.nothing(f"the judge gave no answer: {one_line(str(reason))[:MAX_REASON]}")
    except PoaError:
        raise
    except Exception as reason:  # a model is foreign code; whatever it raises is its failure, not ours
        return Score.nothing(f"the judge failed ({type(reason).__name__})")
    return read_judgement(reply, prompt)


def judge_prompt(prompt: Prompt, trial: Trial) -> RenderedPrompt:
    """The request: the finished letter as data, and what each issue type of it looks for."""
    case = trial.outline.case
    issues = case.issues
    values = {
        "issues": _listed(issue.title for issue in issues),
        "reviewer": _listed(text for issue in issues for text in issue.reviewer),
        "rejections": _listed(rejection.text for issue in issues for rejection in issue.rejections),
        "letter": trial.letter,
    }
    shown = {name: without_words(text, case.facts.private) for name, text in values.items()}
    return replace(prompt.render(shown), schema=SCHEMA)


def read_judgement(reply: Reply, asked: RenderedPrompt) -> Score:
    """The score in a reply, which must be the JSON object asked for and nothing else, a code fence apart.

    An object somewhere in an answer may be quoted from the letter, so none is looked for. A reason that
    stands in the request, before the letter, is none: small models repeat what they are told.
    """
    text = reply.text if len(reply.text) <= MAX_REPLY else ""
    found = _object(text.strip().removeprefix("```json").removeprefix("```").removesuffix("```"))
    if reply.cut_short or set(found) != {"score", "reason"}:
        return Score.nothing("the judge did not answer in the form asked for")
    grade, reason = found["score"], found["reason"]
    if type(grade) is not int or not 0 <= grade <= BEST:
        return Score.nothing(f"the judge gave no grade from 0 to {BEST}")
    told = one_line(as_data(reason))[:MAX_REASON] if isinstance(reason, str) else ""
    if not re.search(r"[^\W\d_]", told):
        return Score.nothing("the judge gave no reason")
    if _words(told) in _words(asked.messages[0].content):
        return Score.nothing("the judge repeated the words of its request as a reason")
    return Score(grade / BEST, grade >= PASS, f"{grade} of {BEST}: {told}")


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _words(text: str) -> str:
    words = " ".join(re.findall(r"[^\W_]+", text.casefold()))
    return f" {words} "


def _listed(texts: Iterable[str]) -> str:
    return listed(dict.fromkeys(texts))


def _family(model: str) -> str:
    """A model without its provider, the folder of its file, and its date."""
    name = model.strip().partition(":")[2] or model.strip()
    return re.sub(_DATED, "", name.rpartition("/")[2].casefold())
