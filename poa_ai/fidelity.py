"""Whether a reworded sentence still says what the facts say.

Grounding finds values and words that no fact holds. These tests find true ones put together wrongly: a
lost "not", a target told as the measurement, two dates exchanged, an action told as a plan, a sentence
that keeps the date and loses the deed.
"""

import re
from collections.abc import Iterable, Sequence

from poa_ai.case import CaseCause
from poa_ai.document import Statement
from poa_ai.facts import Metric, PreventiveMeasure
from poa_ai.facttext import number_text
from poa_ai.outline import Part
from poa_ai.sentences import split_sentences
from poa_ai.values import Kind, Value, extract_values

MIN_SHARE = 0.75
"""The share of a fact's content words that a sentence which tells it must hold."""
MAX_GROWTH = 2.0
"""How much longer than the composed sentences a sentence may be; what is longer says more than they do."""

_WORD = re.compile(r"[^\W\d_]+")
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|nor|neither|without|cannot|unable|failed|lacked|lacking|\w+n['’]t)\b",
    re.I,
)
_FUTURE = re.compile(
    r"\b(?:will|shall|going to|plan(?:s|ned|ning)? to|intend(?:s|ed)? to|aims? to|scheduled)\b|['’]ll\b", re.I
)
_TARGET = re.compile(
    r"\b(?:target|limit|threshold|requirement|required|requires|maximum|minimum|goal|allowed)\b", re.I
)
_CLAUSE_END = re.compile(r"[.;:!?()](?:\s|$)|[()]")
_BEHIND = 40  # characters behind a word or a number in which what belongs to it must follow
_MARKS = "[]{}<>|#"
_SMALL = frozenset(
    {"that", "this", "these", "those", "they", "them", "their", "there", "then", "than", "with", "from"}
    | {"were", "have", "been", "which", "into", "onto", "also", "each", "both", "when", "while", "where"}
    | {"upon", "over", "under", "after", "before", "between"}
)


def unfaithful(text: str, units: Sequence[Statement], cause: CaseCause) -> list[str]:
    """Why the text does not tell what the composed statements tell; empty where it does."""
    whole = " ".join(unit.text for unit in units)
    ids = {fact for unit in units for fact in unit.facts}
    reasons = [*_shape(text, whole, len(units)), *_polarity(text, whole)]
    reasons += [*_order(text, units), *_counted(text, whole)]
    if any(unit.part is Part.CORRECTIVE_ACTIONS for unit in units):
        reasons += _told_as_plan(text, whole)
    for metric in cause.metrics:
        if metric.id in ids:
            reasons += _target(text, metric)
    for measure in cause.cause.preventive_measures:
        if measure.id in ids:
            reasons += _ownership(text, measure)
    return reasons


def tells(text: str, fact: str, share: float = MIN_SHARE) -> bool:
    """Whether the text holds so large a share of the fact's content words, and its "not"."""
    wanted = _stems(fact)
    missing = len(wanted - _stems(text))
    if _NEGATION.search(fact) and not _NEGATION.search(text):
        return False
    return missing <= (1 - share) * len(wanted)


def _shape(text: str, whole: str, units: int) -> Iterable[str]:
    if len(text) > MAX_GROWTH * len(whole) + 40:
        yield "is much longer than the facts"
    if len(split_sentences(text)) > 2 * units:
        yield "has more sentences than its facts need"
    if marks := sorted({mark for mark in _MARKS if mark in text and mark not in whole}):
        yield f"holds the mark {marks[0]}"


def _polarity(text: str, whole: str) -> Iterable[str]:
    if bool(_NEGATION.search(text)) != bool(_NEGATION.search(whole)):
        yield "says yes where the fact says no, or the reverse"


def _order(text: str, units: Sequence[Statement]) -> Iterable[str]:
    """Values of one kind keep their order within a fact, else "from 14 to 22 May" may be told backwards."""
    stated = extract_values(text)
    for unit in units:
        told = extract_values(unit.text)
        for kind in {value.kind for value in told}:
            wanted = _once(value for value in told if value.kind is kind)
            found = [normal for normal in _once(v for v in stated if v.kind is kind) if normal in wanted]
            if found != [normal for normal in wanted if normal in found]:
                yield f"changes the order of values in {', '.join(unit.facts)}"
                break


def _counted(text: str, whole: str) -> Iterable[str]:
    """What a number counts stays what it counts: "19 of 27 defects" is not "19 of 27 claims"."""
    wanted = _things(whole)
    for number, things in _things(text).items():
        if wanted.get(number) and not things <= wanted[number]:
            yield f"counts something else: {number} {', '.join(sorted(things - wanted[number]))}"


def _things(text: str) -> dict[str, set[str]]:
    """The first content word behind each number in its sentence, by its first five letters."""
    found: dict[str, set[str]] = {}
    for value in extract_values(text):
        if value.kind is Kind.NUMBER:
            behind = _CLAUSE_END.split(text[value.span.end : value.span.end + _BEHIND], maxsplit=1)[0]
            words = (word.casefold() for word in _WORD.findall(behind))
            thing = next((word[:5] for word in words if len(word) > 3 and word not in _SMALL), None)
            if thing is not None:
                found.setdefault(value.normal, set()).add(thing)
    return found


def _once(values: Iterable[Value]) -> list[str]:
    return list(dict.fromkeys(value.normal for value in values))


def _stems(text: str) -> set[str]:
    """The content words by their first five letters; values, months among them, are held apart from words."""
    pieces, at = [], 0
    for value in extract_values(text):
        pieces.append(text[at : value.span.start])
        at = value.span.end
    words = (word.casefold() for word in _WORD.findall(" ".join([*pieces, text[at:]])))
    return {word[:5] for word in words if len(word) > 3 and word not in _SMALL}


def _told_as_plan(text: str, whole: str) -> Iterable[str]:
    if _FUTURE.search(text) and not _FUTURE.search(whole):
        yield "tells as a plan what has been done"


def _target(text: str, metric: Metric) -> Iterable[str]:
    """The measured value stands before the word "target", the target's value right behind it."""
    if metric.target is None or metric.target == metric.value:
        return
    word = _TARGET.search(text)
    if word is None:
        yield f"does not call {number_text(metric.target)} a target ({metric.id})"
        return
    behind = _first_number(text[word.end() :][:_BEHIND])
    before = {value.normal for value in extract_values(text[: word.start()])}
    if behind != _normal(metric.target) or _normal(metric.value) not in before:
        yield f"confuses target and measurement ({metric.id})"


def _first_number(text: str) -> str | None:
    return next((value.normal.split()[0] for value in extract_values(text)), None)


def _normal(value: float) -> str:
    values = extract_values(number_text(value))
    return values[0].normal if values else number_text(value)


def _ownership(text: str, measure: PreventiveMeasure) -> Iterable[str]:
    held = {word.casefold() for word in _WORD.findall(text)}
    for label, wanted in (("who does it", measure.owner), ("how often", measure.cadence)):
        words = {word.casefold() for word in _WORD.findall(wanted or "")} - {"the", "a", "an"}
        if words - held:
            yield f"drops {label}: {wanted} ({measure.id})"
