"""A true value in the wrong place: each sentence of a letter beside the sentence that the facts make.

A sentence that is nearly the one told of a fact, but with another value, exhibit, owner or direction,
tells that fact wrongly. One that is worded freely is left alone: here the other checks must do.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from poa_ai.findings import Finding, Severity
from poa_ai.letter import Block
from poa_ai.validation.grounding import SOURCE
from poa_ai.values import Value, extract_values, find_exhibits

SECTION_REFERENCE = re.compile(r"\b[Ss]ections? \d{1,4}\b")
"""How a letter speaks of its own sections: a number that no fact can hold."""
_ALIKE = 0.72
"""From this share of common words on, two sentences are taken to tell the same fact."""
_TIE = 0.08  # entries this close to the likest may be meant as well
_LONGEST = 120  # words; a longer block is no sentence, and comparing costs its square
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NEGATION = frozenset("no not never none nobody nothing neither nor without cannot".split())
_DIRECTION = frozenset("above below over under more less least most before after up down".split())


@dataclass(frozen=True, slots=True)
class Told:
    """What the letter should say of a fact: `section` is the id of its cause, `part` the name of the part.

    `phrases` are the owner and the cadence of a measure: they must stand in the sentence.
    """

    fact: str
    section: str
    part: str
    text: str
    phrases: tuple[str, ...] = ()


def compare(block: Block, section: str, part: str, told: Sequence[Told]) -> Iterator[Finding]:
    """Where the block tells a fact of its section otherwise than the facts do, or one of another section.

    Findings index the text of the letter, as the block's span does.
    """
    words = _words(block.text)
    if not words or len(words) > _LONGEST:
        return
    here = [entry for entry in told if entry.section == section and entry.part == part]
    if alike := _alike(words, here):
        # Two facts may be told in the same words: what counts is that one of them is told right.
        entry, messages = min(
            ((e, list(_differences(block.text, e))) for e in alike), key=lambda p: len(p[1])
        )
        for message in messages:
            yield _finding(block, message, f'{entry.fact} says: "{entry.text}"')
    elif elsewhere := _alike(words, [entry for entry in told if entry not in here]):
        place = elsewhere[0].part.replace("_", " ")
        message = f"This tells {elsewhere[0].fact}, which belongs to {elsewhere[0].section}, {place}."
        yield _finding(block, message, "Move it there, or state what this part is about.")


def compare_row(block: Block, exhibits: Mapping[str, str]) -> Iterator[Finding]:
    """Where a row of the list of evidence says otherwise than the facts; `exhibits` are texts by id."""
    id = next(iter(block.text.split()), "").strip("|:()*")
    if id not in exhibits:
        return
    right = exhibits[id]
    for value in _without(extract_values(SECTION_REFERENCE.sub("", block.text)), extract_values(right)):
        yield _finding(block, f'The facts of {id} do not hold "{value.text}".', f'{id} is: "{right}"')
    if missing := [word for word in _words(right) if word not in _words(block.text)]:
        yield _finding(block, f'{id} is called otherwise: "{missing[0]}" is missing.', f'{id} is: "{right}"')


def compare_header(block: Block, header: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    """Where a line above the sections gives a label another value than the facts do."""
    for label, right in header:
        given = re.search(rf"(?:^|[|\n])\s*{re.escape(label)}:\s*([^|\n]*)", block.text)
        stated = " ".join(given[1].split()).replace("\\", "") if given else right
        if stated != " ".join(right.split()):
            hint = f'The facts say: "{right}"'
            yield _finding(block, f'"{stated[:80]}" is not what the facts give as {label.lower()}.', hint)


def _alike(words: list[str], told: Iterable[Told]) -> list[Told]:
    """The entries that are worded like the sentence, the likest first."""
    found = []
    for entry in told:
        matcher = SequenceMatcher(None, words, _words(entry.text), autojunk=False)
        if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE:
            found.append((matcher.ratio(), entry))
    alike = sorted((pair for pair in found if pair[0] >= _ALIKE), key=lambda pair: -pair[0])
    return [entry for ratio, entry in alike if ratio >= alike[0][0] - _TIE]


def _differences(text: str, entry: Told) -> Iterator[str]:
    stated, wanted = extract_values(text), extract_values(entry.text)
    added = _without(stated, wanted)
    for value in added:
        yield f'{entry.fact} does not hold "{value.text}".'
    if not added and _out_of_order(stated, wanted):
        yield f"The values of {entry.fact} stand in another order than in the facts."
    known = {id for id, _ in find_exhibits(entry.text)}
    for id, _ in find_exhibits(text):
        if id not in known:
            yield f"Exhibit {id} does not prove {entry.fact}."
    words, right = set(_words(text)), set(_words(entry.text))
    if bool(words & _NEGATION) != bool(right & _NEGATION):
        yield f"The sentence says yes where {entry.fact} says no, or the reverse."
    if (words ^ right) & _DIRECTION and words & _DIRECTION and right & _DIRECTION:
        yield f"The direction (above, below, before, after) differs from {entry.fact}."
    for phrase in entry.phrases:
        if not set(_words(phrase)) <= words:
            yield f'"{phrase}" is what {entry.fact} says, and it does not stand here.'


def _without(stated: Sequence[Value], wanted: Sequence[Value]) -> list[Value]:
    """The values that are stated more often than wanted."""
    left = Counter((value.kind, value.normal) for value in wanted)
    added = []
    for value in stated:
        if left[value.kind, value.normal] > 0:
            left[value.kind, value.normal] -= 1
        else:
            added.append(value)
    return added


def _out_of_order(stated: Sequence[Value], wanted: Sequence[Value]) -> bool:
    for kind in {value.kind for value in stated}:
        order = [value.normal for value in wanted if value.kind is kind]
        places = [value.normal for value in stated if value.kind is kind]
        if places != [normal for normal in order if normal in places][: len(places)]:
            return True
    return False


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _finding(block: Block, message: str, hint: str) -> Finding:
    return Finding("grounding.misplaced", Severity.ERROR, message, hint, SOURCE, block.span, block.text[:200])
