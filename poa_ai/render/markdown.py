"""The letter as Markdown, in the shape of the contract."""

import re

from poa_ai.document import Document, Section
from poa_ai.letter import GAP_NOTE
from poa_ai.outline import Part

_PLAIN = re.compile(r"[^\\*`<\[\]_&~]*")
_INLINE = re.compile(r"\\(?=[!-/:-@\[-`{-~])|[*`<\[\]]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|~(?=~)")


def render_markdown(document: Document) -> str:
    """The letter as Markdown; a text of the facts never becomes markup. Ends with one newline."""
    blocks = ["# Plan of Action"]
    if document.gap_draft:
        blocks.append(f"> {GAP_NOTE}")
    if document.header:
        blocks.append(" | ".join(f"{label}: {escape(value)}" for label, value in document.header))
    for section in document.sections:
        blocks += _section(section)
    if document.exhibits:
        blocks += ["## Supporting evidence", _table(document)]
    return "\n\n".join(blocks) + "\n"


def _section(section: Section) -> list[str]:
    blocks = [f"## {section.number}. {escape(section.draft.plan.heading)}"]
    for part in Part:
        blocks.append(f"### {part.heading}")
        statements = section.draft.of(part)
        if statements:
            blocks.append("\n".join(f"- {escape_block(statement.cited_text)}" for statement in statements))
    return blocks


def _table(document: Document) -> str:
    rows = ["| Exhibit | Document | Dated | Shows | ASINs |", "| --- | --- | --- | --- | --- |"]
    for exhibit in document.exhibits:
        cells = (exhibit.id, exhibit.title, exhibit.dated, exhibit.shows, ", ".join(exhibit.asins))
        rows.append("| " + " | ".join(escape(cell).replace("|", "\\|") or "-" for cell in cells) + " |")
    return "\n".join(rows)


def escape(text: str) -> str:
    """The text so that Markdown shows it letter by letter, on one line."""
    line = " ".join(text.split())
    return line if _PLAIN.fullmatch(line) else _INLINE.sub(lambda match: "\\" + match.group(), line)


def escape_block(text: str) -> str:
    """The same, for text that opens a block: no heading, list, quotation or rule may start with it."""
    escaped = escape(text)
    if re.match(r"[#>+=|-]", escaped):
        return "\\" + escaped
    return re.sub(r"^(\d{1,9})([.)])(?=\s|$)", r"\1\\\2", escaped)
