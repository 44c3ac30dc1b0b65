"""Clauses of a sentence, and whether what is left of it still reads as a sentence."""

import re

from poa_ai.findings import Span
from poa_ai.quotations import find_quotations

_SUBJECT = (
    r"(?:we|i|it|they|he|she|you|this|that|these|there|the|our|my|your|its|their|all|each|no|please|\d)"
)

# What may stand between two clauses. A plain comma counts too: a list with one entry less still reads.
_BETWEEN = re.compile(
    rf"(?:,|;|:(?=\s)|\s[-–—]+(?=\s)|—)\s*(?:(?:and|but|so|yet|or|because|as|since|which|although|though|while|however|therefore)\b,?\s*)?"
    rf"|\s(?:and|but|so|or|yet)\s(?={_SUBJECT}\b)"
    r"|\s(?:because|although|though|whereas)\s",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s*[-–—]+")
_COMMA_IN_NUMBER = re.compile(r"(?<=\d)[,:](?=\d)")

_VERB = re.compile(
    r"(?:is|are|was|were|be|been|am|has|have|had|do|does|did|can|could|will|would|must|may|might|shall|should"
    r"|(?!need|feed|speed|indeed|seed|hundred|exceed|red\b|bed\b)\w{2,40}ed|\w+n't|[a-z]{2,30}ises|[a-z]{2,30}izes"
    r"|made|sent|set|took|found|began|came|went|left|lost|kept|held|sold|bought|put|got|gave|wrote|read|led|met|built|brought"
    r"|ran|said|told|knew|saw|felt|fell|rose|grew|broke|chose|cut|hit|let|paid|shut|spent|stood|understood|withdrew|stuck|dealt"
    r"|drew|caught|taught|thought|became|bound|sought|showed|shown|taken|given|written|done|gone|seen|known"
    r"|checks?|reviews?|ships?|scans?|counts?|compares?|confirms?|signs?|uses?|shows?|runs?|sends?|keeps?|holds?|needs?|stops?"
    r"|blocks?|lists?|names?|covers?|contains?|includes?|requires?|records?|reports?|stores?|updates?|inspects?|approves?|applies"
    r"|apply|takes?|makes?|gets?|gives?|goes|go|see|sees|means?|remains?|starts?|begins?|ends?|works?|prints?|packs?|opens?)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:['’.,@/-][^\W_]+)*")

_JOINING = "and but or nor because that which who whose whom than whereas though although unless lest of"
_SUBORDINATING = "if when while since as until once whether before after where how why what"
_UNFINISHED = (
    "a an the and or but nor to of for with by from at that because is are was were be been being am we i "
    "you they he she our my your their its very as than into if when while which who whose has have had will "
    "would can could may might should shall must do does did not so too about until since please"
)
_BAD_FIRST = frozenset(_JOINING.split())
_NEEDS_MAIN = frozenset(_SUBORDINATING.split())
_BAD_LAST = frozenset(_UNFINISHED.split())


def clause_around(sentence: str, hit: Span) -> Span | None:
    """The clause that holds `hit`, with the joint that is idle without it; None for the whole sentence."""
    end = len(sentence.rstrip(" \t\r\n.!?…\"'”’)*_"))
    guarded = [*find_quotations(sentence), hit]
    joints = [
        Span(*joint.span())
        for joint in _BETWEEN.finditer(sentence, 0, end)
        if not _COMMA_IN_NUMBER.match(sentence, joint.start())
        and not any(span.start <= joint.start() and joint.end() <= span.end for span in guarded)
    ]
    left = max((joint for joint in joints if joint.start <= hit.start), default=None)
    right = min((joint for joint in joints if joint.start >= hit.end), default=None)
    if left is None:
        return None if right is None else Span(0, right.end)
    if right is None:
        return Span(left.start, max(end, hit.end))
    dashes = _DASH.match(sentence, right.start)
    if dashes and _DASH.match(sentence, left.start):
        return Span(left.start, dashes.end())
    if not has_verb(sentence[: left.start]):  # what was put in between two commas: both go
        return Span(left.start, right.end - 1)
    return Span(left.start, right.start)


def has_verb(text: str) -> bool:
    """Whether some word looks like a verb."""
    return any(_VERB.fullmatch(word) for word in _WORD.findall(text))


def reads_as_sentence(text: str, *, verb: bool) -> bool:
    """Whether words left over can stand alone; `verb` asks for something that looks like a verb too."""
    words = [word.lower() for word in _WORD.findall(text)]
    if len(words) < 2 or words[0] in _BAD_FIRST or words[-1] in _BAD_LAST:
        return False
    if words[0] in _NEEDS_MAIN and "," not in text:
        return False
    return has_verb(text) or not verb
