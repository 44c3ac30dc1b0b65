"""Buyers' comments as they may be handed on: in quotation marks, short, without buyers' data."""

import re
from collections.abc import Iterable

from poa_ai.chatmodel import Message
from poa_ai.masking import Mask
from poa_ai.promptdata import as_data, one_line

LONGEST = 200
"""Characters of a comment that are quoted."""
MOST = 3
"""So many comments are quoted for one reason."""
_LEFT_OUT = "[...]"
_MARKS = str.maketrans(dict.fromkeys('"“”„«»＂', "'"))
_LINK = re.compile(r"(?:https?://|www\.)\S{1,200}", re.IGNORECASE)
_DIGITS = re.compile(r"(?<!\w)\d[\d -]{6,30}\d(?!\w)")
_NAME = r"[A-Z][^\W\d_]{1,20}(?:[ -](?:[A-Z]\.|[A-Z][^\W\d_]{1,20})){0,2}"
_NAMED = re.compile(
    rf"\b(?:(?:[Mm]r|[Mm]rs|[Mm]s|[Mm]iss|[Dd]r)\.? |(?:[Mm]y name is|[Mm]y name's|[Tt]his is|I am|I'm"
    rf"|[Cc]all me) |(?:[Ss]hip(?:ped)?|[Ss]ent|[Aa]ddressed|[Dd]elivered) to )({_NAME})"
)
_SIGNED = re.compile(
    rf"(?:\b(?:[Rr]egards|[Ss]incerely|[Tt]hanks|[Tt]hank you|[Cc]heers|[Yy]ours|[Bb]est"
    rf"|[Gg]reetings),?\s*|[-–—~]\s?)({_NAME})\W*$"
)
_STREET = re.compile(
    r"\b\d{1,5}[a-z]? (?:[A-Z][^\W\d_]{1,20} ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Way"
    r"|Court|Ct|Close|Square|Place|Terrace|Boulevard|Blvd)\b\.?"
)


def quotable(comments: Iterable[str], private: Iterable[str] = ()) -> tuple[str, ...]:
    """The first few different comments that say something, each in quotation marks.

    E-mail addresses, telephone numbers, order ids, links, streets, names by their form and the `private`
    words are left out of them; what a comment's words alone don't show can't be.
    """
    mask, found = Mask(tuple(private)), dict[str, None]()
    for comment in comments:
        text = without_buyer(comment, mask)
        if sum(character.isalpha() for character in text.replace(_LEFT_OUT, "")) >= 3:
            found.setdefault(f'"{text}"')
        if len(found) == MOST:
            break
    return tuple(found)


def without_buyer(comment: str, mask: Mask) -> str:
    """One comment on one line, shortened, with `[...]` for what tells of the buyer."""
    text = one_line(as_data(comment[: 20 * LONGEST])).translate(_MARKS)
    text = _LINK.sub(_LEFT_OUT, text)
    masked = mask.hide([Message("user", text)])
    text = masked.messages[0].content
    for hidden in masked.originals:
        text = text.replace(hidden, _LEFT_OUT)
    text = _STREET.sub(_LEFT_OUT, _DIGITS.sub(_LEFT_OUT, text))
    for names in (_NAMED, _SIGNED):
        text = names.sub(lambda match: match[0].replace(match[1], _LEFT_OUT), text)
    text = text.strip()
    if len(text) > LONGEST:
        text = text[:LONGEST].rsplit(" ", 1)[0] + " " + _LEFT_OUT
    return text
