"""What a message only repeats: the lines of an earlier one, quoted below or among its own."""

from __future__ import annotations

import re

from poa_ai.lazypattern import lazy_pattern

OWN_WORDS = 25
"""A message with fewer words of its own may be a forwarded one: then nothing counts as repeated."""

_LINE = lazy_pattern(r"^>[^\n]*", re.MULTILINE)
_MARK = lazy_pattern(r"^>[> ]{0,20}", re.MULTILINE)
_TOLD = lazy_pattern(
    r"wrote:|original message|^>? ?your (?:message|appeal|e-?mail|reply)(?: of [^\n]{1,40})?:[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_BELOW = lazy_pattern(
    r"^(?:-{2,20} ?original message ?-{2,20}|on [^\n]{1,80} wrote:|your (?:message|appeal|e-?mail|reply)"
    r"(?: of [^\n]{1,40})?:)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_AMAZON = lazy_pattern(r"amazon|dear seller|hello,? seller|your (?:selling )?account", re.IGNORECASE)
_WORD = lazy_pattern(r"\w+")


def unquoted(text: str) -> str:
    """The text without the marks of quotation, where most of it is quoted: a notice that was passed on."""
    if ">" not in text:
        return text
    own = len(_WORD.findall(_LINE.sub("", text)))
    return _MARK.sub("", text) if 2 * own < len(_WORD.findall(text)) else text


def without_quotes(text: str) -> str:
    """The text, as long as it was, with spaces in place of what it repeats of the seller's own message."""
    if _TOLD.search(text) is None:
        return text
    if (below := _BELOW.search(text)) is not None and not _AMAZON.search(
        text, below.end(), below.end() + 400
    ):
        kept = text[: below.start()]
        if len(_WORD.findall(kept)) >= OWN_WORDS:
            text = kept + " " * (len(text) - below.start())
    return _LINE.sub(lambda line: " " * len(line.group()), text)
