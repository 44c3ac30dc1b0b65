"""Taking offending words out of a text so that every sentence left still reads, to a fixed point."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from poa_ai.findings import Edit, Finding, Span
from poa_ai.sentences import split_sentences
from poa_ai.validation.language import find_language, protected_spans
from poa_ai.validation.mending import Hit, mend
from poa_ai.validation.proseblocks import HeadingLine, ProseBlock, read_prose
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

    Only prose changes: headings, tables and code stay. A block left empty goes with its marker, and a heading
    left with nothing under it goes too. A sentence whose values would be lost stays, with its finding.
    """
    known = {rule.id: rule for rule in rules.rules}
    names = tuple(names)
    edits: list[Edit] = []
    for _ in range(MAX_PASSES):
        findings = find_language(text, rules, protected_spans(text, names))
        rewritten, done = _one_pass(text, findings, known)
        if rewritten == text:
            break
        edits += done
        text = rewritten
    else:
        findings = find_language(text, rules, protected_spans(text, names))
    return Validated(text, tuple(edits), findings)


def _one_pass(text: str, findings: Sequence[Finding], known: dict[str, Rule]) -> tuple[str, list[Edit]]:
    todo = [finding for finding in findings if finding.span and known[finding.rule].action != "flag"]
    if not todo:
        return text, []
    blocks = read_prose(text)
    edits: list[Edit] = []
    changes: dict[Span, str] = {}
    emptied: set[int] = set()
    at = 0
    for index, block in enumerate(blocks):
        if not isinstance(block, ProseBlock):
            continue
        inside = []
        while at < len(todo) and (span := todo[at].span) and span.start < block.content.end:
            if span.start >= block.content.start:
                inside.append(todo[at].shifted(-block.content.start))
            at += 1
        if inside:
            content = text[block.content.start : block.content.end]
            new, done = _rewritten_block(content, inside, known)
            edits += done
            if not new:
                emptied.add(index)
            elif new != content:
                changes[block.content] = new
    for span in _removed_lines(blocks, emptied):
        changes[span] = ""
    return _applied(text, changes), edits


def _rewritten_block(
    content: str, findings: Sequence[Finding], known: dict[str, Rule]
) -> tuple[str, list[Edit]]:
    pieces: list[str] = []
    edits: list[Edit] = []
    done = at = 0
    for sentence in split_sentences(content):
        inside = []
        while at < len(findings) and (span := findings[at].span) and span.start < sentence.end:
            if span.end <= sentence.end:
                inside.append(findings[at].shifted(-sentence.start))
            at += 1
        old = content[sentence.start : sentence.end]
        new, made = _rewritten(old, inside, known) if inside else (old, ())
        edits += made
        if new:
            pieces += content[done : sentence.start] if pieces else "", new
        done = sentence.end
    return "".join(pieces), edits


def _rewritten(
    sentence: str, findings: Sequence[Finding], known: dict[str, Rule]
) -> tuple[str, tuple[Edit, ...]]:
    hits = [
        (known[f.rule], Hit(f.span, known[f.rule].action, known[f.rule].replacement or ""))
        for f in findings
        if f.span
    ]
    hits = [(rule, hit) for rule, hit in hits if rule.action != "flag"]
    attempts = [hits] if len(hits) == 1 else [hits, *([hit] for hit in hits[:20])]
    for attempt in attempts:
        new = mend(sentence, [hit for _, hit in attempt])
        if new is not None and new != sentence:
            done = {rule.id: Edit(rule.id, rule.action, sentence, new) for rule, _ in attempt}
            return new, tuple(done.values())
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
