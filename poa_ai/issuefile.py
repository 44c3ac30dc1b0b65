"""Reading issue.toml: strict on keys and types, and no knowledge without a source and an example."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.resources.abc import Traversable

from poa_ai.errors import IssueTypeError
from poa_ai.interface import interface_fault
from poa_ai.issue import (
    Artefact,
    CauseKind,
    ChecklistItem,
    Disqualified,
    EvidenceRequirement,
    IssueType,
    Level,
    Marking,
    MetricKind,
    Rejection,
    Route,
    RouteException,
    Signal,
    Variant,
)
from poa_ai.issuesources import Sources, read_sources, source_of
from poa_ai.keptissues import load_kept
from poa_ai.patterns import Pattern, PatternError, compile_pattern
from poa_ai.tomlfile import Table, parse_toml, read_data

CHECKS = ("metric", "mentions", "products", "cause-kind", "variant")
"""The tests that a checklist item may name; `completeness` carries them out."""
_OF_LETTERS = ("cause_kind", "checklist")
"""What an issue type does without whose notices never want a plan."""
COUNTED_FROM = ("notice", "today", "none")

_ROOT_KEYS = (
    "id interface title summary reviewed route source metric signal variant cause_kind reviewer checklist "
    "evidence rejection vocabulary example"
).split()


def load_issue_type(file: Traversable, path: str) -> IssueType:
    """The issue type in an issue.toml. `path` is how errors name the file.

    Raises IssueTypeError with file, line, entry, fault and what would be right. That its examples are there
    is checked here, that they hold by `issueexamples`.
    """
    return _issue_in(read_data(file, path, IssueTypeError), path)


@lru_cache(maxsize=512)
def _issue_in(data: bytes, path: str) -> IssueType:
    """The issue type in a file's bytes; the same bytes are read once in a process."""
    kept = load_kept().values(data, path)
    root = parse_toml(data, path, IssueTypeError) if kept is None else Table(kept, path, 1, IssueTypeError)
    if fault := interface_fault(root.values.get("interface"), "'interface'"):
        raise root.fail(fault, "interface")
    root.only(_ROOT_KEYS)
    sources = read_sources(root)
    variants = tuple(_variant(table, sources) for table in root.tables("variant"))
    route = _route(root, sources)
    issue = IssueType(
        id=_identifier(root),
        title=root.get("title", str),
        summary=root.get("summary", str),
        reviewed=root.get("reviewed", str),
        route=route,
        sources=tuple(sources.values()),
        metrics=tuple(_metric(table, sources) for table in root.tables("metric")),
        signals=tuple(_signal(table, sources, "weight") for table in root.tables("signal")),
        variants=variants,
        cause_kinds=tuple(_cause_kind(table, sources) for table in root.tables("cause_kind")),
        reviewer=root.strings("reviewer", required=route.may_be_plan),
        checklist=tuple(_checklist_item(table, sources) for table in root.tables("checklist")),
        evidence=tuple(_evidence(table, sources) for table in root.tables("evidence")),
        rejections=tuple(_rejection(table, sources) for table in root.tables("rejection")),
        vocabulary=root.strings("vocabulary", required=route.may_be_plan),
        example_notice=_example(root),
    )
    _check_whole(root, issue)
    return issue


def _identifier(table: Table) -> str:
    given = table.get("id", str)
    if not given.replace("_", "").replace("-", "").isalnum() or not given.isascii() or given != given.lower():
        raise table.fail(f"the id '{given}' must be lower-case letters, digits, '_' and '-'", "id")
    return given


def _patterns(table: Table, key: str) -> tuple[Pattern, ...]:
    found = []
    for source in table.strings(key, required=True):
        try:
            found.append(load_kept().pattern(source) or compile_pattern(source))
        except PatternError as error:
            raise table.fail(f"'{key}': {source!r}: {error}", key) from None
    return tuple(found)


def _signal(table: Table, sources: Sources, *more: str) -> Signal:
    table.only(("match", "finds", "ignores", "source", *more))
    patterns = _patterns(table, "match")
    finds, ignores = table.strings("finds", required=True), table.strings("ignores", required=True)
    weight = table.get("weight", float, 1.0)
    return Signal(patterns, finds, ignores, source_of(table, sources), weight)


def _route(root: Table, sources: Sources) -> Route:
    table = root.table("route")
    if table is None:
        raise root.fail("no [route]; say which artefact the notice usually wants")
    table.only(("default", "advice", "except"))
    artefacts = [str(artefact) for artefact in Artefact]
    exceptions = []
    for entry in table.tables("except", "route.except"):
        signal = _signal(entry, sources, "artefact", "advice")
        artefact = Artefact(entry.choice("artefact", artefacts))
        exceptions.append(RouteException(artefact, signal, entry.get("advice", str)))
    default = Artefact(table.choice("default", artefacts))
    if default is Artefact.NONE and "advice" not in table.values:
        raise table.fail("'advice' is missing: say why nothing is drafted, and what can help", "default")
    return Route(default, tuple(exceptions), table.get("advice", str, ""))


def _variant(table: Table, sources: Sources) -> Variant:
    signal = _signal(table, sources, "id", "title", "explanation")
    return Variant(
        _identifier(table), table.get("title", str), table.get("explanation", str), signal, signal.source
    )


