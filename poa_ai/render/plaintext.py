"""The letter as plain text, for a form that shows no markup."""

from poa_ai.document import Document, Section
from poa_ai.letter import GAP_NOTE
from poa_ai.outline import Part


def render_plaintext(document: Document) -> str:
    """The letter as plain text: headings in lines of their own, lists with "-". Ends with one newline."""
    blocks = ["Plan of Action"]
    if document.gap_draft:
        blocks.append(f"[{GAP_NOTE.replace('`', '')}]")
    if document.header:
        blocks.append("\n".join(f"{label}: {_line(value)}" for label, value in document.header))
    blocks += [_section(section) for section in document.sections]
    if document.exhibits:
        rows = ["Supporting evidence"]
        for exhibit in document.exhibits:
            told = [exhibit.dated and f"dated {exhibit.dated}", exhibit.shows]
            told.append(f"ASINs: {', '.join(exhibit.asins)}" if exhibit.asins else "")
            details = "; ".join(filter(None, told))
            rows.append(f"- {exhibit.id}: {_line(exhibit.title)}" + (f" ({details})" if details else ""))
        blocks.append("\n".join(rows))
    return "\n\n".join(blocks) + "\n"


def _section(section: Section) -> str:
    lines = [_line(section.heading)]
    for part in Part:
        lines += ["", part.heading]
        lines += [f"- {_line(statement.cited_text)}" for statement in section.draft.of(part)]
    return "\n".join(lines)


def _line(text: str) -> str:
    return " ".join(text.split())
