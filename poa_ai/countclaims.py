"""What the facts count in prose, held against each other and against the metrics."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from poa_ai.case import Case
from poa_ai.facts import Metric
from poa_ai.facttext import number_text, sentences_of
from poa_ai.findings import Finding, Severity
from poa_ai.sentences import split_sentences
from poa_ai.validation.stemming import stem
from poa_ai.values import Kind, extract_values

_NOUN = r"(?P<noun>[A-Za-z][\w-]*(?:\s[A-Za-z][\w-]*){0,2})"
_RATIO = re.compile(
    r"(?<![\d.,-])(?P<part>\d+)\s(?:out\s)?of\s(?:the|these|those|all|our)?\s?(?P<whole>\d+)"
    rf"(?:\s{_NOUN})?(?![\d.,]*\d)"
)
_SHARE_AFTER = re.compile(r"[^.;()]{0,60}?[(,]\s?(?:or\s|i\.e\.\s|that is\s)?(?P<share>\d+(?:\.\d+)?)\s?%")
_SHARE_BEFORE = re.compile(r"(?P<share>\d+(?:\.\d+)?)\s?%\s?(?:\(|,\sor\s|,\si\.e\.\s)$")
_SPLIT = re.compile(
    r"(?:of\s)?the\s(?P<whole>\d+)\s[^,;:.\d]{1,60}?"
    r"(?=,|:|\s(?:were|are|split|consist|includ|compris))",
    re.IGNORECASE,
)
_ENTRY = r"\d+(?![.,%]?\d|\s?%)[^,;:.\d]{1,80}"
_LIST = re.compile(
    r"\s*(?:,|:|(?:were|are|split into|consist(?:ed|s)? of|included?|comprised?)\b)\s*"
    rf"(?P<list>{_ENTRY}(?:,\s{_ENTRY}){{0,20}})(?:[.;].{{0,500}})?$"
)
_AND = re.compile(r",?\sand\s(?=\d)")
_ASIDE = re.compile(r"\s?\([^()]{0,200}\)")
_STOP = frozenset(
    "a about after all an and are arrived as at because before between but by came complain concern do "
    "for from had has have in is it left name no not of on or out over said sent shipped sold still "
    "that the their them these they this to under was we were when which who with without fell belong "
    "belonged went led stem".split()
)
_FROM_NAMES = frozenset("rate order ratio percentage share metric of the".split())
_GENERAL = frozenset(map(stem, ("orders", "shipments", "confirmations", "cases")))
"""Words beside a metric's own that still speak of all that it counts: "the 62 late orders"."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """So many of a thing, where it is said. `part` is None where the whole is counted."""

    id: str
    noun: frozenset[str]
    whole: int
    part: int | None
    words: str


def count_contradictions(case: Case) -> Iterator[Finding]:
    """Shares that do not follow from their counts, parts that exceed the whole, wholes that differ."""
    claims: list[_Counted] = []
    named: list[_Counted] = []
    for id, text in _prose(case):
        for said in _sentences(text):
            found = list(_claims(id, said))
            yield from _share_findings(id, said)
            yield from _split_findings(id, said)
            claims += found
            named += _named_parts(id, said)
    yield from _whole_findings(claims, case.facts.metrics)
    yield from _part_findings(claims, named)


def _prose(case: Case) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for cause in case.causes:
        for part in cause.parts:
            if part.id not in seen:
                seen.add(part.id)
                yield part.id, sentences_of(part)


def _sentences(text: str) -> Iterator[str]:
    """Each sentence with its counts as digits: "Seven of the nine claims" as "7 of the 9 claims"."""
    for span in split_sentences(text):
        said, shift = text[span.start : span.end], 0
        for value in extract_values(said):
            if value.kind is Kind.NUMBER and value.normal.isdigit():
                start, end = value.span.start + shift, value.span.end + shift
                said = said[:start] + value.normal + said[end:]
                shift += len(value.normal) - (end - start)
        yield said


def _ratios(said: str) -> Iterator[re.Match[str]]:
    return _RATIO.finditer(said) if "of" in said else iter(())


def _claims(id: str, said: str) -> Iterator[_Counted]:
    for match in _ratios(said):
        part, whole = int(match["part"]), int(match["whole"])
        words = _noun(match["noun"] or "")
        shown = " ".join((f"{part} of the {whole}", *words))
        yield _Counted(id, frozenset(map(stem, words)), whole, part, shown)
    for match in re.finditer(rf"(?:^|\b(?:[Tt]he|[Aa]ll|[Oo]f the)\s)(?P<whole>\d+)\s{_NOUN}", said):
        words = _noun(match["noun"])
        shown = " ".join((match["whole"], *words))
        yield _Counted(id, frozenset(map(stem, words)), int(match["whole"]), None, shown)


def _named_parts(id: str, said: str) -> Iterator[_Counted]:
    """What a split counts of each: "9 were A-to-z claims" is all of them, as far as the facts go."""
    split = _listed(said)
    for count, words in split[1] if split and sum(n for n, _ in split[1]) == split[0] else ():
        noun = [word for word in words.lower().split()[:5] if word not in _STOP][:2]
        yield _Counted(id, frozenset(map(stem, noun)), count, None, " ".join((str(count), *noun)))


