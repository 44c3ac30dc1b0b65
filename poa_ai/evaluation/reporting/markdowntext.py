"""Text from outside in Markdown for a code host: shown letter by letter, calling nobody, closing nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

_CONTROLS = re.compile("[^\t\n -~\u00a0-\u200d\u2010-\u2027\u202f-\u2064\u206a-\ud7ff\ue000-\U0010ffff]")
_MARKUP = re.compile(r"[&<>\\`*_\[\]!|~$]")
# A joiner, which nobody sees, in these: else a code host links people, issues, commits and addresses.
_CALLS = re.compile(
    r"(?<=[@#])|(?<=:)(?=//)|(?<=www)(?=\.)|(?<=gh)(?=-\d)|(?<=[0-9a-f]{6})(?=[0-9a-f])", re.I
)
_BLOCK = re.compile(r"[-+#=]|\d+[.)]")
_JOINER = "\u2060"


def visible(text: str) -> str:
    """The text without control characters, half characters and what turns the direction of writing."""
    return _CONTROLS.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def inline(text: str, limit: int = 400) -> str:
    """At most `limit` characters on one line, also of a table or a summary; nothing in it is markup."""
    line = " ".join(visible(text[:limit]).split()) + ("\u2026" if len(text) > limit else "")
    line = _CALLS.sub(_JOINER, line)
    start = _JOINER if _BLOCK.match(line) else ""
    return start + _MARKUP.sub(lambda match: f"&#{ord(match.group())};", line)


def fenced(lines: Sequence[str], language: str = "") -> str:
    """Lines as a block of code whose fence is longer than any that they hold."""
    body = visible("\n".join(lines))
    longest = max((len(run) for run in re.findall("`+", body)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{body}\n{fence}"


def folded(summary: str, body: str) -> str:
    """A part that opens on a click. `summary` is on one line, and escaped already."""
    return f"<details>\n<summary>{summary}</summary>\n\n{body}\n\n</details>\n"
