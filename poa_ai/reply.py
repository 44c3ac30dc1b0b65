"""What a reply to an appeal still asks for, and whether the new letter says anything new about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from poa_ai.case import Case
from poa_ai.errors import DataFileError
from poa_ai.findings import Finding, Severity
from poa_ai.issue import IssueType
from poa_ai.outline import Part
from poa_ai.packagefiles import package_folder
from poa_ai.patterns import Pattern, compile_pattern, occurs
from poa_ai.previous import Comparison
from poa_ai.sentences import split_sentences
from poa_ai.tomlfile import read_toml

RULE = "structure.reply-unanswered"
_SOURCE = "Seller Central, Create a plan of action (itemID 201623610)"
_DOCUMENTS, _ALL = "documents", "all"
_MOST = 200_000  # characters of a notice that facts may hold
_SHOWN = 160


@dataclass(frozen=True, slots=True)
class Demand:
    """Something that replies ask for. `part` is one of the letter, "documents", or "all" for every part."""

    part: str
    told: str
    patterns: tuple[Pattern, ...]
    finds: tuple[str, ...]
    ignores: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A demand as one reply makes it: its words, and the issue types that they name; none stands for all."""

    part: str
    told: str
    words: str
    issues: tuple[str, ...]


@cache
def load_demands() -> tuple[Demand, ...]:
    """The demands of reply.toml. Raises DataFileError for a file that is wrong."""
    root = read_toml(package_folder("poa_ai") / "reply.toml", "poa_ai/reply.toml", DataFileError).only(
        ["demand"]
    )
    parts = (*map(str, Part), _DOCUMENTS, _ALL)
    found = []
    for table in root.tables("demand"):
        table.only(["part", "told", "match", "finds", "ignores"])
        patterns = tuple(compile_pattern(source) for source in table.strings("match", required=True))
        examples = (table.strings(key, required=True) for key in ("finds", "ignores"))
        found.append(Demand(table.choice("part", parts), table.get("told", str), patterns, *examples))
    return tuple(found)


def read_reply(text: str, issues: tuple[IssueType, ...]) -> tuple[Asked, ...]:
    """What a reply asks for, in its order, each part of an issue once. Never raises; linear time."""
    found: dict[tuple[str, tuple[str, ...]], Asked] = {}
    vague: list[Asked] = []
    for span in split_sentences(text[:_MOST]):
        sentence = text[span.start : span.end].strip(" \t\r\n-*•")
        demands = [demand for demand in load_demands() if sentence and occurs(demand.patterns, sentence)]
        if demands:
            named = tuple(
                issue.id
                for issue in issues
                if any(occurs(signal.match, sentence) for signal in issue.signals)
            )
            for demand in demands:
                asked = Asked(demand.part, demand.told, " ".join(sentence.split())[:_SHOWN], named)
                if demand.part == _ALL:
                    vague.append(asked)
                else:
                    found.setdefault((demand.part, named), asked)
    if not found and vague:
        first = vague[0]
        return tuple(Asked(str(part), part.heading.lower(), first.words, first.issues) for part in Part)
    return tuple(found.values())


def find_reply_gaps(case: Case, comparison: Comparison | None) -> tuple[Finding, ...]:
    """What the reply asks for and the letter does not add. Nothing where the notice is no reply.

    With the earlier letter compared, what has nothing new to it is an error; without (None), each demand is
    a warning, since nobody can tell what the reviewer has read already.
    """
    if case.notice.scope != "reply":
        return ()
    return tuple(
        gap for asked in read_reply(case.notice.text, case.issues) for gap in _gaps(asked, case, comparison)
    )


def _gaps(asked: Asked, case: Case, comparison: Comparison | None) -> Iterator[Finding]:
    if asked.part == _DOCUMENTS:
        if comparison is None or not comparison.new_exhibits:
            yield _gap(asked, "", None, comparison is not None)
        return
    for issue in case.issues:
        causes = {cause.id for cause in case.causes_of(issue)}
        if (asked.issues and issue.id not in asked.issues) or not causes:
            continue  # an issue without a cause is a gap of its own
        news = comparison.news if comparison else ()
        if not any(statement.section in causes and statement.part == asked.part for statement in news):
            yield _gap(asked, f" ({issue.title})", issue.id, comparison is not None)


def _gap(asked: Asked, whose: str, item: str | None, compared: bool) -> Finding:
    severity = Severity.ERROR if compared else Severity.WARNING
    lacks = ", and the letter adds nothing on it" if compared else ""
    hint = "Add what the first letter did not say; who repeats it is not answered."
    if not compared:
        hint += " With --previous LETTER it is told whether anything is new."
    message = f'The reply asks for more on {asked.told}{whose}{lacks}: "{asked.words}"'
    return Finding(RULE, severity, message, hint, _SOURCE, item=item)
