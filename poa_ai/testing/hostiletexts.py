"""Letters made to cost time, memory or a crash: what a reader of files must bear, at any size."""

LIMITED = frozenset({"invalid UTF-8", "NUL bytes", "UTF-16"})
"""The names of the texts that are refused, whatever their size."""

_REPEATED = {
    "one line": "The carrier was changed on 3 May 2026 ",
    "long sorry sentences": "we are sorry, " * 200 + "the carrier was late. ",
    "plain quotes": '"',
    "open quotes": '"sorry ',
    "open brackets": "(sorry ",
    "square brackets": "[a](",
    "combining marks": "\u0301",
    "marked letters": "a\u0301\u0323",
    "digits": "7",
    "numbers": "1,234.56 % of 7 ",
    "exclamation marks": "!",
    "full stops": ".",
    "begging": "we beg ",
    "begging sentences": "we beg you. ",
    "begging items": "- we beg you\n",
    "begging numbers": "1. we beg you\n",
    "truly": "truly ",
    "nested offence": "we we beg you beg you ",
    "newlines": "\n",
    "carriage returns": "\r\n",
    "heading marks": "# ",
    "headings": "# a\n",
    "sorry headings": "## Sorry\n",
    "table": "| |",
    "rows": "| sorry |\n",
    "bullets": "- ",
    "zero width": "\u200b",
    "zero width words": "s\u200bo\u200br\u200br\u200by ",
    "right to left": "\u202e\u202c",
    "bold": "**",
    "bold words": "**sorry** ",
    "spelt": "s o r r y ",
    "swapped": "s0rry ",
    "colons": "a:\n",
    "commas": "a, ",
    "dashes": " - ",
    "dates": "3 May 2026 to 4 May 2026, ",
    "ids": "B0EXAMPLE1 112-1234567-1234567 ",
    "addresses": "a.b@c.de ",
    "at signs": "a@",
    "hyphens": "a-",
    "dots": "a.",
    "capitals": "SORRY WE ARE ",
    "emoji": "😭👍🏽",
    "fences": "```\n",
    "quotes of lines": "> ",
    "placeholders": "[NAME] XX% ",
    "comments": "<!-- ",
    "spaces": " ",
    "tabs": "\t",
    "form feeds": "\x0c",
    "NUL bytes": "\0",
}
"""The texts that are one piece over and over."""


def hostile_texts(size: int) -> dict[str, bytes]:
    """The texts by name, each of about `size` bytes."""

    def filled(unit: str) -> bytes:
        encoded = unit.encode()
        return encoded * max(1, size // len(encoded))

    deep = max(1, size // 10)
    letter = b"We counted the stock on 3 May 2026, and we are so sorry. "
    return {
        **{name: filled(unit) for name, unit in _REPEATED.items()},
        "nested bold": filled("**_") + b"sorry" + filled("_**"),
        "UTF-16": filled("sorry ").decode().encode("utf-16"),
        "one sentence": filled("the carrier was late and ") + b".",
        "one sorry sentence": filled("we are sorry and the carrier was late, ") + b".",
        "nested quotes": ("“" * deep + "sorry" + "”" * deep).encode(),
        "nested brackets": ("(" * deep + "sorry" + ")" * deep).encode(),
        "deep bullets": b"".join(b" " * (n % 200) + b"- sorry\n" for n in range(max(1, size // 110))),
        "letter": letter * max(1, size // len(letter)),
        "invalid UTF-8": letter + b"\xff\xfe" + filled("a"),
    }
