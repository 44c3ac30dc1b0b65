"""Letters made to cost time, memory or a crash: what a reader of files must bear, at any size."""

LIMITED = frozenset({"invalid UTF-8", "NUL bytes", "UTF-16"})
"""The names of the texts that are refused, whatever their size."""


def hostile_texts(size: int) -> dict[str, bytes]:
    """The texts by name, each of about `size` bytes."""

    def filled(unit: str) -> bytes:
        encoded = unit.encode()
        return encoded * max(1, size // len(encoded))

    deep = max(1, size // 10)
    letter = b"We counted the stock on 3 May 2026, and we are so sorry. "
    return {
        "one line": filled("The carrier was changed on 3 May 2026 "),
        "one sentence": filled("the carrier was late and ") + b".",
        "one sorry sentence": filled("we are sorry and the carrier was late, ") + b".",
        "long sorry sentences": filled("we are sorry, " * 200 + "the carrier was late. "),
        "nested quotes": ("“" * deep + "sorry" + "”" * deep).encode(),
        "plain quotes": filled('"'),
        "open quotes": filled('"sorry '),
        "nested brackets": ("(" * deep + "sorry" + ")" * deep).encode(),
        "open brackets": filled("(sorry "),
        "square brackets": filled("[a]("),
        "combining marks": filled("\u0301"),
        "marked letters": filled("a\u0301\u0323"),
        "digits": filled("7"),
        "numbers": filled("1,234.56 % of 7 "),
        "exclamation marks": filled("!"),
        "full stops": filled("."),
        "begging": filled("we beg "),
        "begging sentences": filled("we beg you. "),
        "begging items": filled("- we beg you\n"),
        "begging numbers": filled("1. we beg you\n"),
        "truly": filled("truly "),
        "nested offence": filled("we we beg you beg you "),
        "newlines": filled("\n"),
        "carriage returns": filled("\r\n"),
        "heading marks": filled("# "),
        "headings": filled("# a\n"),
        "sorry headings": filled("## Sorry\n"),
        "table": filled("| |"),
        "rows": filled("| sorry |\n"),
        "bullets": filled("- "),
        "deep bullets": b"".join(b" " * (n % 200) + b"- sorry\n" for n in range(max(1, size // 110))),
        "zero width": filled("\u200b"),
        "zero width words": filled("s\u200bo\u200br\u200br\u200by "),
        "right to left": filled("\u202e\u202c"),
        "bold": filled("**"),
        "nested bold": filled("**_") + b"sorry" + filled("_**"),
        "bold words": filled("**sorry** "),
        "spelt": filled("s o r r y "),
        "swapped": filled("s0rry "),
        "colons": filled("a:\n"),
        "commas": filled("a, "),
        "dashes": filled(" - "),
        "dates": filled("3 May 2026 to 4 May 2026, "),
        "ids": filled("B0EXAMPLE1 112-1234567-1234567 "),
        "addresses": filled("a.b@c.de "),
        "at signs": filled("a@"),
        "hyphens": filled("a-"),
        "dots": filled("a."),
        "capitals": filled("SORRY WE ARE "),
        "emoji": filled("😭👍🏽"),
        "fences": filled("```\n"),
        "quotes of lines": filled("> "),
        "placeholders": filled("[NAME] XX% "),
        "comments": filled("<!-- "),
        "spaces": filled(" "),
        "tabs": filled("\t"),
        "form feeds": filled("\x0c"),
        "letter": letter * max(1, size // len(letter)),
        "invalid UTF-8": letter + b"\xff\xfe" + filled("a"),
        "NUL bytes": filled("\0"),
        "UTF-16": filled("sorry ").decode().encode("utf-16"),
    }
