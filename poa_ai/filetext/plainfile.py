"""Text from the bytes of a file whose encoding nobody told."""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


_CHARSETS = re.compile(
    r"(?:us-)?ascii|utf-?(?:8|16|32)(?:[-_]?[lb]e)?|iso-?8859-\d{1,2}|latin-?1|(?:windows-|cp)125\d|koi8-[ru]"
    r"|gb2312|gbk|gb18030|big5|shift[_-]jis|euc-(?:jp|kr)|iso-2022-jp",
    re.IGNORECASE,
)
"""What an e-mail may name. Python knows more, some of them slow or no text."""


def decoded(data: bytes, charset: str | None = None) -> str:
    """The text: by its byte order mark, the charset named, UTF-8, else Windows' Western one. Never raises."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    for given in (charset, "utf-8"):
        if given is not None and _CHARSETS.fullmatch(given):
            try:
                return data.decode(given)
            except (LookupError, ValueError):
                continue
    return data.decode("cp1252", "replace")