def _metric(table: Table, sources: Sources) -> MetricKind:
    table.only(
        [
            "name",
            "aliases",
            "label",
            "unit",
            "comparison",
            "target",
            "window_days",
            "counted",
            "base",
            "source",
        ]
    )
    days = table.get("window_days", list, [])
    if not all(type(day) is int and day > 0 for day in days):
        raise table.fail("'window_days' must be a list of whole numbers above 0", "window_days")
    return MetricKind(
        name=table.get("name", str),
        aliases=table.strings("aliases"),
        label=table.get("label", str),
        unit=table.get("unit", str),
        comparison=table.choice("comparison", ("below", "at-least")),
        target=table.get("target", float),
        window_days=tuple(days),
        counted=table.get("counted", str),
        base=table.get("base", str),
        source=source_of(table, sources),
    )


def _cause_kind(table: Table, sources: Sources) -> CauseKind:
    table.only(["id", "title", "explanation", "actions", "measures", "variants", "source"])
    return CauseKind(
        id=_identifier(table),
        title=table.get("title", str),
        explanation=table.get("explanation", str),
        actions=table.strings("actions", required=True),
        measures=table.strings("measures", required=True),
        variants=table.strings("variants"),
        source=source_of(table, sources),
    )


def _checklist_item(table: Table, sources: Sources) -> ChecklistItem:
    table.only(
        ["id", "level", "check", "wants", "message", "ask", "why", "variants", "met", "missed", "source"]
    )
    check = table.choice("check", CHECKS)
    patterns: tuple[Pattern, ...] = ()
    met, missed = table.strings("met"), table.strings("missed")
    if check == "mentions":
        patterns = _patterns(table, "wants")
        if not met or not missed:
            raise table.fail("a check for words needs the examples 'met' and 'missed'")
    return ChecklistItem(
        id=_identifier(table),
        level=Level(table.choice("level", list(Level))),
        check=check,
        wants=table.strings("wants", required=check == "metric"),
        patterns=patterns,
        message=table.get("message", str),
        ask=table.get("ask", str),
        why=table.get("why", str),
        variants=table.strings("variants"),
        met=met,
        missed=missed,
        source=source_of(table, sources),
    )


def _evidence(table: Table, sources: Sources) -> EvidenceRequirement:
    table.only(
        [
            "id",
            "title",
            "kinds",
            "level",
            "window_days",
            "counted_from",
            "fields",
            "per_product",
            "quantities",
            "variants",
            "why",
            "disqualified",
            "formats",
            "marking",
            "source",
        ]
    )
    disqualified = []
    for entry in table.tables("disqualified", "evidence.disqualified"):
        entry.only(("kinds", "reason", "source"))
        kinds = entry.strings("kinds", required=True)
        disqualified.append(Disqualified(kinds, entry.get("reason", str), source_of(entry, sources)))
    window = table.get("window_days", int, -1)
    return EvidenceRequirement(
        id=_identifier(table),
        title=table.get("title", str),
        kinds=table.strings("kinds", required=True),
        level=Level(table.choice("level", list(Level))),
        window_days=None if window < 0 else window,
        counted_from=table.choice("counted_from", COUNTED_FROM, "none"),
        fields=table.strings("fields", required=True),
        per_product=table.get("per_product", bool, False),
        quantities=table.get("quantities", bool, False),
        variants=table.strings("variants"),
        why=table.get("why", str),
        disqualified=tuple(disqualified),
        source=source_of(table, sources),
        formats=_formats(table),
        marking=Marking(table.choice("marking", list(Marking), Marking.ALLOWED)),
    )


def _formats(table: Table) -> tuple[str, ...]:
    formats = table.strings("formats")
    for given in formats:
        if not (given.isascii() and given.isalnum() and given == given.lower()):
            raise table.fail(
                f"'formats': {given!r} must be a file format in lower case, without a dot: \"pdf\"", "formats"
            )
    return formats


def _rejection(table: Table, sources: Sources) -> Rejection:
    table.only(("text", "source"))
    return Rejection(table.get("text", str), source_of(table, sources))


def _example(root: Table) -> str:
    table = root.table("example")
    if table is None:
        raise root.fail("no [example]; give the text of a made-up notice under 'notice'")
    return table.only(("notice",)).get("notice", str)


def _check_whole(root: Table, issue: IssueType) -> None:
    groups: Mapping[str, Callable[[], list[str]]] = {
        "cause_kind": lambda: [kind.id for kind in issue.cause_kinds],
        "checklist": lambda: [item.id for item in issue.checklist],
        "evidence": lambda: [item.id for item in issue.evidence],
        "variant": lambda: [variant.id for variant in issue.variants],
        "signal": lambda: [f"signal {index}" for index, _ in enumerate(issue.signals)],
        "rejection": lambda: [rejection.text for rejection in issue.rejections],
    }
    for name, ids in groups.items():
        found = ids()
        if not found and name != "variant" and (issue.route.may_be_plan or name not in _OF_LETTERS):
            raise root.fail(f"no [[{name}]]; an issue type without one helps nobody")
        for twice in {entry for entry in found if found.count(entry) > 1}:
            raise root.fail(f"[[{name}]]: '{twice}' stands twice")
    known = {variant.id for variant in issue.variants}
    limited = {item.id: item.variants for item in issue.checklist}
    limited |= {wanted.id: wanted.variants for wanted in issue.evidence}
    limited |= {kind.id: kind.variants for kind in issue.cause_kinds}
    for id, variants in limited.items():
        if unknown := set(variants) - known:
            raise root.fail(f"'{id}' names the variant '{min(unknown)}', which is no [[variant]]")
