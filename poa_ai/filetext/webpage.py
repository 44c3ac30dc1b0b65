"""Text from HTML as a person sees it: what is hidden is left out, and told. A tab parts cells."""

from __future__ import annotations

import re
from html import unescape

from poa_ai.filetext.hiding import Hiding, hides, hiding_rules
from poa_ai.lazypattern import lazy_pattern

MAX_CHARS = 2_000_000
"""Longest HTML that is read."""
MAX_DEPTH = 400
"""Elements nested deeper are read as if they stood at this depth."""

_BLOCKS = frozenset(
    "address article aside blockquote body dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header"
    " hr li main nav ol p pre section table tbody thead tfoot tr ul".split()
)
_APART = frozenset("p h1 h2 h3 h4 h5 h6 table ul ol".split())
_UNSEEN = frozenset("template noscript head object iframe select datalist svg".split())
_RAW = frozenset("script style title textarea xmp noembed".split())
"""What is in these is no HTML."""
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())

# The standard library's parser takes time that grows with the square of the text on "<!--" without end.
_TAG = re.compile(
    r"<(?:(?P<comment>!--)|(?P<declaration>[!?])"
    r"|(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:-]{0,40})(?![a-zA-Z0-9:-])"
    r"(?P<attributes>(?:[^<>\"']|\"[^\"<]{0,5000}\"|'[^'<]{0,5000}')*+)>)"
)
_ATTRIBUTE = lazy_pattern(r"([^\s=/\"'<>]{1,60})(?:\s*=\s*(\"[^\"]*+\"|'[^']*+'|[^\s\"'>]++))?")
_SPACES = re.compile(r"\s+")
_WORDS = lazy_pattern(r"[^\W\d_]{2,}")
_CONDITION = lazy_pattern(r"\s*(?:\[if|<!|\[endif)", re.IGNORECASE)


def page_text(html: str) -> tuple[str, tuple[str, ...]]:
    """The visible text, and notes on what was hidden. Never raises for bad HTML; linear time."""
    notes = []
    if len(html) > MAX_CHARS:
        notes.append(f"only the first {MAX_CHARS:,} characters of the HTML were read")
        html = html[:MAX_CHARS]
    reader = _Reader(hiding_rules(html))
    reader.read(html)
    if reader.hidden:
        start = " ".join(" ".join(reader.hidden).split())[:60]
        notes.append(f'text that a reader does not see was left out: "{start}"')
    if reader.comment:
        notes.append(f'a comment in the HTML was left out: "{" ".join(reader.comment.split())[:60]}"')
    return "".join(reader.pieces), tuple(notes)


class _Reader:
    """Collects text; one entry of the stack per open element tells whether what is in it is seen."""

    def __init__(self, rules: Hiding) -> None:
        self.pieces: list[str] = []
        self.hidden: list[str] = []
        self.comment = ""
        self._rules = rules
        self._open: list[tuple[str, str]] = []

    def read(self, html: str) -> None:
        at = 0
        while match := _TAG.search(html, at):
            self._text(html[at : match.start()])
            at = self._after(html, match)
            if at < 0:
                return
        self._text(html[at:])

    def _after(self, html: str, match: re.Match[str]) -> int:
        """Where reading goes on behind a tag; -1 where what was begun never ends."""
        if match["comment"]:
            end = html.find("-->", match.end())
            self._comment(html[match.end() : end if end >= 0 else match.end() + 2_000])
            return end + 3 if end >= 0 else -1
        if match["declaration"]:
            return html.find(">", match.end()) + 1 or -1
        name = match["name"].lower()
        if match["close"]:
            self._close(name)
        elif name in _RAW:
            end_tag = re.compile(rf"</{name}[^>]{{0,40}}>", re.IGNORECASE).search(html, match.end())
            return end_tag.end() if end_tag else -1
        else:
            self._begin(name, match["attributes"])
        return match.end()

    def _begin(self, tag: str, attributes: str) -> None:
        if tag in _BLOCKS or tag == "br":
            self.pieces.append("\n\n" if tag in _APART else "\n")
        if tag in ("li", "td", "th"):
            self.pieces.append("- " if tag == "li" else "\t")
        if tag in _VOID or len(self._open) >= MAX_DEPTH:
            return
        state = self._open[-1][1] if self._open else ""
        if not state:
            state = "unseen" if tag in _UNSEEN else "hidden" if self._hides(tag, attributes) else ""
        self._open.append((tag, state))

    def _hides(self, tag: str, attributes: str) -> bool:
        found = _ATTRIBUTE.findall(attributes[:10_000]) if attributes.strip() else []
        return hides(
            tag, [(name.lower(), unescape(value.strip("\"'"))) for name, value in found], self._rules
        )

    def _close(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.pieces.append("\n")
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index][0] == tag:
                del self._open[index:]
                return

    def _text(self, text: str) -> None:
        """Keep text where it is seen. Tabs and line ends of the source are spaces."""
        state = self._open[-1][1] if self._open else ""
        if not state:
            self.pieces.append(_SPACES.sub(" ", unescape(text)))
        elif state == "hidden" and text.strip() and len(self.hidden) < 20:
            self.hidden.append(text)

    def _comment(self, text: str) -> None:
        """Remember a comment that holds a sentence; the conditions of mail programs are none."""
        if not self.comment and not _CONDITION.match(text) and len(_WORDS.findall(text[:2_000])) > 4:
            self.comment = text[:2_000]
