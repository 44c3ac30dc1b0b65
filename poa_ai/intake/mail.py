"""Text from an e-mail: the body that a reader sees, without attachments."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from datetime import date
from email.message import Message
from email.utils import parsedate_to_datetime

from poa_ai.intake.noticetext import NoticeText, notice_text, unreadable
from poa_ai.intake.plainfile import decoded
from poa_ai.intake.webpage import page_text

MAX_PARTS = 200
"""So many parts of a message are looked at."""


def read_mail(data: bytes, name: str) -> NoticeText:
    """The body, the day of the Date header, and notes. Raises FactsError where no part holds text."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        parts = list(_parts(message))
    except (RecursionError, ValueError, LookupError, TypeError):
        hint = "open it in a mail program and save the message as text"
        raise unreadable(name, "is no e-mail that can be read", hint) from None
    notes = [f"only the first {MAX_PARTS} parts of the message were read"] if len(parts) > MAX_PARTS else []
    plain: list[str] = []
    pages: list[str] = []
    for part in parts[:MAX_PARTS]:
        kind = part.get_content_type()
        if kind in ("text/plain", "text/html") and not _is_attached(part):
            (plain if kind == "text/plain" else pages).append(_content(part))
    text, told = _body(plain, pages)
    subject = " ".join(_header(message, "Subject").split())[:300]
    whole = f"{subject}\n\n{text}" if subject and text.strip() else text
    return notice_text(whole, name, _sent(message), (*notes, *told))


def _parts(message: Message) -> Iterator[Message]:
    """The leaves from first to last, without recursion: a message may be nested as deep as it likes."""
    waiting, found = [message], 0
    while waiting and found <= MAX_PARTS:
        part = waiting.pop()
        inner = part.get_payload()
        if part.is_multipart() and isinstance(inner, list):
            waiting += [entry for entry in reversed(inner) if isinstance(entry, Message)]
        else:
            found += 1
            yield part


def _is_attached(part: Message) -> bool:
    return str(part.get("Content-Disposition", "")).strip().lower().startswith("attachment")


def _content(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return decoded(payload, part.get_content_charset()) if isinstance(payload, bytes) else ""


def _body(plain: list[str], pages: list[str]) -> tuple[str, tuple[str, ...]]:
    """The plain text, unless it is a stub beside the HTML ("your program shows no HTML")."""
    text = "\n\n".join(entry for entry in plain if entry.strip())
    read = [page_text(page) for page in pages]
    seen = "\n\n".join(shown for shown, _ in read)
    notes = tuple(dict.fromkeys(note for _, told in read for note in told))
    if text and 2 * len(" ".join(text.split())) >= len(" ".join(seen.split())):
        return text, notes
    return seen or text, notes


def _header(message: Message, name: str) -> str:
    value = str(message.get(name, ""))
    try:
        return str(email.policy.default.header_factory(name, value))
    except (ValueError, LookupError, IndexError, AttributeError, TypeError):
        return value


def _sent(message: Message) -> date | None:
    try:
        return parsedate_to_datetime(str(message.get("Date", ""))[:100]).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
