"""A copy of a text in which the same words always look the same, and the way back to the text as given.

Folded are: compatibility forms (fullwidth, bold mathematics, ligatures), accents, look-alike letters of other
scripts, invisible characters, typographic quotes and dashes, runs of white space, words broken by a hyphen at
the end of a line, words spelt with spaces (s o r r y) and digits in place of letters (s0rry).
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from poa_ai.findings import Span
from poa_ai.lazypattern import lazy_pattern

MEMO_CHARS = 2_000
"""What a longer text becomes is not kept."""

_LOOKALIKES = {
    "аеорсухіјѕһԁԛԝкмтнвьο": "aeopcyxijshdqwkmthbbo",
    "АВЕКМНОРСТУХІЈЅԚԜ": "ABEKMHOPCTYXIJSQW",
    "αεικνορτυχγωϲ": "aeiknoptuxywc",
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹ": "ABEZHIKMNOPTYXC",
    "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ": "abcdefghijklmnoprstuvwyz",
    "ɑɡıȷօոսցɩʋ": "agijonsgiv",
    "‘’‚‛`´′ʼ": "''''''''",
    "“”„‟″«»": '"""""""',
    "‐‑‒–—―−": "-------",
}
_FOLDED = {ord(a): b for given, plain in _LOOKALIKES.items() for a, b in zip(given, plain, strict=True)}

_SWAPS = str.maketrans("013457$", "oieasts")

_DIGIT = lazy_pattern(r"\d")
_ZEROS = bytes.maketrans(b"123456789", b"0" * 9)
_WORDS_ALONE = bytes(char if chr(char).isalnum() or char == ord("_") else ord("\n") for char in _ZEROS)
_WORD = lazy_pattern(r"\w+|[^\w\s]")
_MARK = lazy_pattern(r"\W")
_SPACE = lazy_pattern(r"[ \t\n\r\f\v]{2,}|[\t\n\r\f\v]")
_BROKEN = lazy_pattern(r"-[ ]?\r?\n[ ]?(?=[a-z])")
_SPELT = lazy_pattern(r"\b[^\W\d_](?P<gap>[ .*_-])[^\W\d_](?:(?P=gap)[^\W\d_]){1,60}\b")
_MAYBE_SPACED = lazy_pattern(r"[\t\n\r\f\v]")
_MAYBE_SPELT = lazy_pattern(r"[ .*_-][^\W\d_][ .*_-]")
_MAYBE_SWAPPED = lazy_pattern(r"[013457$][a-z]")
_SWAPPED = lazy_pattern(r"[013457$](?<=[A-Za-z013457$].)(?=[a-z013457$])")
_SWAPPED_WORD = lazy_pattern(r"[A-Za-z][a-z]*[013457$][a-z013457$]*[a-z]")
_WORD_LEFT = lazy_pattern(r"[^\s,;:!?()\"'*]{0,40}$")
_WORD_RIGHT = lazy_pattern(r"[^\s,;:!?()\"'*]{0,40}")


@dataclass(frozen=True, slots=True)
class _Offsets:
    """The way back through one substitution: where pieces of another length stand, before and after."""

    new_starts: tuple[int, ...]
    new_ends: tuple[int, ...]
    old_starts: tuple[int, ...]
    old_ends: tuple[int, ...]

    def start(self, index: int) -> int:
        at = bisect_right(self.new_starts, index) - 1
        if at < 0:
            return index
        if index < self.new_ends[at]:
            return self.old_starts[at]
        return self.old_ends[at] + index - self.new_ends[at]

    def end(self, index: int) -> int:
        at = bisect_right(self.new_starts, index - 1) - 1
        if at < 0:
            return index
        if index - 1 < self.new_ends[at]:
            return self.old_ends[at]
        return self.old_ends[at] + index - self.new_ends[at]


@dataclass(frozen=True)
class NormalisedText:
    """A text as given (`source`), normalised with its capitals (`text`) and in lower case (`folded`).

    `text` and `folded` have the same length; patterns run on `folded` unless they ask for capitals. In both,
    a line end inside a paragraph is a space, and a blank line is a line end.
    """

    source: str
    text: str
    folded: str
    offsets: tuple[_Offsets, ...] = ()

    @property
    def words(self) -> set[str]:
        """The words of `text` with their capitals (letters, digits and underscores), and its marks."""
        return set(_WORD.findall(self.text))

    @cached_property
    def held(self) -> str:
        """What the literals of a pattern are looked for in: the text with 0 for every decimal digit, and once
        more with line ends around each word and nothing else; both in lower case and with its capitals."""
        both = f"\n{self.folded}\n{self.text}\n"
        if both.isascii():
            plain = both.encode()  # a table of bytes is looked up ten times as fast
            return (plain.translate(_ZEROS) + plain.translate(_WORDS_ALONE)).decode()
        zeroed = _DIGIT.sub("0", both)
        return zeroed + _MARK.sub("\n", zeroed)

    def span(self, start: int, end: int) -> Span:
        """The characters of the source behind `text[start:end]` (not empty), and invisible ones after it."""
        for step in reversed(self.offsets):
            start, end = step.start(start), step.end(end)
        while end < len(self.source) and not _fold(self.source[end]):
            end += 1
        return Span(start, end)


def normalise(source: str) -> NormalisedText:
    """The text without its disguises, in time linear in its length; tokens like ids keep their digits.

    A short text is normalised once: the sentences of a case are asked for again and again.
    """
    return _normalise(source) if len(source) > MEMO_CHARS else _memo(source)


def _normalise(source: str) -> NormalisedText:
    text: str = source
    steps: list[_Offsets] = []
    if not source.isascii():
        folds = {ord(char): _fold(char) for char in set(source) if char > "\x7f"}
        text = text.translate({code: fold for code, fold in folds.items() if len(fold) == 1})
        longer = "".join(chr(code) for code, fold in folds.items() if len(fold) != 1)
        if longer:
            text, step = _substitute(
                re.compile(f"[{re.escape(longer)}]"), lambda m: folds[ord(m.group())], text
            )
            steps.append(step)
    if _MAYBE_SWAPPED.search(text):
        text = _SWAPPED.sub(_unswapped, text)
    # Most texts hold none of this, and a look at them is cheaper than a search.
    if "\n" in text and "-" in text:
        text = _repaired(text, _BROKEN, _rejoined, steps)
    if "  " in text or (not text.isprintable() and _MAYBE_SPACED.search(text)):
        text = _repaired(text, _SPACE, _spaced, steps)
    if _MAYBE_SPELT.search(text):
        text = _repaired(text, _SPELT, _unspelt, steps)
    return NormalisedText(source, text, _lower(text), tuple(steps))


_memo = lru_cache(maxsize=4_096)(_normalise)


def as_given(source: str) -> NormalisedText:
    """The text with its disguises, in the form in which patterns look at texts."""
    return NormalisedText(source, source, _lower(source))


@cache
def _fold(char: str) -> str:
    """What a character becomes: nothing for an invisible one, plain letters for a decorated one."""
    if char <= "\x7f":
        return char
    known = _FOLDED.get(ord(char))
    if known:
        return known
    kept = []
    for part in unicodedata.normalize("NFKD", char):
        category = unicodedata.category(part)
        if category == "Zs":
            kept.append(" ")
        elif category in ("Zl", "Zp") or part == "\x85":
            kept.append("\n")
        elif category not in ("Mn", "Me", "Cf"):
            kept.append(_FOLDED.get(ord(part), part))
    return "".join(kept)


def _lower(text: str) -> str:
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def _unswapped(match: re.Match[str]) -> str:
    """A letter for a digit inside a word; a digit inside anything that may be an id stays."""
    left = _WORD_LEFT.search(match.string, max(0, match.start() - 40), match.start())
    right = _WORD_RIGHT.match(match.string, match.start())
    word = (left.group() if left else "") + (right.group().rstrip(".") if right else "")
    return match.group().translate(_SWAPS) if _SWAPPED_WORD.fullmatch(word) else match.group()


def _rejoined(match: re.Match[str]) -> str:
    """Nothing in place of a hyphen that breaks a word at the end of a line."""
    return "" if match.string[match.start() - 1 : match.start()].islower() else match.group()


def _spaced(match: re.Match[str]) -> str:
    return "\n" if match.group().count("\n") > 1 else " "


def _unspelt(match: re.Match[str]) -> str:
    """A word spelt letter by letter, joined; the word I before one stays a word."""
    found = match.group()
    head = "I " if found.startswith("I ") else ""
    return head + found[len(head) :].replace(match["gap"], "")


def _repaired(
    text: str, pattern: re.Pattern[str], repair: Callable[[re.Match[str]], str], steps: list[_Offsets]
) -> str:
    """`pattern.sub`, with the way back put behind the other `steps`."""
    text, step = _substitute(pattern, repair, text)
    if step.new_starts:
        steps.append(step)
    return text


def _substitute(
    pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str], text: str
) -> tuple[str, _Offsets]:
    """`pattern.sub` that keeps the way back; pieces that keep their length need none."""
    pieces: list[str] = []
    moved: list[tuple[int, int, int, int]] = []
    done = length = 0
    for match in pattern.finditer(text):
        start, end = match.span()
        new = replace(match)
        length += start - done
        if len(new) != end - start:
            moved.append((length, length + len(new), start, end))
        pieces += text[done:start], new
        length += len(new)
        done = end
    pieces.append(text[done:])
    columns = tuple(zip(*moved, strict=True)) if moved else ((), (), (), ())
    return "".join(pieces), _Offsets(*columns)