def _share_findings(id: str, said: str) -> Iterator[Finding]:
    for match in _ratios(said):
        part, whole = int(match["part"]), int(match["whole"])
        if part > whole:
            yield _finding("count", id, f"{part} of {whole} is no share.", "Check both counts.")
            continue
        near = _SHARE_AFTER.match(said, match.end()) or _SHARE_BEFORE.search(said[: match.start()][-40:])
        if near is None or not whole:
            continue
        share, decimals = float(near["share"]), len(near["share"].partition(".")[2])
        if abs(100 * part / whole - share) > 0.5 * 10.0**-decimals + 1e-9:
            right = number_text(round(100 * part / whole, max(decimals, 1)))
            message = f"{part} of {whole} is {right}%, not {near['share']}%."
            yield _finding("arithmetic", id, message, "Correct the share or the counts.")


def _listed(said: str) -> tuple[int, list[tuple[int, str]]] | None:
    """The whole and its parts with their words, where a sentence splits a number up; else None."""
    head = _SPLIT.match(said)
    listed = _LIST.match(_AND.sub(", ", _ASIDE.sub("", said[head.end() :]))) if head else None
    if head is None or listed is None:
        return None
    entries = [entry.split(" ", 1) for entry in listed["list"].split(", ")]
    return int(head["whole"]), [(int(count), words) for count, words in entries]


def _split_findings(id: str, said: str) -> Iterator[Finding]:
    """The parts make the whole: "Of the 28 defects, 15 were claims, 12 were ratings and 1 was neither"."""
    split = _listed(said)
    if split is None:
        return
    whole, entries = split
    counts = [count for count, _ in entries]
    total = sum(counts)
    if len(counts) < 2 or total == whole:
        return
    shown = " + ".join(map(str, counts))
    message = f"{shown} is {total}, and the sentence speaks of {whole}."
    if total > whole:
        yield _finding("arithmetic", id, message, "Correct the parts or the whole.")
    elif len(counts) > 2:
        yield _finding("arithmetic", id, message, "Say what the others were.", Severity.WARNING)


def _whole_findings(claims: Sequence[_Counted], metrics: Iterable[Metric]) -> Iterator[Finding]:
    measured = [(metric, _distinct(metric.name)) for metric in metrics if metric.count is not None]
    parts = {(claim.part, word) for claim in claims if claim.part is not None for word in claim.noun}
    told: set[tuple[str, int]] = set()
    for claim in claims:
        about = [metric for metric, words in measured if words and words <= claim.noun <= words | _GENERAL]
        # A part that another sentence takes from the whole may be spoken of as "the 17 defects".
        known = any((claim.whole, word) in parts for word in claim.noun) or (
            claim.part is None and any(claim.whole == other.part for other in claims)
        )
        if about and not known and claim.whole not in {metric.count for metric in about}:
            if (claim.id, claim.whole) in told:
                continue
            told.add((claim.id, claim.whole))
            metric = about[0]
            message = f'"{claim.words}" speaks of {claim.whole}, and {metric.id} counts {metric.count}.'
            yield _finding(
                "contradiction",
                claim.id,
                message,
                f"Correct {claim.id} or {metric.id}.",
                Severity.ERROR if claim.part is not None else Severity.WARNING,
            )
    yield from _differing(claims, {metric.count for metric, _ in measured})


def _part_findings(claims: Iterable[_Counted], named: Sequence[_Counted]) -> Iterator[Finding]:
    """A whole that another sentence counts otherwise: "8 of the 11 claims" where there were 9 claims."""
    for claim in claims:
        alike = [part for part in named if len(part.noun) > 1 and part.noun == claim.noun]
        if claim.part is not None and alike and all(part.whole != claim.whole for part in alike):
            message = f'"{claim.words}" here, and "{alike[0].words}" in {alike[0].id}.'
            hint = f"Correct {claim.id} or {alike[0].id}."
            yield _finding("contradiction", claim.id, message, hint)


def _differing(claims: Sequence[_Counted], counts: set[int | None]) -> Iterator[Finding]:
    """The same thing with two wholes: "5 of the 7 complaints" and "3 of the 9 complaints"."""
    wholes: dict[frozenset[str], _Counted] = {}
    parts = {claim.part for claim in claims}
    for claim in claims:
        if claim.part is None or len(claim.noun) < 1 or claim.whole in counts | parts:
            continue
        first = wholes.setdefault(claim.noun, claim)
        if first.whole != claim.whole:
            message = f'"{claim.words}" here, and "{first.words}" in {first.id}.'
            hint = f"Are there {first.whole} or {claim.whole}? Say which are meant."
            yield _finding("contradiction", claim.id, message, hint, Severity.WARNING)


def _distinct(name: str) -> frozenset[str]:
    """What a metric counts, by its name: late_shipment_rate counts what is late."""
    words = [word for word in name.lower().replace("-", "_").split("_") if word not in _FROM_NAMES]
    return frozenset({stem(words[0])}) if words else frozenset()


def _noun(words: str) -> list[str]:
    """A noun with what stands before it, up to the first word that goes on with the sentence."""
    return [*takewhile(lambda word: word not in _STOP, words.lower().split())]


def _finding(name: str, id: str, message: str, hint: str, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(f"consistency.{name}", severity, f"{id}: {message}", hint, item=id)
