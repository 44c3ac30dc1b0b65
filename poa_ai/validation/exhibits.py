"""Exhibits: what a letter calls them, which it lists, and whether there is each one that it names."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from poa_ai.findings import Finding, Severity, Span
from poa_ai.lazypattern import lazy_pattern
from poa_ai.letter import Block, Letter

SOURCE = "Seller Central, Create a plan of action (itemID 201623610)"

_WORD = r"(?:exhibits?|exh\.?|annex(?:es)?|attachments?|enclosures?|encl\.?)"
_NUMBERS = (
    r"E?\d{1,3}(?!\d)(?:\s?(?:,|;|/|&|\+|-|–|\band\b|\bto\b|\bthrough\b){1,2}\s?(?:and\s)?"
    r"E?\d{1,3}(?![\d.]\d|\w)){0,40}"
)
_NAMED = lazy_pattern(
    rf"(?<!\w){_WORD}\s{{0,2}}(?:no\.?\s|nos\.?\s|number\s|#)?(?P<ids>{_NUMBERS})(?!\w)", re.IGNORECASE
)
_SEEN = lazy_pattern(
    rf"(?<!\w)(?:see|cf\.)\s(?:also\s)?(?P<ids>{_NUMBERS.replace('E?', 'E')})(?!\w)", re.IGNORECASE
)
_SIGNS = ("exh", "annex", "attach", "encl")
_NUMBER = lazy_pattern(r"e(?<!\we)\d")
_BARE = lazy_pattern(r"(?<![\w-])(?P<ids>E\d{1,3}(?:\s?(?:-|–|to)\s?E\d{1,3})?)(?![\w]|-\w|\.\d)")
_ONE = lazy_pattern(r"E?(\d{1,3})", re.IGNORECASE)
_RANGE = lazy_pattern(r"E?(\d{1,3})\s?(?:-|–|to|through)\s?E?(\d{1,3})", re.IGNORECASE)
_ENTRY = lazy_pattern(r"[^\n;]+")
_LEAD = lazy_pattern(r"[\s|*_(\[#-]{0,12}")
_OTHER_ID = lazy_pattern(r"[\w.-]{2,32}")


@dataclass(frozen=True, slots=True)
class Mention:
    """An exhibit that a text names. `sure` is False for a bare "E14", which may be something else."""

    id: str
    span: Span
    sure: bool


def find_mentions(text: str, known: Collection[str] = ()) -> tuple[Mention, ...]:
    """Exhibits in any usual form: "(E1, E2)", "Exhibit 3", "Exh. 4", "[E5]", "exhibits 1 to 3".

    `known` are the ids there are, in capitals; those of another form than E1 are found as words.
    """
    found: dict[Span, Mention] = {}
    odd = {id for id in known if not _ONE.fullmatch(id)}
    lower = text.lower()
    if not odd and not any(map(lower.__contains__, _SIGNS)) and not _NUMBER.search(lower):
        return ()
    for match in (*_NAMED.finditer(text), *_SEEN.finditer(text)):
        for id, span in _ids(text, match.start("ids"), match.end("ids")):
            found.setdefault(span, Mention(id, span, sure=True))
    for match in _BARE.finditer(text):
        sure = _in_brackets(text, match.start())
        for id, span in _ids(text, match.start("ids"), match.end("ids")):
            found.setdefault(span, Mention(id, span, sure))
    if odd:
        for match in _OTHER_ID.finditer(text):
            if match.group().upper().rstrip(".") in odd:
                span = Span(*match.span())
                found.setdefault(span, Mention(match.group().upper().rstrip("."), span, sure=True))
    return tuple(found[span] for span in sorted(found))


def _in_brackets(text: str, place: int) -> bool:
    before = text[max(0, place - 120) : place]
    return max(before.rfind("("), before.rfind("[")) > max(
        before.rfind(")"), before.rfind("]"), before.rfind("\n")
    )


def listed_exhibits(blocks: Iterable[Block], known: Collection[str] = ()) -> tuple[str, ...]:
    """The ids that open an entry of the list of evidence, in order: a row, an item, a line, a clause."""
    found: list[str] = []
    for block in blocks:
        for entry in _ENTRY.finditer(block.text):
            text = entry.group()
            lead = _LEAD.match(text)
            at = lead.end() if lead else 0
            for mention in find_mentions(text, known):
                if mention.span.start - at <= 14 and (mention.sure or mention.span.start == at):
                    found.append(mention.id)
                    at = mention.span.end
    return tuple(found)


def cited_exhibits(letter: Letter, known: Collection[str] = ()) -> tuple[Mention, ...]:
    """The exhibits named outside the list of evidence; spans index the letter."""
    evidence = {block.span for block in letter.evidence}
    return tuple(
        replace(mention, span=Span(mention.span.start + at, mention.span.end + at))
        for block in letter.blocks
        if block.span not in evidence
        for at in (block.span.start,)
        for mention in find_mentions(block.text, known)
    )


def exhibit_findings(
    letter: Letter, exhibits: Collection[str] | None, cited: Sequence[Mention]
) -> Iterator[Finding]:
    """Exhibits that are named and don't exist, are named and not listed, or that nothing names.

    `exhibits` are the ids of the case; None for a letter without facts, where its own list counts.
    """
    ids = {exhibit.upper(): exhibit for exhibit in exhibits or ()}
    entries = Counter(listed_exhibits(letter.evidence, ids))
    listed = set(entries)
    known = set(ids) if exhibits is not None else listed
    if exhibits is not None or listed:
        for mention in cited:
            if mention.id not in known and mention.sure:
                hint = f"Exhibits: {', '.join(sorted(known)[:20]) or 'none'}."
                yield _error("unknown-exhibit", f"There is no exhibit {mention.id}.", hint, mention.span)
        yield from _unlisted([mention for mention in cited if mention.id in known], listed)
    if exhibits is not None:
        for id in sorted(listed - known):
            yield _error(
                "unknown-exhibit",
                f"The list of evidence names {id}, and the facts hold no such exhibit.",
                "Take the row out, or add the exhibit to the facts.",
            )
    for id in (id for id, count in entries.items() if count > 1):
        yield Finding(
            "structure.exhibit-twice",
            Severity.WARNING,
            f"The list of evidence names {id} more than once.",
            "Give each exhibit one row.",
            SOURCE,
        )
    used = {mention.id for mention in cited}
    for exhibit in exhibits if exhibits is not None else entries:
        if exhibit.upper() not in used:
            message = f"No statement refers to exhibit {exhibit}."
            hint = f"Put ({exhibit}) behind the statement that it proves, or leave it out."
            yield Finding("structure.unused-exhibit", Severity.WARNING, message, hint, SOURCE)


def _unlisted(cited: Iterable[Mention], listed: Collection[str]) -> Iterator[Finding]:
    """One finding for each exhibit, at its first mention; a single one where there is no list at all."""
    first: dict[str, Mention] = {}
    for mention in cited:
        if mention.id not in listed:
            first.setdefault(mention.id, mention)
    if first and not listed:
        message = f"The letter refers to {', '.join(list(first)[:20])} and has no list of evidence."
        hint = 'Close with "Supporting evidence": each exhibit with its document and date.'
        yield _error("unlisted-exhibit", message, hint, next(iter(first.values())).span)
        return
    for id, mention in first.items():
        message = f"Exhibit {id} is referred to, and the list of evidence does not name it."
        yield _error("unlisted-exhibit", message, "Add its row to the list of evidence.", mention.span)


def _ids(text: str, start: int, end: int) -> Iterator[tuple[str, Span]]:
    """The ids in a list or range of numbers; those inside a range stand where the range stands."""
    done = start
    for match in _RANGE.finditer(text, start, end):
        first, last = int(match[1]), int(match[2])
        if first < last <= first + 40:
            yield from _single(text, done, match.start())
            for number in range(first, last + 1):
                place = match.start() if number < last else match.start(2)
                yield f"E{number}", Span(place + (number - first if number < last else 0), match.end())
            done = match.end()
    yield from _single(text, done, end)


def _single(text: str, start: int, end: int) -> Iterator[tuple[str, Span]]:
    for match in _ONE.finditer(text, start, end):
        yield f"E{int(match[1])}", Span(*match.span())


def _error(name: str, message: str, hint: str, span: Span | None = None) -> Finding:
    return Finding(f"structure.{name}", Severity.ERROR, message, hint, SOURCE, span)
