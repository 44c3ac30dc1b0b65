"""Structure: one section per root cause, in order, each with three parts that say what they must."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from poa_ai.findings import Finding, Severity, Span
from poa_ai.letter import PARTS, Letter, PartName, SectionText
from poa_ai.validation.answering import answer_findings
from poa_ai.validation.entries import action_findings, measure_findings, says_undone
from poa_ai.validation.exhibits import SOURCE, cited_exhibits, exhibit_findings, find_mentions
from poa_ai.validation.placeholders import find_placeholders, placeholder_findings
from poa_ai.validation.sectionmatch import Expected, ExpectedSection, Match, find_matches, out_of_order

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


def check_structure(
    letter: Letter, expected: Expected | None = None, matches: Sequence[Match] | None = None
) -> tuple[Finding, ...]:
    """What is wrong with the build of a letter, sorted by place; what is missing comes first.

    `expected` is None for a letter that is checked without facts: then only the letter itself counts.
    `matches` are those of `find_matches`, where somebody found them before.
    """
    sections = letter.sections
    if expected is None:
        matches = (Match(None),) * len(sections)
    elif matches is None:
        matches = find_matches(sections, expected.sections)
    findings = [*_section_findings(letter, expected, matches)]
    for section, match in zip(sections, matches, strict=True):
        id_ = expected.sections[match.place].id if expected and match.place is not None else None
        findings += [replace(finding, section=id_) for finding in _inside(section)]
    exhibits = expected.exhibits if expected else None
    cited = cited_exhibits(letter, {id.upper() for id in exhibits or ()})
    findings += exhibit_findings(letter, exhibits, cited)
    if expected is not None:
        findings += answer_findings(letter, expected.asked, {mention.id for mention in cited})
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
    if any(mention.sure and mention.id not in known for mention in find_mentions(sentence, known)):
        return "structure.unknown-exhibit"
    return "structure.future-action" if done and says_undone(sentence) else None


def _section_findings(
    letter: Letter, expected: Expected | None, matches: Sequence[Match]
) -> Iterator[Finding]:
    if letter.by_part:
        message = "The causes stand together, then the actions, then the measures."
        hint = "Better one section for each root cause, with its actions and its measures below it."
        yield replace(
            _error("parts-apart", message, hint, letter.sections[0].heading), severity=Severity.WARNING
        )
    if not letter.sections:
        message = "The letter has no section for a root cause."
        yield _error(
            "no-section", message, "Give each root cause a section with cause, actions and measures."
        )
    for chapter in letter.other:
        yield _extra(chapter)
    yield from _number_findings(letter)
    if expected is not None:
        yield from _match_findings(letter, expected, matches)


def _match_findings(letter: Letter, expected: Expected, matches: Sequence[Match]) -> Iterator[Finding]:
    places = [match.place for match in matches]
    for cause, wanted in enumerate(expected.sections):
        if letter.sections and cause not in places:
            message = f'The root cause "{wanted.title}" has no section of its own.'
            hint = "Add a section with its root cause, corrective actions and preventive measures."
            yield replace(_error("section-missing", message, hint), section=wanted.id)
    matched: list[tuple[SectionText, int]] = []
    for section, match in zip(letter.sections, matches, strict=True):
        if match.twin is not None:
            wanted = expected.sections[match.twin]
            message = f'"{section.title[:80]}" is a second section for the root cause "{wanted.title}".'
            hint = "One section answers one root cause: put the two together."
            yield replace(_error("section-twice", message, hint, section.heading), section=wanted.id)
        elif match.place is None:
            yield _extra(section)
        else:
            matched.append((section, match.place))
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


def _length_findings(letter: Letter) -> Iterator[Finding]:
    count = sum(len(block.text.split()) for block in letter.header) + sum(
        map(_words, letter.sections + letter.other)
    )
    limit = LETTER_WORDS + FURTHER_WORDS * max(0, len(letter.sections) - 1)
    if count > limit:
        yield _long("letter-length", f"The letter has {count} words.", limit, None)


def _words(section: SectionText) -> int:
    return sum(len(block.text.split()) for block in section.content)


def _extra(chapter: SectionText) -> Finding:
    message = f'"{chapter.title[:80]}" is neither a root cause of the case nor the list of evidence.'
    hint = "Take it out: a reviewer wants the root causes, one section each, and the evidence."
    return _error("section-extra", message, hint, chapter.heading)


def _error(name: str, message: str, hint: str, span: Span | None = None) -> Finding:
    return Finding(f"structure.{name}", Severity.ERROR, message, hint, SOURCE, span)


def _long(name: str, message: str, limit: int, span: Span | None) -> Finding:
    hint = f"Keep it under {limit} words: reviewers have a few minutes for a letter."
    return Finding(f"structure.{name}", Severity.WARNING, message, hint, _LENGTH_SOURCE, span)
