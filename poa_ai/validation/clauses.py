"""Clauses of a sentence, and whether what is left of it still reads as a sentence."""

import re

from poa_ai.findings import Span
from poa_ai.lazypattern import lazy_pattern
from poa_ai.quotations import find_quotations
from poa_ai.validation.deeds import DEED

_SUBJECT = (
    r"(?:we|i|it|they|he|she|you|this|that|these|there|the|our|my|your|its|their|all|each|no|please|\d)"
)
_PREDICATE = rf"(?:(?:have|has|had|also|then|immediately|later|therefore|were|was)\s){{0,2}}{DEED}\b"
_PLEA = r"(?:\w{1,12}ly )?(?:beg|implore|plead|pray|swear|swore|vow|pledge|promise|apologi[sz]e|regret)"

# What may stand between two clauses. A plain comma counts too: a list with one entry less still reads.
_BETWEEN = lazy_pattern(
    rf"(?:,|;|:(?=\s)|\s[-–—]+(?=\s)|—)\s*(?:(?:and|but|so|yet|or|because|as|since|which|although|though|while|however|therefore)\b,?\s*)?"
    rf"|\s(?:and|but|so|or|yet)\s(?={_SUBJECT}\b|{_PREDICATE}|{_PLEA}\b)"
    r"|\s(?:because|although|though|whereas)\s",
    re.IGNORECASE,
)
_DASH = lazy_pattern(r"\s*[-–—]+")
_COMMA_IN_NUMBER = lazy_pattern(r"(?<=\d)[,:](?=\d)")
_BRACKETED = lazy_pattern(r"\s*\(([^()]{0,400})\)")
_CONDITION = lazy_pattern(
    r"\W*(?:if|unless|provided|once|until|in case|as soon as|had|should|were)\b", re.IGNORECASE
)
_SUBJECTLESS = lazy_pattern(_PREDICATE, re.IGNORECASE)
_SUBJECT_KEPT = lazy_pattern(r"[\"“*_]*(?:we|i)(?: (?:have|had))? ", re.IGNORECASE)
_OWN_JOINT = lazy_pattern(r",?\s*\b(?:and|but)\s", re.IGNORECASE)
_OPEN_END = lazy_pattern(
    r"\b(?:is|are|was|were|be|been|has|have|had|and|or|nor|both|to|the|an?)$", re.IGNORECASE
)
_POINTING = lazy_pattern(
    r"^\W*(?:they|it|these|those|he|she|its|their)\b|\b(?:them|it|him|those)\W*$", re.IGNORECASE
)
_NAMED = 2
"""So many words of a clause beside the offending ones are a joint and one more, and name nothing."""

_OWN_THING = lazy_pattern(r"\W*(?:and |or )?(?:the|our|two|both|some|several|all)\b", re.IGNORECASE)

_VERB_WORDS = (
    "is are was were be been am has have had do does did can could will would must may might shall should "
    "made sent set took found began came went left lost kept held sold bought put got gave wrote read led "
    "met built brought ran said told knew saw felt fell rose grew broke chose cut hit let paid shut spent "
    "stood understood withdrew stuck dealt drew caught taught thought became bound sought showed shown "
    "taken given written done gone seen known check checks review reviews ship ships scan scans count "
    "counts compare compares confirm confirms sign signs use uses show shows run runs send sends keep "
    "keeps hold holds need needs stop stops block blocks list lists name names cover covers contain "
    "contains include includes require requires record records report reports store stores update updates "
    "inspect inspects approve approves applies apply take takes make makes get gets give gives goes go "
    "see sees mean means remain remains start starts begin begins end ends work works print prints pack "
    "packs open opens"
)
_VERBS = frozenset(_VERB_WORDS.split())
_INFLECTED = lazy_pattern(
    r"(?!need|feed|speed|indeed|seed|hundred|exceed|red$|bed$)\w{2,40}ed|\w+n't|[a-z]{2,30}i[sz]es"
)
_WORD = lazy_pattern(r"[^\W_]+(?:['’.,@/-][^\W_]+)*")

_JOINING = "and but or nor because that which who whose whom than whereas though although unless lest of"
_SUBORDINATING = "if when while since as until once whether before after where how why what"
_UNFINISHED = (
    "a an the and or but nor to of for with by from at that because is are was were be been being am we i "
    "you they he she our my your their its very as than into if when while which who whose has have had will "
    "would can could may might should shall must do does did not so too about until since please"
)
_GIVEN = frozenset(("now", "given", "seeing", "considering", "provided", "knowing", "so"))
_BAD_FIRST = frozenset(_JOINING.split())
_NEEDS_MAIN = frozenset(_SUBORDINATING.split())
_BAD_LAST = frozenset(_UNFINISHED.split())


