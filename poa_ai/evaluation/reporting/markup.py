"""Pieces of HTML. What comes from outside goes through `text`, and never into an address or a style."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from poa_ai.evaluation.reporting.markdowntext import visible


def text(value: str, limit: int = 2_000) -> str:
    """A text as HTML shows it letter by letter, cut behind `limit` characters."""
    return escape(visible(value[:limit])) + ("\u2026" if len(value) > limit else "")


def folded(summary: str, body: str, *, open: bool = False) -> str:
    """A part that opens on a click, without a script. Both are HTML already."""
    return f"<details{' open' if open else ''}><summary>{summary}</summary>\n{body}</details>\n"


def table(name: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table that scrolls sideways in its own frame; first cells head their rows. Cells are HTML already."""
    head = "".join(f'<th scope="col">{cell}</th>' for cell in heads)
    body = "".join(
        f'<tr><th scope="row">{cells[0]}</th>{"".join(f"<td>{cell}</td>" for cell in cells[1:])}</tr>\n'
        for cells in rows
    )
    frame = f'<div class="frame" role="region" tabindex="0" aria-label="{escape(name)}">'
    return f"{frame}<table><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table></div>\n"


def listed(items: Iterable[str], kind: str = "") -> str:
    """A list; its items are HTML already."""
    start = f'<ul class="{kind}">' if kind else "<ul>"
    return f"{start}{''.join(f'<li>{item}</li>' for item in items)}</ul>\n"


def section(id: str, heading: str, *parts: str) -> str:
    """A chapter of the page, which links can name; nothing where it has no parts."""
    inside = "".join(parts)
    return f'<section id="{id}"><h2>{heading}</h2>\n{inside}</section>\n' if inside else ""
