"""Structure: one section per root cause, in order, each with three parts that say what they must."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from poa_ai.findings import Finding, Severity, Span
from poa_ai.letter import PARTS, Letter, PartName, SectionText
from poa_ai.validation.entries import SOURCE, action_findings, measure_findings, says_undone
from poa_ai.validation.placeholders import find_placeholders, placeholder_findings
from poa_ai.validation.sectionmatch import Expected, ExpectedSection, match_sections, out_of_order
from poa_ai.values import find_exhibits

__all__ = ["Expected", "ExpectedSection", "check_structure", "sentence_faults"]

SECTION_WORDS = 300
"""A section may have this many words before it is called long."""
LETTER_WORDS = 600
"""So may a letter with one section; each further section adds `FURTHER_WORDS`."""
FURTHER_WORDS = 250

_LENGTH_SOURCE = "Consultants' advice: short, 400 to 800 words (adverio.io/?p=24821; ecommercelawpro.com)"
_HEADINGS: dict[PartName, str] = {
    "root_cause": "Root cause",
    "corrective_actions": "Corrective actions taken",
    "preventive_measures": "Preventive measures",
}


def check_structure(letter: Letter, expected: Expected | None = None) -> tuple[Finding, ...]:
    """What is wrong with the build of a letter, sorted by place; what is missing comes first.

    `expected` is None for a letter that is checked without facts: then only the letter itself counts.
    """
    sections = letter.sections
    places = match_sections(sections, expected.sections) if expected else (None,) * len(sections)
    findings = [*_section_findings(letter, expected, places)]
    for section, place in zip(sections, places, strict=True):
        id_ = expected.sections[place].id if expected and place is not None else None
        findings += [replace(finding, section=id_) for finding in _inside(section)]
    findings += _exhibit_findings(letter, expected)
    findings += _length_findings(letter)
    gap_note = {block.span for block in letter.header if block.kind == "quote"}
    for block in letter.blocks:
        if block.span not in gap_note:
            findings += [
                finding.shifted(block.span.start) for finding in placeholder_findings(block.text, SOURCE)
            ]
    return tuple(sorted(findings, key=lambda finding: (finding.span or Span(0, 0), finding.rule)))


def sentence_faults(sentence: str, exhibits: Collection[str], *, done: bool = False) -> str | None:
    """Rule id of the first fault that a sentence alone would bring into a letter; None where it brings none.

    `exhibits` are the ids there are; `done` tells that the sentence reports a corrective action.
    """
    if find_placeholders(sentence):
        return "structure.placeholder"
    known = {exhibit.upper() for exhibit in exhibits}
    if any(id_ not in known for id_, _ in find_exhibits(sentence)):
        return "structure.unknown-exhibit"
    return "structure.future-action" if done and says_undone(sentence) else None


def _section_findings(
    letter: Letter, expected: Expected | None, places: tuple[int | None, ...]
) -> Iterator[Finding]:
    if not letter.sections:
        message = "The letter has no section for a root cause."
        yield _error(
            "no-section", message, "Give each root cause a section with cause, actions and measures."
        )
    for chapter in letter.other:
        yield _extra(chapter)
    yield from _number_findings(letter)
    if expected is not None:
        yield from _match_findings(letter, expected, places)


def _match_findings(letter: Letter, expected: Expected, places: tuple[int | None, ...]) -> Iterator[Finding]:
    for cause, wanted in enumerate(expected.sections):
        if letter.sections and cause not in places:
            message = f'The root cause "{wanted.title}" has no section of its own.'
            hint = "Add a section with its root cause, corrective actions and preventive measures."
            yield replace(_error("section-missing", message, hint), section=wanted.id)
    matched: list[tuple[SectionText, int]] = []
    for section, place in zip(letter.sections, places, strict=True):
        if place is None:
            yield _extra(section)
        else:
            matched.append((section, place))
    for position in out_of_order([place for _, place in matched]):
        section, cause = matched[position]
        message = f'The section "{section.title}" stands in the wrong place.'
        hint = (
            f"It answers root cause {cause + 1} of {len(expected.sections)}: keep the causes in their order."
        )
        finding = _error("section-order", message, hint, section.heading)
        yield replace(finding, section=expected.sections[cause].id)


def _number_findings(letter: Letter) -> Iterator[Finding]:
    numbered = [section for section in letter.sections if section.number is not None]
    numbers = [section.number for section in numbered]
    if numbers != list(range(1, len(numbers) + 1)):
        shown = ", ".join(map(str, numbers[:20]))
        message = f"The sections are numbered {shown}."
        yield _error(
            "section-order",
            message,
            "Number them 1, 2, 3 in the order in which they stand.",
            numbered[0].heading,
        )


def _inside(section: SectionText) -> Iterator[Finding]:
    name = f'The section "{section.title}"' if section.title else "The letter"
    names = [part.name for part in section.parts]
    for part_name in PARTS:
        heading = _HEADINGS[part_name]
        if part_name not in names:
            hint = f'Add a heading "{heading}" and say it in dated, checkable sentences.'
            yield _error("part-missing", f'{name} lacks the part "{heading}".', hint, section.heading)
    twice = [part_name for part_name, count in Counter(names).items() if count > 1]
    if twice or out_of_order([PARTS.index(part_name) for part_name in dict.fromkeys(names)]):
        message = f"{name} does not have its parts once each and in order."
        hint = "The order is: root cause, corrective actions taken, preventive measures."
        yield _error("part-order", message, hint, section.heading)
    for part in section.parts:
        if not any(character.isalnum() for block in part.blocks for character in block.text):
            message = f'The part "{_HEADINGS[part.name]}" is empty.'
            yield _error(
                "part-empty", message, "Say what the facts show, or add the missing facts.", part.heading
            )
        elif part.name == "corrective_actions":
            yield from action_findings(part)
        elif part.name == "preventive_measures":
            yield from measure_findings(part)
    words = _words(section)
    if words > SECTION_WORDS:
        message = f"{name} has {words} words." if section.title else f"The section has {words} words."
        yield _long("section-length", message, SECTION_WORDS, section.heading)


def _exhibit_findings(letter: Letter, expected: Expected | None) -> Iterator[Finding]:
    evidence = {block.span for block in letter.evidence}
    listed = tuple(id_ for block in letter.evidence for id_ in _listed_exhibits(block.text))
    known = {exhibit.upper() for exhibit in expected.exhibits} if expected else set(listed)
    cited = [
        (id_, Span(span.start + block.span.start, span.end + block.span.start))
        for block in letter.blocks
        if block.span not in evidence
        for id_, span in find_exhibits(block.text)
    ]
    if expected or listed:
        for id_, span in cited:
            if id_ not in known:
                message = f"There is no exhibit {id_}."
                hint = f"Exhibits: {', '.join(sorted(known)[:20]) or 'none'}."
                yield _error("unknown-exhibit", message, hint, span)
            elif id_ not in listed:
                message = f"Exhibit {id_} is referred to, and the list of evidence does not name it."
                yield _error("unlisted-exhibit", message, "Add its row to the list of evidence.", span)
    used = {id_ for id_, _ in cited}
    for exhibit in expected.exhibits if expected else dict.fromkeys(listed):
        if exhibit.upper() not in used:
            message = f"No statement refers to exhibit {exhibit}."
            hint = f"Put ({exhibit}) behind the statement that it proves, or leave it out."
            yield Finding("structure.unused-exhibit", Severity.WARNING, message, hint, SOURCE)


def _listed_exhibits(text: str) -> Iterable[str]:
    """Ids that open an entry of the evidence list: "E1 | ...", "Exhibit E2: ...", "(E3) ..."."""
    first = text[:40].upper().removeprefix("EXHIBIT").split("|")[0].lstrip(" (*")
    digits = first[1 : 1 + len(first[1:]) - len(first[1:].lstrip("0123456789"))]
    return (f"E{digits}",) if first.startswith("E") and digits else ()


def _length_findings(letter: Letter) -> Iterator[Finding]:
    count = sum(len(block.text.split()) for block in letter.header) + sum(
        map(_words, letter.sections + letter.other)
    )
    limit = LETTER_WORDS + FURTHER_WORDS * max(0, len(letter.sections) - 1)
    if count > limit:
        yield _long("letter-length", f"The letter has {count} words.", limit, None)


def _words(section: SectionText) -> int:
    blocks = [*section.blocks, *(block for part in section.parts for block in part.blocks)]
    return sum(len(block.text.split()) for block in blocks)


def _extra(chapter: SectionText) -> Finding:
    message = f'"{chapter.title[:80]}" is neither a root cause of the case nor the list of evidence.'
    hint = "Take it out: a reviewer wants the root causes, one section each, and the evidence."
    return _error("section-extra", message, hint, chapter.heading)


def _error(name: str, message: str, hint: str, span: Span | None = None) -> Finding:
    return Finding(f"structure.{name}", Severity.ERROR, message, hint, SOURCE, span)


def _long(name: str, message: str, limit: int, span: Span | None) -> Finding:
    hint = f"Keep it under {limit} words: reviewers have a few minutes for a letter."
    return Finding(f"structure.{name}", Severity.WARNING, message, hint, _LENGTH_SOURCE, span)
