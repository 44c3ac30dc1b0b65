"""Taking offending words out of a text so that every sentence left still reads, to a fixed point."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from poa_ai.findings import Edit, Finding, Span
from poa_ai.sentences import split_sentences
from poa_ai.validation.language import find_hits, find_language, protected_spans
from poa_ai.validation.mending import Hit, mend
from poa_ai.validation.proseblocks import HeadingLine, ProseBlock, read_prose
from poa_ai.validation.rule import Rule, RuleSet

MAX_PASSES = 40
"""Each pass takes out all it can; only a text built to nest one offence in another needs more than three."""

MAX_ATTEMPTS = 20
"""Of the hits in a sentence that can't all be mended at once, this many are tried one by one."""


@dataclass(frozen=True, slots=True)
class Validated:
    """A text after rewriting, what was done to it, and the findings that remain, placed in `text`."""

    text: str
    edits: tuple[Edit, ...]
    findings: tuple[Finding, ...]


def rewrite(text: str, rules: RuleSet, names: Iterable[str] = ()) -> Validated:
    """The text without what the rules can take out; rewriting the result again changes nothing.

    Only prose changes: headings, tables and code stay. A block left empty goes with its marker, and a heading
    left with nothing under it goes too. A sentence whose values would be lost stays, with its finding.
    """
    names = tuple(names)
    edits: list[Edit] = []
    for _ in range(MAX_PASSES):
        rewritten, done = _one_pass(text, find_hits(text, rules, protected_spans(text, names)))
        if rewritten == text:
            break
        edits += done
        text = rewritten
    return Validated(text, tuple(edits), find_language(text, rules, protected_spans(text, names)))


def _one_pass(text: str, hits: Iterable[tuple[Span, Rule]]) -> tuple[str, list[Edit]]:
    todo = [hit for hit in hits if hit[1].action != "flag"]
    if not todo:
        return text, []
    blocks = read_prose(text)
    edits: list[Edit] = []
    changes: dict[Span, str] = {}
    emptied: set[int] = set()
    prose = [(index, block) for index, block in enumerate(blocks) if isinstance(block, ProseBlock)]
    for (index, block), inside in zip(
        prose, _shared(todo, [block.content for _, block in prose]), strict=True
    ):
        if not inside:
            continue
        new, done = _rewritten_block(text[block.content.start : block.content.end], inside)
        edits += done
        if new:
            changes[block.content] = new
        else:
            emptied.add(index)
    changes.update((lines, "") for lines in _removed_lines(blocks, emptied))
    return _applied(text, changes), edits


def _rewritten_block(content: str, hits: Sequence[tuple[Span, Rule]]) -> tuple[str, list[Edit]]:
    pieces: list[str] = []
    edits: list[Edit] = []
    done = 0
    sentences = split_sentences(content)
    for sentence, inside in zip(sentences, _shared(hits, sentences), strict=True):
        old = content[sentence.start : sentence.end]
        new, made = _rewritten(old, inside) if inside else (old, ())
        edits += made
        if new:
            pieces += content[done : sentence.start] if pieces else "", new
        done = sentence.end
    return "".join(pieces), edits


def _shared(hits: Sequence[tuple[Span, Rule]], places: Sequence[Span]) -> list[list[tuple[Span, Rule]]]:
    """For each place the hits that lie in it, as spans of that place; both sorted, no places overlapping."""
    shared: list[list[tuple[Span, Rule]]] = []
    at = 0
    for place in places:
        inside = []
        while at < len(hits) and hits[at][0].start < place.end:
            span, rule = hits[at]
            if place.start <= span.start and span.end <= place.end:
                inside.append((Span(span.start - place.start, span.end - place.start), rule))
            at += 1
        shared.append(inside)
    return shared


def _rewritten(sentence: str, hits: Sequence[tuple[Span, Rule]]) -> tuple[str, tuple[Edit, ...]]:
    """A sentence mended for all hits at once where that can be, else for the first one for which it can."""
    attempts = [hits] if len(hits) == 1 else [hits, *([hit] for hit in hits[:MAX_ATTEMPTS])]
    for attempt in attempts:
        new = mend(sentence, [Hit(span, rule.action, rule.replacement or "") for span, rule in attempt])
        if new is not None and new != sentence:
            edits = {rule.id: Edit(rule.id, rule.action, sentence, new) for _, rule in attempt}
            return new, tuple(edits.values())
    return sentence, ()


def _removed_lines(blocks: Sequence[ProseBlock | HeadingLine | Span], emptied: set[int]) -> list[Span]:
    """The lines of emptied blocks, and of headings that have lost all that stood under them."""
    removed = []
    # What stands below the place we are at, going up: one entry per heading level, and one more for prose.
    kept, lost = [False] * 8, [False] * 8
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        level = 7
        keeps = index not in emptied
        if isinstance(block, HeadingLine):
            level = block.level - 1
            keeps = any(kept[block.level :]) or not any(lost[block.level :])
            kept[block.level :] = lost[block.level :] = [False] * (8 - block.level)
        if not keeps and not isinstance(block, Span):
            removed.append(block.lines)
        kept[level] |= keeps
        lost[level] |= not keeps
    return removed


def _applied(text: str, changes: dict[Span, str]) -> str:
    """The text with spans replaced. Where lines go, one of the two blank lines around them goes with them."""
    pieces: list[str] = []
    done = 0
    for span in sorted(changes):
        pieces.append(text[done : span.start])
        pieces.append(changes[span])
        done = span.end
        before = "".join(pieces[-2:])
        if not changes[span] and (not before.strip() or before.endswith("\n\n")):
            while text.startswith(("\n", "\r\n"), done):
                done = text.index("\n", done) + 1
    pieces.append(text[done:])
    result = "".join(pieces)
    if not text.endswith("\n"):
        result = result.rstrip("\n")
    return result
