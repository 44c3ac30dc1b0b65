"""Findings as workflow commands of GitHub, which shows them beside the lines of a pull request."""

from collections.abc import Iterator

from poa_ai.checkrun import CheckRun
from poa_ai.findingformat.paths import relative_path
from poa_ai.findingformat.text import quoted
from poa_ai.findings import Finding, Severity

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(run: CheckRun) -> Iterator[str]:
    """A command for each finding. GitHub shows columns only where a finding begins and ends in one line."""
    folder = str(run.folder)
    return (_command(finding, folder) for finding in run.findings)


def _command(finding: Finding, folder: str) -> str:
    properties: dict[str, object] = {"file": relative_path(finding.path or "-", folder)}
    if finding.line is not None:
        properties |= {"line": finding.line, "endLine": finding.end_line or finding.line}
        if finding.end_line in (None, finding.line) and finding.end_column is not None:
            properties |= {"col": finding.column, "endColumn": finding.end_column}
    properties["title"] = finding.rule
    shown = ",".join(f"{name}={str(value).translate(_PROPERTY)}" for name, value in properties.items())
    hint = f" {finding.hint}" if finding.hint else ""
    message = f"{quoted(finding)} {finding.message}{hint}".strip().translate(_DATA)
    return f"::{_COMMANDS[finding.severity]} {shown}::{message}\n"
