"""Parts of a long notice that are about something else than its matter: funds, stock, tips, background."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from poa_ai.intake.grounds import leads_grounds
from poa_ai.intake.passages import Passage
from poa_ai.intake.wording import hears
from poa_ai.lazypattern import lazy_pattern

HEADING = 80
"""Characters of a heading; a longer question is asked of the seller."""
LABEL = 60
"""Characters of a label that can head a paragraph."""

_SENTENCE = lazy_pattern(
    r"\b(?:you|your|we|our|is|are|was|were|has|have|been|may|must|i|it|got|this)\b", re.IGNORECASE
)
_WHY = lazy_pattern(
    r"(?:why\b(?! do)|what (?:is|was|went|has gone) (?:missing|wrong)|what (?:happened|we found)"
    r"|what (?:is|was|are|were) (?:this about|the (?:reasons?|grounds?|matter|issues?|problems?)))",
    re.IGNORECASE,
)
_ASKS = lazy_pattern(
    r"\W*(?:\d{1,2}[.)]\s*)?"
    r"(?:(?:what|how|why|when|where|who|which)\b[^?]{0,40}\b(?:you|your)\b|(?:did|have|do|are|were) you\b)",
    re.IGNORECASE,
)
"""A question to the seller, not a heading."""
_LABEL = lazy_pattern(rf"[A-Z][^:.!?\n]{{2,{LABEL}}}:\s")


def unrelated(passages: Sequence[Passage]) -> Iterator[Passage]:
    """The passages under a heading, or behind a label, that by its words is about something else."""
    paragraph, label = -1, ""
    title = passages[0].text if passages else ""
    for passage in passages:
        if passage.paragraph != paragraph:
            found = _LABEL.match(passage.text)
            paragraph, label = passage.paragraph, found.group() if found else ""
        heads = (head for head in (passage.heading, label) if head != title and not _ASKS.match(head))
        if any(head and len(head) <= HEADING and hears("heading.side", head) for head in heads):
            yield passage


def headed(passages: Sequence[Passage], names_issue: Callable[[str], bool]) -> Iterator[Passage]:
    """The passages under a heading that announces no ground and names no issue type.

    What stands before the first heading, or under a title, is about the matter. The beginning of a sentence
    that was wrapped is no heading.
    """
    title = passages[0].text if passages else ""
    grounds = {"": True, title: True}
    for passage in passages:
        head = passage.heading
        if head not in grounds:
            wrapped = not head.endswith("?") and _SENTENCE.search(head) is not None
            grounds[head] = wrapped or bool(_WHY.match(head)) or leads_grounds(head) or names_issue(head)
        if not grounds[head]:
            yield passage
