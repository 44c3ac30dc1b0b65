"""Taking offending words out of a text so that every sentence left still reads, to a fixed point."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from poa_ai.findings import Edit, Finding, Span
from poa_ai.sentences import split_sentences
from poa_ai.validation.language import find_hits, find_language, protected_spans
from poa_ai.validation.mending import MAX_HITS, Hit, mend, mend_title
from poa_ai.validation.proseblocks import Block, HeadingLine, read_prose
from poa_ai.validation.removing import removable, renumbered
from poa_ai.validation.rule import Rule, RuleSet

MAX_PASSES = 40
"""Each pass takes out all it can; only a text built to nest one offence in another needs more than three."""


@dataclass(frozen=True, slots=True)
class Validated:
    """A text after rewriting, what was done to it, and the findings that remain, placed in `text`."""

    text: str
    edits: tuple[Edit, ...]
    findings: tuple[Finding, ...]


def rewrite(text: str, rules: RuleSet, names: Iterable[str] = ()) -> Validated:
    """The text without what the rules can take out; rewriting the result again changes nothing.

    Tables and code stay. A block left empty goes with its marker, the list it stood in is numbered anew, and
    a heading left with nothing under it goes too. A sentence whose values would be lost stays, with its
    finding.
    """
    names = tuple(names)
    edits: list[Edit] = []
    for _ in range(MAX_PASSES):
        hits = find_hits(text, rules, protected_spans(text, names))
        if not hits:
            return Validated(text, tuple(edits), ())
        rewritten, done = _one_pass(text, hits)
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
    places = [(index, block.content) for index, block in enumerate(blocks) if not isinstance(block, Span)]
    rewritten: dict[int, tuple[str, list[Edit]]] = {}
    for (index, place), inside in zip(places, _shared(todo, [place for _, place in places]), strict=True):
        if inside:
            rewrite_one = _rewritten_title if isinstance(blocks[index], HeadingLine) else _rewritten_block
            rewritten[index] = rewrite_one(text[place.start : place.end], inside)
    emptied = {index for index, (new, _) in rewritten.items() if not new}
    removed = removable(text, blocks, emptied)
    changes: dict[Span, str] = {}
    edits: list[Edit] = []
    for index, (new, done) in rewritten.items():
        block = blocks[index]
        if (new or index in removed) and not isinstance(block, Span):
            edits += done
            if index not in removed:
                changes[block.content] = new
    changes.update(renumbered(text, blocks, removed))
    changes.update((_lines(blocks[index]), "") for index in removed)
    return _applied(text, changes), edits


def _lines(block: Block) -> Span:
    return block if isinstance(block, Span) else block.lines


def _rewritten_title(title: str, hits: Sequence[tuple[Span, Rule]]) -> tuple[str, list[Edit]]:
    new, made = _rewritten(title, hits, mend_title)
    return new, list(made)


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


def _rewritten(
    sentence: str,
    hits: Sequence[tuple[Span, Rule]],
    mend: Callable[[str, Sequence[Hit]], str | None] = mend,
) -> tuple[str, tuple[Edit, ...]]:
    """A sentence mended for all hits at once where that can be, else for the first one for which it can."""
    if len(hits) > MAX_HITS:
        return sentence, ()
    attempts = [hits] if len(hits) == 1 else [hits, *([hit] for hit in hits)]
    for attempt in attempts:
        new = mend(sentence, [Hit(span, rule.action, rule.replacement or "") for span, rule in attempt])
        if new is not None and new != sentence:
            edits = {rule.id: Edit(rule.id, rule.action, sentence, new) for _, rule in attempt}
            return new, tuple(edits.values())
    return sentence, ()


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
