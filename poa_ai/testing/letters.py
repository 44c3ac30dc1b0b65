"""Letters that mix facts with offending words in every form, and what must hold once they are rewritten."""

import re
from collections.abc import Iterator, Sequence

from hypothesis import strategies as st

from poa_ai.findings import Span
from poa_ai.quotations import find_quotations
from poa_ai.validation.carried import carried
from poa_ai.validation.language import find_hits, protected_spans
from poa_ai.validation.rewriting import rewrite
from poa_ai.validation.rule import RuleSet

BEFORE = (
    "Unfortunately, {}",
    "We are so sorry, but {}",
    "We apologize sincerely, and {}",
    "To our great shame, {}",
    "We are devastated; {}",
    "It is regrettable that {}",
    "**Sadly,** {}",
)
"""Offending words before a statement that goes on in lower case."""
AFTER = (
    "{}, and we are so sorry.",
    "{}, for which we deeply apologize.",
    "{} (we are so ashamed).",
    "{} - we beg you to help us.",
    "{}, because the carrier lied to us.",
    "{}; please give us another chance!",
    "{}, **and we are sorry**.",
)
"""Offending words after a statement without its full stop."""
QUOTING = (
    'The buyer wrote "{}" on 3 May 2026.',
    "The note “{}” was on 4 parcels.",
    "The label said “we ‘truly’ care” and «{}» since 2025.",
)
"""Words of others around a sentence."""
ADVERBS = ("truly", "sadly", "absolutely", "very, very", "honestly", "deeply")
DECORATIONS = ("", "", "", "", " 😭", " 👍🏽", "\u200b", "e\u0301", "\u00a0", "\u202e", "!!")
TITLES = (
    "## 1. Late shipment: handling time",
    "### Root cause",
    "### Corrective actions taken",
    "**Preventive measures**",
    "## Our sincere apologies",
    "# Plan of Action",
    "ROOT CAUSE:",
    "We did the following:",
    "Plain title\n===========",
)
TABLE = "| Exhibit | Shows |\n| --- | --- |\n| E1 | so sorry, 14 units |\n| E2 | we beg you |"
CODE = "```\nwe beg you, 5 times\n```"
MARKERS = ("- ", "* ", "• ", "> ", "1. ", "1) ", "(a) ", "   - ")

_MARKER = re.compile(
    r"^[ \t]*(?:#{1,6}[ \t]+|(?:>[ \t]?)*[ \t]*\(?)(?:\d{1,3}|[a-zA-Z])[.)][ \t]+", re.MULTILINE
)
_EMPTY_ITEM = re.compile(r"^[ \t]*(?:[-*+•]|\(?(?:\d{1,3}|[a-z])[.)])[ \t]*\r?$", re.MULTILINE)
_UNTOUCHED = re.compile(r"^[ \t]*\|.*$|^```$|^we beg you, 5 times$", re.MULTILINE)


def letters(factual: Sequence[str], offending: Sequence[str]) -> st.SearchStrategy[str]:
    """Letters of one to eight blocks made of these sentences, with either kind of line end."""
    facts, offences = st.sampled_from(factual), st.sampled_from(offending)
    fact = facts.map(lambda sentence: sentence.rstrip(". "))
    lowered = facts.map(lambda text: text if text[1:2].isupper() else text[:1].lower() + text[1:])
    sentence = st.one_of(
        facts,
        facts,
        offences,
        st.builds(str.format, st.sampled_from(BEFORE), lowered),
        st.builds(str.format, st.sampled_from(AFTER), fact),
        st.builds(str.format, st.sampled_from(QUOTING), offences.map(lambda text: text.rstrip("."))),
        st.builds(_with_adverb, facts, st.sampled_from(ADVERBS)),
        facts.map("**{}**".format),
    )
    decorated = st.builds(lambda *parts: "".join(parts), sentence, st.sampled_from(DECORATIONS))
    paragraph = st.lists(decorated, min_size=1, max_size=4).map(" ".join)
    items = st.builds(_listed, st.sampled_from(MARKERS), st.lists(decorated, min_size=1, max_size=5))
    other = st.sampled_from((*TITLES, TABLE, CODE))
    block = st.one_of(paragraph, paragraph, items, items, other, other)
    joint = st.sampled_from(("\n\n", "\n\n", "\n"))
    return st.builds(
        lambda blocks, joint, crlf: joint.join(blocks).replace("\n", "\r\n" if crlf else "\n") + "\n",
        st.lists(block, min_size=1, max_size=8),
        joint,
        st.booleans(),
    )


def rewriting_faults(text: str, rules: RuleSet) -> Iterator[str]:
    """What is wrong with the letter after rewriting, one line each; nothing where all holds."""
    done = rewrite(text, rules)
    again = rewrite(done.text, rules)
    if (again.text, again.edits) != (done.text, ()):
        yield "rewriting it again changes it"
    quoted = find_quotations(text)
    found = [span for span, _ in find_hits(text, rules, protected_spans(text))]
    hits = [span for span in found if not any(span.overlaps(quotation) for quotation in quoted)]
    before, after = carried(_unnumbered(text)), carried(_unnumbered(done.text))
    lost = carried(_unnumbered(text, hits)) - after
    if lost:
        yield f"values lost: {sorted(lost)}"
    if after - before:
        yield f"values added: {sorted(after - before)}"
    if len(done.text) > len(text) and not any(edit.action == "replace" for edit in done.edits):
        yield "longer, and nothing was replaced"
    if _UNTOUCHED.findall(text) != _UNTOUCHED.findall(done.text):
        yield "a table or code changed"
    if len(_EMPTY_ITEM.findall(done.text)) > len(_EMPTY_ITEM.findall(text)):
        yield "an empty list item"


def _unnumbered(text: str, hits: Sequence[Span] = ()) -> str:
    """The text with the numbers of items and headings, and offending words, blanked: these may change."""
    chars = list(text)
    for start, end in (
        *(found.span() for found in _MARKER.finditer(text)),
        *((hit.start, hit.end) for hit in hits),
    ):
        chars[start:end] = " " * (end - start)
    return "".join(chars)


def _with_adverb(sentence: str, adverb: str) -> str:
    first, _, rest = sentence.partition(" ")
    return f"{first} {adverb} {rest}"


def _listed(marker: str, sentences: Sequence[str]) -> str:
    if "1" in marker:
        return "\n".join(marker.replace("1", str(number)) + text for number, text in enumerate(sentences, 1))
    return "\n".join(marker.replace("a", chr(96 + n)) + text for n, text in enumerate(sentences, 1))
