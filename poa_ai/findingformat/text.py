"""Findings for a person: a line for each, in the form that editors can follow."""

from collections.abc import Iterator

from poa_ai.checkrun import CheckRun
from poa_ai.errors import one_line
from poa_ai.findings import Finding


def render(run: CheckRun) -> Iterator[str]:
    """A line for each finding; nothing where there is none."""
    return map(line_of, run.findings)


def line_of(finding: Finding) -> str:
    """One finding as `path:line:column: severity rule: "words" message hint`, with its line end."""
    place = finding.path or "-"
    if finding.line is not None:
        place += f":{finding.line}:{finding.column}"
    hint = f" {finding.hint}" if finding.hint else ""
    line = f"{place}: {finding.severity} {finding.rule}:{quoted(finding)} {finding.message}{hint}"
    # What a letter holds must not steer the terminal.
    return f"{line if line.isprintable() else one_line(line)}\n"


def quoted(finding: Finding) -> str:
    """The words found, shortened and in quotation marks behind a space; "" where there are none."""
    words = " ".join(finding.text.split())
    return f' "{words[:77]}..."' if len(words) > 80 else f' "{words}"' if words else ""
