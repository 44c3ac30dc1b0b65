"""The plain text of Amazon's message, whatever file it came in, and what is known of its way here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

from poa_ai.errors import FactsError, Problem
from poa_ai.intake.quotes import unquoted
from poa_ai.lazypattern import lazy_pattern

if TYPE_CHECKING:
    from datetime import date

MAX_CHARS = 200_000
"""Longest text of a notice: what a facts file can hold of it."""

_SPACES = lazy_pattern(r"[^\S\n]+")
_BLOCK = lazy_pattern(
    r"<(?:br|/p|/?div|/?tr|/?ul|/?ol|li|/?table|/?h[1-6])(?: [^<>\n]{0,300})? ?/?>", re.IGNORECASE
)
_INLINE = lazy_pattern(
    r"</?(?:p|b|i|u|em|strong|span|font|li|tbody|thead|t[dh]|a)(?: [^<>\n]{0,300})? ?/?>", re.IGNORECASE
)
_ENTITY = lazy_pattern(
    r"&(?:nbsp|amp|lt|gt|quot|apos|[lr][sd]quo|[nm]dash|bull|hellip|#\d{1,5});", re.IGNORECASE
)
_EMPTY_LINES = lazy_pattern(r"\n{3,}")
_UNSEEN = dict.fromkeys(
    [
        *range(9),
        11,
        12,
        *range(14, 32),
        127,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        0x2060,
        0xFEFF,
        0xAD,
    ]
)


@dataclass(frozen=True, slots=True)
class NoticeText:
    """What a person would read. All places in it are characters of `text`.

    `received` is the day of the e-mail's header, `notes` what was left out and why, a line each.
    """

    text: str
    received: date | None = None
    notes: tuple[str, ...] = ()


def tidy(text: str) -> str:
    """The text with one kind of line end, single spaces, and no character that nobody sees."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = unquoted(_without_leftovers(text))
    lines = (_SPACES.sub(" ", line).strip() for line in text.translate(_UNSEEN).split("\n"))
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


def _without_leftovers(text: str) -> str:
    """The text without what a copied mail still shows of its web page: tags of layout, and entities."""
    if "<" in text:
        text = _INLINE.sub("", _BLOCK.sub("\n", text))
    return _ENTITY.sub(lambda match: unescape(match.group()), text) if "&" in text else text


def notice_text(text: str, name: str, received: date | None = None, notes: Iterable[str] = ()) -> NoticeText:
    """The tidied text with at most `MAX_CHARS` characters. Raises FactsError where nothing is to be read."""
    told = list(notes)
    # A text that is all but white space would be tidied for nothing.
    if len(text) > 4 * MAX_CHARS:
        text = text[: 4 * MAX_CHARS]
    text = tidy(text.encode("utf-8", "replace").decode("utf-8"))
    if not text:
        raise unreadable(name, "holds no text", "a scan or a picture is not read; save the message as text")
    if len(text) > MAX_CHARS:
        told.append(f"only the first {MAX_CHARS:,} characters were read")
        text = text[:MAX_CHARS]
    return NoticeText(text, received, tuple(told))


def unreadable(name: str, what: str, hint: str = "") -> FactsError:
    """The error for a notice that can't be read: one line that says why and what helps."""
    return FactsError([Problem(name, "", what, hint)])
