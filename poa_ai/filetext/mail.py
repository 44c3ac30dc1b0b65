"""Text from an e-mail: the body that a reader sees, without attachments."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email.message import Message
from email.utils import parsedate_to_datetime

from poa_ai.filetext.plainfile import decoded
from poa_ai.filetext.webpage import page_text

_HEADERS = ("From", "To", "Date", "Subject")
MAX_PARTS = 200
"""So many parts of a message are looked at."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A message as its reader sees it.

    `headers` are From, To, Date and Subject, as far as they are there; `sent` is the day of the Date header.
    """

    headers: dict[str, str]
    text: str
    sent: date | None
    notes: tuple[str, ...]


def read_mail(data: bytes) -> Mail:
    """The message in these bytes. Raises ValueError, with the reason for a person, where there is none."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        parts = list(_parts(message))
    except (RecursionError, ValueError, LookupError, TypeError):
        raise ValueError("is no e-mail that can be read") from None
    notes = [f"only the first {MAX_PARTS} parts of the message were read"] if len(parts) > MAX_PARTS else []
    plain: list[str] = []
    pages: list[str] = []
    for part in parts[:MAX_PARTS]:
        kind = part.get_content_type()
        if kind in ("text/plain", "text/html") and not _is_attached(part):
            (plain if kind == "text/plain" else pages).append(_content(part))
    text, told = _body(plain, pages)
    headers = {name: " ".join(_header(message, name).split())[:300] for name in _HEADERS}
    headers = {name: value for name, value in headers.items() if value}
    return Mail(headers, text, _sent(message), (*notes, *told))


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
