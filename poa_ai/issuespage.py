"""The page of the documentation that lists every issue type: docs/issue-types.md."""

from collections.abc import Iterator, Sequence

from poa_ai.issue import EvidenceRequirement, IssueType, Level, Marking, MetricKind

_HEAD = """\
# Issue types

This page is made by `poa-ai plugins list --format markdown` from the `issue.toml` of each plugin; a test
keeps it current. For each issue type it tells what its notice wants, which root causes are known, what the
facts must and should hold, which documents prove it, and where that knowledge comes from. A root cause that
is not listed is as welcome: its kind is open.
"""


def issues_page(issues: Sequence[IssueType]) -> Iterator[str]:
    """The page in Markdown, piece by piece: a chapter for each issue type, in the order given."""
    yield _HEAD
    yield "".join(f"{line}\n" for line in _overview(issues))
    for issue in issues:
        yield "".join(f"{line}\n" for line in _lines(issue))


def _overview(issues: Sequence[IssueType]) -> Iterator[str]:
    yield from (
        "",
        "| Id | Issue type | Usually wants | Where the notice says so |",
        "| --- | --- | --- | --- |",
    )
    for issue in issues:
        others = dict.fromkeys(f"{exception.artefact}" for exception in issue.route.exceptions)
        link = f"[{issue.title}](#{issue.title.lower().replace(' ', '-')})"
        yield f"| `{issue.id}` | {link} | {issue.route.default} | {', '.join(others) or '-'} |"


def _lines(issue: IssueType) -> Iterator[str]:
    yield from ("", f"## {issue.title}", "", f"`{issue.id}`, reviewed {issue.reviewed}. {issue.summary}", "")
    yield f"- Wants: {issue.route.default}" + (f": {issue.route.advice}" if issue.route.advice else "")
    for exception in issue.route.exceptions:
        yield f"- Wants {exception.artefact} where the notice says so: {exception.advice}"
    yield from (f"- Variant `{variant.id}`: {variant.title}" for variant in issue.variants)
    yield from (f"- Metric `{metric.name}`: {_metric(metric)}" for metric in issue.metrics)
    yield from _table(
        "Root cause", ("Kind", "Root cause", "Usually answered by", "Kept away by"), _causes(issue)
    )
    yield from _table("Checklist", ("Level", "What is missing without it", "What to give"), _items(issue))
    yield from _table(
        "Evidence", ("Any of", "Document", "Of the last", "Accepted as", "Shows"), _papers(issue)
    )
    yield from ("", "### A plan is refused when", "")
    yield from (f"- {rejection.text}" for rejection in issue.rejections)
    yield from ("", "### Sources", "")
    yield from (f"- {source.title}: {source.where} ({source.reliability})" for source in issue.sources)


def _causes(issue: IssueType) -> Iterator[tuple[str, ...]]:
    for kind in issue.cause_kinds:
        yield f"`{kind.id}`", kind.title, "; ".join(kind.actions), "; ".join(kind.measures)


def _items(issue: IssueType) -> Iterator[tuple[str, ...]]:
    for item in sorted(issue.checklist, key=lambda item: item.level is not Level.REQUIRED):
        yield str(item.level), item.message, item.ask


def _papers(issue: IssueType) -> Iterator[tuple[str, ...]]:
    for paper in issue.evidence:
        kinds = ", ".join(f"`{kind}`" for kind in paper.kinds)
        accepted = paper.formats_told + (", never marked" if paper.marking is Marking.NEVER else "")
        yield kinds, paper.title, _window(paper), accepted.removeprefix(", "), ", ".join(paper.fields)


def _window(paper: EvidenceRequirement) -> str:
    if paper.window_days is None:
        return ""
    counted = "" if paper.counted_from == "none" else f", counted from the {paper.counted_from}"
    return f"{paper.window_days} days{counted}"


def _metric(metric: MetricKind) -> str:
    windows = " or ".join(f"{days}" for days in metric.window_days)
    target = f"{metric.comparison} {metric.target:g} {metric.unit}"
    return f"{metric.label}, target {target}, over {windows} days ({metric.source})"


def _table(title: str, head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    told = list(rows)
    if not told:
        return
    yield from ("", f"### {title}", "", f"| {' | '.join(head)} |", f"| {' | '.join('---' for _ in head)} |")
    yield from (f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in told)
