"""The words that made-up cases are filled from, as casewords.toml holds them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Formatter

from poa_ai.errors import DataFileError
from poa_ai.tomlfile import Table, read_toml

PATH = "poa_ai/evaluation/casewords.toml"
LISTS = ("houses", "trades", "suppliers", "marks", "products", "sizes", "owners", "cadences")
"""Lists of words, each for one place of a case."""
SENTENCES = ("openings", "asks", "closings")
"""Lists of sentences of a notice, in their order there."""
VALUES = (
    "product",
    "asin",
    "part",
    "count",
    "few",
    "some",
    "many",
    "bought",
    "sold",
    "left",
    "supplier",
    "mark",
)
"""What a text of a cause may hold in braces."""
TEXTS = ("title", "statement", "fact", "action", "measure")
"""The texts of a cause."""


@dataclass(frozen=True, slots=True)
class MetricWords:
    """A metric. A made-up value lies from `least` to `most` percent, which misses the target."""

    name: str
    target: float
    windows: tuple[int, ...]
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class CauseWords:
    """One kind of cause. `texts` are by their name in TEXTS; `report` is kind and title of its exhibit."""

    kind: str
    texts: Mapping[str, str]
    report: tuple[str, str]


@dataclass(frozen=True, slots=True)
class IssueWords:
    """An issue type. `products` tells that each cause is about one, `invoices` that each of them has one.

    The notice then names the products.
    """

    id: str
    notice: tuple[str, ...]
    metric: MetricWords | None
    causes: tuple[CauseWords, ...]
    products: bool
    invoices: bool


@dataclass(frozen=True, slots=True)
class CaseWords:
    """All words: lists by their name in LISTS and SENTENCES, and issue types by id.

    `marketplaces` are codes, each with a legal form of companies there.
    """

    lists: Mapping[str, tuple[str, ...]]
    marketplaces: tuple[tuple[str, str], ...]
    issues: Mapping[str, IssueWords]


@cache
def load_case_words() -> CaseWords:
    """The words. Raises DataFileError, with the line, where the file does not hold exactly these."""
    table = read_toml(files("poa_ai") / "evaluation" / "casewords.toml", PATH, DataFileError)
    return read_case_words(table)


def read_case_words(table: Table) -> CaseWords:
    """The words of a parsed file. Raises the table's error."""
    table = table.only((*LISTS, *SENTENCES, "marketplace", "issue"))
    places = (entry.only(("code", "form")) for entry in table.tables("marketplace"))
    return CaseWords(
        {name: table.strings(name, required=True) for name in (*LISTS, *SENTENCES)},
        tuple((place.get("code", str), place.get("form", str)) for place in places),
        {entry.get("id", str): _issue(entry) for entry in table.tables("issue")},
    )


def _issue(entry: Table) -> IssueWords:
    entry = entry.only(("id", "notice", "metric", "cause", "products", "invoices"))
    metric = entry.table("metric")
    causes = tuple(_cause(cause) for cause in entry.tables("cause", "issue.cause"))
    if not causes:
        raise entry.fail("no causes; add [[issue.cause]]")
    return IssueWords(
        entry.get("id", str),
        entry.strings("notice", required=True),
        None if metric is None else _metric(metric),
        causes,
        entry.get("products", bool, False),
        entry.get("invoices", bool, False),
    )


def _metric(table: Table) -> MetricWords:
    table = table.only(("name", "target", "windows", "least", "most"))
    least, most = table.get("least", float), table.get("most", float)
    windows = table.get("windows", list)
    if not windows or any(type(days) is not int or days < 1 for days in windows):
        raise table.fail("'windows' must be whole numbers of days", "windows")
    if not table.get("target", float) < least < most:
        raise table.fail("'target', 'least' and 'most' must rise", "least")
    return MetricWords(table.get("name", str), table.get("target", float), tuple(windows), least, most)


def _cause(table: Table) -> CauseWords:
    table = table.only(("kind", *TEXTS, "report"))
    texts = {name: table.get(name, str) for name in TEXTS}
    report = table.strings("report", required=True)
    if len(report) != 2:
        raise table.fail("'report' must be kind and title of the exhibit", "report")
    for name, text in (*texts.items(), ("report", report[1])):
        for hole in _holes(text, table, name):
            if hole not in VALUES:
                raise table.fail(f"'{{{hole}}}' in '{name}' is no value; known: {', '.join(VALUES)}", name)
    return CauseWords(table.get("kind", str), texts, (report[0], report[1]))


def _holes(text: str, table: Table, name: str) -> tuple[str, ...]:
    try:
        return tuple(hole for _, hole, _, _ in Formatter().parse(text) if hole is not None)
    except ValueError as reason:
        raise table.fail(f"'{name}': {reason}", name) from None
