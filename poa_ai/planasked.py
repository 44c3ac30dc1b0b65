"""Whether a notice asks for a plan of action, and in which words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from poa_ai.findings import Span
from poa_ai.normalised import normalise
from poa_ai.packagefiles import package_folder
from poa_ai.sentences import split_sentences
from poa_ai.wordfamilies import Family, read_families

_NAMES = ("plan of action", "plans of action", "poa")


@dataclass(frozen=True, slots=True)
class PlanAsked:
    """Whether a plan of action is asked for, and the words that say so."""

    asked: bool
    span: Span


def plan_asked(text: str) -> PlanAsked | None:
    """What a notice says about a plan of action; None where it says nothing plain. Linear time.

    A sentence that names one and asks for it outweighs another that asks for none: a combined notice may want
    a plan for one of its issues.
    """
    words = plan_words()
    denied: PlanAsked | None = None
    asked: PlanAsked | None = None
    whole = normalise(text)
    if not any(words[id].may_be_heard(whole) for id in ("plan.refused", "plan.asked")):
        return None
    for start, end in split_sentences(text):
        sentence = normalise(text[start:end])
        refused = words["plan.refused"].place(sentence)
        if refused is not None and not words["plan.condition"].heard(sentence):
            denied = denied or PlanAsked(False, Span(start + refused.start, start + refused.end))
        elif asked is None and not words["plan.spoken"].heard(sentence):
            said = words["plan.asked"].place(sentence)
            asked = said and PlanAsked(True, Span(start + said.start, start + said.end))
    return asked if asked and (denied is None or _names_plan(text, asked.span)) else denied


@cache
def plan_words() -> Mapping[str, Family]:
    """The families of wording about plans, by id."""
    return read_families(package_folder("poa_ai") / "planwords.toml", "poa_ai/planwords.toml")


def _names_plan(text: str, span: Span) -> bool:
    return text[span.start : span.end].lower().startswith(_NAMES)
