"""What of the earlier letter may stand again: a second appeal keeps what was said, and adds what is new.

A statement stays where it still passes the check of statements and leaves nothing out that the facts say
now. Only what is then not told yet is asked of a model.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from poa_ai.chatmodel import RenderedPrompt, Reply
from poa_ai.document import SectionDraft, Statement
from poa_ai.facttext import fact_texts
from poa_ai.letter import Letter, SectionText
from poa_ai.merging import Merged
from poa_ai.outline import Outline, Part
from poa_ai.prompt import Prompt
from poa_ai.repairing import repair_prompt
from poa_ai.sectionreply import ProposedStatement
from poa_ai.statementcheck import StatementCheck
from poa_ai.validation.rule import RuleSet

MOST = 100
"""Blocks of an earlier section that are looked at."""
_WORD = re.compile(r"\w+")


def keep_earlier(
    outline: Outline, composed: Sequence[SectionDraft], earlier: Letter, rules: RuleSet
) -> Mapping[str, Merged]:
    """Each section with what of the earlier letter stands in it again, by the id of its root cause."""
    case = outline.case
    texts = fact_texts(case)
    kept = {}
    for place, draft in enumerate(composed):
        vocabulary = draft.plan.cause.issue.vocabulary
        check = StatementCheck(rules, case.facts.names, case.facts.private, texts, vocabulary)
        said = list(_said(_section(earlier, draft.plan.heading, place), draft))
        kept[draft.plan.id] = Merged(draft).with_earlier(said, check)
    return kept


def ask_for_rest(repair: Prompt, whole: RenderedPrompt, kept: Merged) -> RenderedPrompt:
    """The request for a section, with what stands already as if it had been answered.

    Without anything that stands it is the whole request. Raises PromptError for a prompt with other inputs.
    """
    if not kept.placed:
        return whole
    told = [
        {"part": str(statement.part), "text": statement.text, "facts": list(statement.facts)}
        for statement in dict.fromkeys(statement for _, statement in kept.placed)
    ]
    said = json.dumps({"statements": told}, ensure_ascii=False)
    return repair_prompt(repair, whole, Reply(said, "", "stop"), kept)


def _section(letter: Letter, heading: str, place: int) -> SectionText | None:
    """The earlier section of the same heading, else the one at the same place."""
    same = [section for section in letter.sections if _words(section.title) == _words(heading)]
    return next(iter((*same, *letter.sections[place : place + 1])), None)


def _said(section: SectionText | None, draft: SectionDraft) -> Iterator[ProposedStatement]:
    parts = section.parts if section is not None else ()
    blocks = ((Part(part.name), block.text) for part in parts for block in part.blocks)
    for part, text in list(blocks)[:MOST]:
        if near := _nearest(text, draft.of(part)):
            yield ProposedStatement(part=part, text=text[:8_000], facts=near.facts)


def _nearest(text: str, statements: Sequence[Statement]) -> Statement | None:
    """The composed statement that shares most words with a text; None where none shares any."""
    words = frozenset(_words(text))
    shares = [(len(words & set(_words(s.text))) / len(words | set(_words(s.text))), s) for s in statements]
    best = max(shares, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] else None


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