def clause_around(sentence: str, hit: Span) -> Span | None:
    """The clause that holds `hit`, with the joint that is idle without it.

    None where it is the whole sentence, or where the rest would not stand without it: a condition, the words
    after a colon, a subject that goes with it.
    """
    hit = Span(hit.start, hit.start + len(sentence[hit.start : hit.end].rstrip(" ,;:")))
    for inside in _BRACKETED.finditer(sentence):
        if inside.start() <= hit.start and hit.end <= inside.end():
            return Span(*inside.span())
    end = len(sentence.rstrip(" \t\r\n.!?…:\"'”’)*_"))
    left, right = _joints(sentence, hit, end)
    if left is None:
        return None if right is None else _opening(sentence, 0, right, hit)
    if sentence[left.start] == ":":
        return None if right is None else _opening(sentence, left.end, right, hit)
    if right is None:
        return Span(left.start, max(end, hit.end))
    dashes = _DASH.match(sentence, right.start)
    if dashes and _DASH.match(sentence, left.start):
        return Span(left.start, dashes.end())
    if not has_verb(sentence[: left.start]) or _OPEN_END.search(sentence, 0, left.start):
        return Span(left.start, right.end - 1)  # what was put in between two commas: both go
    joined = sentence[right.start : right.end].strip(" ,;") != ""
    if joined and _SUBJECTLESS.match(sentence, right.end) and _SUBJECT_KEPT.match(sentence, left.end):
        return _opening(sentence, left.end, right, hit)
    if _OWN_THING.match(sentence, left.end) and not has_verb(sentence[left.end : right.start]):
        return None
    return Span(left.start, right.start)


def _joints(sentence: str, hit: Span, end: int) -> tuple[Span | None, Span | None]:
    """The last joint before the hit and the first one after it."""
    guarded = [*find_quotations(sentence), hit]
    left = right = None
    for joint in _BETWEEN.finditer(sentence, 0, end):
        span = Span(*joint.span())
        if _COMMA_IN_NUMBER.match(sentence, span.start) or any(
            guard.start <= span.start and span.end <= guard.end for guard in guarded
        ):
            continue
        if span.start <= hit.start:
            left = span
        elif span.start >= hit.end:
            right = span
            break
    own = _OWN_JOINT.match(sentence, hit.start, hit.end)
    return Span(hit.start - sentence[: hit.start].endswith(" "), own.end()) if own else left, right


def _opening(sentence: str, start: int, right: Span, hit: Span) -> Span | None:
    """A clause at the head of the sentence; its subject stays where the next one has none of its own."""
    if _CONDITION.match(sentence, start):
        return None
    following = _WORD.search(sentence, right.end)
    if following and _dangles(sentence, Span(start, right.end), hit):
        return None
    if not _SUBJECTLESS.match(sentence, right.end):
        return None if following and following.group().lower() in _VERBS else Span(start, right.end)
    subject = _SUBJECT_KEPT.match(sentence, start)
    return Span(subject.end(), right.end) if subject and subject.start() <= hit.start else None


def _dangles(sentence: str, clause: Span, hit: Span) -> bool:
    """Whether the clause names what the rest only points at: "the orders were lost and they"."""
    named = sentence[clause.start : hit.start] + sentence[hit.end : clause.end]
    return len(named.split()) > _NAMED and _POINTING.search(sentence[clause.end :]) is not None


def has_verb(text: str) -> bool:
    """Whether some word looks like a verb."""
    return any(
        word in _VERBS or _INFLECTED.fullmatch(word) is not None for word in _WORD.findall(text.lower())
    )


def starts_clause(text: str) -> bool:
    """Whether the words begin a main clause, by their first word."""
    first = _WORD.search(text)
    word = first.group().lower() if first else ""
    return bool(word) and word not in _NEEDS_MAIN and word not in _BAD_FIRST


def reads_as_sentence(text: str, original: str, *, verb: bool) -> bool:
    """Whether words left of a sentence can stand alone; `verb` asks for what looks like a verb too."""
    words = _WORD.findall(text.lower())
    if len(words) < 2 or words[0] in _BAD_FIRST:
        return False
    if words[-1] in _BAD_LAST and words[-1:] != _WORD.findall(original.lower())[-1:]:
        return False
    if (words[0] in _NEEDS_MAIN or (words[1] == "that" and words[0] in _GIVEN)) and "," not in text:
        return False
    return has_verb(text) or not verb
