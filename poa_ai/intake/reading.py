"""Reading a notice: which kind of file it is, by its first bytes and its name, and who reads it."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from poa_ai.factsfile import read_bounded
from poa_ai.filetext.plainfile import decoded
from poa_ai.intake.noticetext import NoticeText, notice_text, unreadable

MAX_BYTES = 20_000_000
"""Largest file that is read."""

_HINT = "give the message as .txt, .eml, .html, .pdf or .docx, or - for standard input"
_FIELD = (
    r"(?:from|to|subject|date|received|return-path|delivered-to|mime-version|message-id|x-[\w-]+"
    r"|dkim-signature|content-type)"
)
_MAIL = re.compile(rf"(?:from [^\n]*\n)?{_FIELD}:[^\n]*\n(?:(?:[\w-]+:|[ \t])[^\n]*\n){{1,}}", re.IGNORECASE)
_MAIL_SURELY = re.compile(r"^(?:mime-version|content-type|message-id|received|return-path):", re.I | re.M)
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--|<!doctype html|<html|<head|<body|<div|<table|<p[ >])", re.I
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"RIFF")
_COMPOUND = b"\xd0\xcf\x11\xe0"


def read_notice(path: str) -> NoticeText:
    """The text of a notice in a file, or of standard input for "-". Raises FactsError where there is none."""
    if path == "-":
        data, name = sys.stdin.buffer.read(MAX_BYTES + 1), "-"
    else:
        name = path
        data = read_bounded(Path(path), path, MAX_BYTES, _HINT)
    if len(data) > MAX_BYTES:
        raise unreadable(name, f"is larger than {MAX_BYTES:,} bytes", "save the message alone, as text")
    return _read(data, name)


def _read(data: bytes, name: str) -> NoticeText:
    kind = _kind(data, Path(name).suffix.lower())
    if kind == "pdf":
        from poa_ai.intake.pdffile import read_pdf

        return read_pdf(data, name)
    if kind == "docx":
        return _read_word(data, name)
    if kind == "eml":
        return _read_mail(data, name)
    if kind == "html":
        from poa_ai.filetext.webpage import page_text

        text, notes = page_text(decoded(data))
        return notice_text(text, name, notes=notes)
    if kind == "other":
        raise unreadable(name, "is a picture or a file of another program, which is not read", _HINT)
    return notice_text(decoded(data), name)


def _read_word(data: bytes, name: str) -> NoticeText:
    from poa_ai.filetext.wordfile import word_text

    try:
        text, notes = word_text(data)
    except ValueError as error:
        raise unreadable(name, str(error), "save the message as text or PDF") from None
    return notice_text(text, name, notes=notes)


def _read_mail(data: bytes, name: str) -> NoticeText:
    from poa_ai.filetext.mail import read_mail

    try:
        mail = read_mail(data)
    except ValueError as error:
        hint = "open it in a mail program and save the message as text"
        raise unreadable(name, str(error), hint) from None
    subject = mail.headers.get("Subject", "")
    whole = f"{subject}\n\n{mail.text}" if subject and mail.text.strip() else mail.text
    return notice_text(whole, name, mail.sent, mail.notes)


def _kind(data: bytes, suffix: str) -> str:
    """What the bytes say counts first: a name may lie."""
    if data[:1_024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    if data.startswith((*_PICTURES, _COMPOUND)):
        return "other"
    head = decoded(data[:20_000])
    if suffix in (".eml", ".mht") or _is_mail(head):
        return "eml"
    if suffix in (".html", ".htm", ".xhtml") or _PAGE.match(head):
        return "html"
    if suffix in (".pdf", ".docx"):
        return suffix[1:]
    return "text" if data.count(b"\0", 0, 2_000) < 20 or head.isprintable() else _text_or_other(head)


def _is_mail(head: str) -> bool:
    match = _MAIL.match(head.replace("\r\n", "\n").lstrip("\n"))
    return match is not None and _MAIL_SURELY.search(match.group()) is not None


def _text_or_other(head: str) -> str:
    """Whether a file with NUL bytes is text in two bytes a character, or none."""
    shown = sum(char.isprintable() or char.isspace() for char in head[:2_000])
    return "text" if 2 * shown > len(head[:2_000]) and "\0" not in head[:2_000] else "other"
