"""Whether a notice asks for a plan of action, and in which words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from poa_ai.findings import Span
from poa_ai.lazypattern import lazy_pattern
from poa_ai.normalised import NormalisedText, normalise
from poa_ai.packagefiles import package_folder
from poa_ai.sentences import split_sentences
from poa_ai.wordfamilies import Family, read_families

MAX_SENTENCES = 1_000
"""So many sentences are looked at; no message that a person wrote has as many."""

_NAMES = ("plan of action", "plans of action", "poa", "action plan")
_PARTS = ("plan.cause", "plan.remedy", "plan.prevention")
_WHETHER = lazy_pattern(r"(?:do|must|should|is|are|does|need|have|will)\b", re.IGNORECASE)
_NO = lazy_pattern(r"no\b", re.IGNORECASE)
_ITEM = lazy_pattern(r"(?:[-*+•‣◦·>]|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)])\s")


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
    question: Span | None = None
    for span, sentence, told in _sentences(text):
        if question is not None and _NO.match(sentence.source):
            denied = denied or PlanAsked(False, question)
        question = span if _asks_whether(sentence) else None
        if question is not None:
            continue
        refused = words["plan.refused"].place(sentence)
        if refused is not None and not (
            words["plan.condition"].heard(sentence) or _wanted(sentence, refused)
        ):
            denied = denied or PlanAsked(False, Span(span.start + refused.start, span.start + refused.end))
        elif asked is None and not words["plan.spoken"].heard(sentence):
            said = words["plan.asked"].place(sentence) or words["plan.alone"].place(sentence)
            if said is not None:
                asked = PlanAsked(True, Span(span.start + said.start, span.start + said.end))
            elif told:
                asked = PlanAsked(True, span)
    return asked if asked and (denied is None or _names_plan(text, asked.span)) else denied


def _asks_whether(sentence: NormalisedText) -> bool:
    """Whether it is a question of the seller's that names a plan ("Do I have to write a plan of action?")."""
    source = sentence.source
    if not (source.endswith("?") and _WHETHER.match(source)):
        return False
    return any(name in source.lower() for name in _NAMES)


@cache
def plan_words() -> Mapping[str, Family]:
    """The families of wording about plans, by id."""
    return read_families(package_folder("poa_ai") / "planwords.toml", "poa_ai/planwords.toml")


def _sentences(text: str) -> Iterator[tuple[Span, NormalisedText, bool]]:
    """Each sentence, and whether with it the seller has been asked to tell two of the parts of a plan.

    Items and questions belong to the sentence that leads them in.
    """
    words = plan_words()
    parts: set[str] | None = None
    colon = False
    for span in split_sentences(text)[:MAX_SENTENCES]:
        sentence = normalise(text[span.start : span.end])
        led = (
            _ITEM.match(sentence.source) is not None
            or sentence.source.endswith("?")
            or len(sentence.source) < 4
        )
        if words["plan.tell"].heard(sentence) and (parts is None or not led):
            parts = set()
        elif not led and not colon:
            parts = None
        colon = sentence.source.endswith(":")
        if parts is not None:
            parts.update(id for id in _PARTS if words[id].heard(sentence))
        yield span, sentence, parts is not None and len(parts) > 1


def _wanted(sentence: NormalisedText, refused: Span) -> bool:
    """Whether a plan is named before words that refuse none ("a plan on why only copies came")."""
    named = plan_words()["plan.asked"].place(sentence)
    if named is None or named.start >= refused.start:
        return False
    source = sentence.source.lower()
    return not any(name in source[refused.start : refused.end] for name in (*_NAMES, "plan"))


def _names_plan(text: str, span: Span) -> bool:
    return text[span.start : span.end].lower().startswith(_NAMES)
