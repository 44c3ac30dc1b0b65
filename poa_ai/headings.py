"""What the headings of a letter name: one of the three parts, the list of evidence, or a numbered cause."""

import re
from functools import lru_cache
from typing import Literal

from poa_ai.lazypattern import lazy_pattern

PartName = Literal["root_cause", "corrective_actions", "preventive_measures"]

LONGEST = 200
"""A longer line is never a heading."""

_KEYS: tuple[tuple[PartName, re.Pattern[str]], ...] = (
    (
        "preventive_measures",
        lazy_pattern(
            r"\b(?:prevent\w*|avoid\w*|recur\w*|(?:in the |for the )?future|going forward|from now on"
            r"|long term|(?:stays?|remains?|kept) in place|(?:never|not) (?:to )?(?:happen|occur|repeat\w*)"
            r"|(?:never|not) .{0,30}again|next steps|ongoing|safeguards?|permanent\w*)\b"
        ),
    ),
    (
        "root_cause",
        lazy_pattern(r"\b(?:causes?|caused|why|went wrong|(?:what|how) (?:\w+ )?happened|reasons?|led to)\b"),
    ),
    (
        "corrective_actions",
        lazy_pattern(
            r"\b(?:correct\w*|actions?|steps|measures|fix\w*|resol\w+|solved?|solutions?|remed\w+|rectif\w+"
            r"|put right|what .{0,20}(?:did|done|changed))\b"
        ),
    ),
)
"""The words that tell a part, the telling ones before the others: "steps taken to prevent" is prevention."""
_USUAL = frozenset(
    """
    a account action actions address addressed again all already analysis and any are at avoid
    avoidance be been being by case cause caused causes change changed changes complaint complaints
    completed correct corrected correction corrections corrective date deactivation described did do
    does done each error errors event events fix fixed fixes for forward from full further future go
    going had happen happened happening happens has have how identification identified identify
    immediate immediately implemented in incident incidents is issue issues it its keep keeps kept
    lead led long made main make matter measure measures never next no not now occur occurred
    occurrence occurring occurs of on once ongoing our owner permanent permanently place plan
    planned plans policy position prevent preventative prevented preventing prevention preventive
    prevents primary problem problems procedure process put reason reasons rectified rectify
    recurrence recurring remain remains remedial remedied remedies remedy repeat repeated resolution
    resolve resolved resolving responsible right root safeguard safeguards short situation so
    solution solutions solve solved stay stays step steps sure suspension systemic take taken takes
    taking term that the them these this those to took underlying us violation violations was we
    went were what which why will with wrong
    """.split()
)
"""Words that the heading of a part is made of: one more, and it is a title or a sentence."""
_OPEN = lazy_pattern(
    r"(?:what (?:has |have |had )?(?:caused|led to)|why"
    r"|how we (?:will |now |are going to )?(?:prevent|avoid|stop|fix(?:ed)?|resolved?|corrected|solved)"
    r"|(?:steps|actions|measures)[a-z ]{0,40} to (?:prevent|avoid|resolve|fix|correct|stop))"
    r" (?!.*\b(?:was|were|is|are|because)\b)\S.{0,80}"
)
"""Headings that name their subject: "What caused the late shipments"."""
_NEVER = lazy_pattern(
    r"(?:\w+ ){0,3}plans? of action.*|action plan|(?:we|i|this|these|that|it) .*|plans?|owner.*"
)
_EVIDENCE = lazy_pattern(
    r"(?:(?:supporting|attached|enclosed|list of|index of|our|the|relevant) ){0,3}"
    r"(?:evidence|exhibits?|documents|documentation|attachments?|enclosures?|enclosed|attached|annex(?:es)?"
    r"|appendix|appendices|proofs?)"
    r"(?: (?:and|provided|attached|enclosed|list|index|documents|evidence)\b.{0,40})?"
)
_LABEL = r"(?:the )?(?:root )?(?:cause|issue|section|problem|violation|complaint|finding|reason|topic|point)"
_NUMBER = r"(?:no\.?\s?|number\s)?#?\s?(?P<number>\d{1,3}|[IVX]{1,5}|[A-H])(?![^\W_])"
_SPELLED = dict(
    zip("first second third fourth fifth sixth seventh eighth ninth tenth".split(), range(1, 11), strict=True)
)
_SPELLED |= dict(zip("one two three four five six seven eight nine ten".split(), range(1, 11), strict=True))
_COUNTED = lazy_pattern(
    rf"(?:(?P<label>{_LABEL})\s*(?:{_NUMBER}|(?P<word>one|two|three|four|five|six|seven|eight|nine|ten)\b)"
    rf"|(?:the )?(?P<ordinal>{'|'.join(list(_SPELLED)[:10])})\s(?P<label2>{_LABEL}))"
    r"(?:\s*[.:)–—-]+\s*(?P<title>.*))?",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERED = lazy_pattern(r"\(?(\d{1,3}|[IVX]{1,5}(?=[.)])|[A-H](?=[.)]))[.):]?\s+(\S.*)", re.DOTALL)
_PART_NUMBER = lazy_pattern(r"(?:no\.?\s?)?#?(\d{1,3})")
_ORDINAL = lazy_pattern(
    r"(?:\(?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[a-h]|[ivx]{1,5})[.):]|\d{1,3}(?:\.\d{1,3}){0,3}"
    r"|(?:part|step)\s\d{1,2}\s*[:.-]?)\s+",
    re.IGNORECASE,
)
_OPENING: tuple[tuple[PartName, str], ...] = (
    (
        "root_cause",
        r"(?:the|our|an?|one|another|this) (?:\w+ )?(?:root|underlying|main) causes?\b.{0,80}?"
        r"\b(?:was|were|is|are|lay|lies)\b"
        r"|(?:the|our) (?:\w+ )?cause (?:of .{1,60} )?(?:was|is)\b|what (?:happened|went wrong) (?:was|is)\b"
        r"|(?:this|the (?:issue|problem|violation)) (?:happened|occurred|was caused|arose)\b",
    ),
    (
        "preventive_measures",
        r"to (?:prevent|avoid|keep|make sure|ensure|stop)\b|going forward\b|from now on\b"
        r"|in (?:the )?future\b|(?:as|for) (?:a )?prevent\w+|(?:our|the) prevent\w+"
        r"|so that (?:this|it) (?:does|will|can) not (?:happen|recur)\b",
    ),
    (
        "corrective_actions",
        r"to (?:correct|resolve|fix|remedy|address|solve|put)\b"
        r"|(?:we )?(?:have )?(?:already )?(?:took|taken) (?:the )?(?:following )?(?:\w+ )?"
        r"(?:steps|actions|measures)\b"
        r"|(?:our|the|as) (?:an? )?(?:immediate |corrective )+(?:actions?|steps?|measures?)\b"
        r"|we (?:have )?(?:corrected|resolved|fixed)\b"
        r"|(?:the )?(?:steps|actions|measures) (?:that )?we (?:have )?(?:took|taken)\b",
    ),
)
_OPENERS = tuple(
    (name, lazy_pattern(rf"\W*(?:\d{{1,2}}[.)]\s+)?(?:{opening})", re.IGNORECASE))
    for name, opening in _OPENING
)
_SPLIT = lazy_pattern(r"\s*[:(]\s*|\s+[-–—]+\s+|,\s")
_EDGES = " \n\t#*_:.()"
_ROMAN = {"I": 1, "V": 5, "X": 10}


def part_of(heading: str) -> PartName | None:
    """The part that a heading names, in any usual wording; None for any other heading."""
    name, _, _ = part_heading(heading)
    return name


@lru_cache(maxsize=2048)
def part_heading(heading: str) -> tuple[PartName | None, int | None, str]:
    """The part that a heading names, its number ("Corrective action 2") and what stands behind its name."""
    bare = _bare(heading)
    if name := _named(bare):
        return name, None, ""
    pieces = _SPLIT.split(bare, maxsplit=1)
    first = pieces[0].strip(_EDGES)
    rest = pieces[1].strip(_EDGES) if len(pieces) > 1 else ""
    if rest and (name := _named(first)):
        return name, None, rest
    words = first.rsplit(" ", 1)
    number = _PART_NUMBER.fullmatch(words[-1])
    if number and len(words) == 2 and (name := _named(words[0])) not in {None, "root_cause"}:
        return name, int(number[1]), rest
    return None, None, ""


@lru_cache(maxsize=2048)
def is_evidence(heading: str) -> bool:
    """Whether a heading opens the list of supporting documents."""
    return _EVIDENCE.fullmatch(_bare(heading).lower()) is not None


@lru_cache(maxsize=2048)
def numbered_title(heading: str) -> tuple[int | None, str]:
    """Number and title of a section heading ("1. Late mail", "Root cause 1: Late mail"); None: no number."""
    text = heading.strip(" *_:")
    if match := _COUNTED.fullmatch(text):
        number = match["number"] or str(_SPELLED[(match["word"] or match["ordinal"]).lower()])
        return _counted(number), (match["title"] or "").strip(" *_:")
    if match := _NUMBERED.fullmatch(text):
        return _counted(match[1]), match[2].strip(" *_:")
    return None, text


def counted_label(heading: str) -> str:
    """The label in front of a number: "root cause" in "Root cause 2: Late mail"; "" where there is none."""
    match = _COUNTED.fullmatch(heading.strip(" *_:"))
    return " ".join((match["label"] or match["label2"]).lower().split()).removeprefix("the ") if match else ""


def _counted(number: str) -> int:
    if number.isdigit():
        return int(number)
    letters = number.upper()
    if not set(letters) <= set(_ROMAN):
        return ord(letters) - ord("A") + 1
    values = [_ROMAN[letter] for letter in letters]
    return sum(
        -value if any(later > value for later in values[place + 1 :]) else value
        for place, value in enumerate(values)
    )


def _named(bare: str) -> PartName | None:
    text = (
        bare.lower()
        .replace("’", "'")
        .replace("(s)", "s")
        .replace("/s", "s")
        .replace("long-term", "long term")
    )
    words = re.findall(r"[^\W\d_]+", text)
    if not words or len(words) > 14 or any(map(str.isdigit, text)) or _NEVER.fullmatch(text):
        return None
    open_ended = _OPEN.fullmatch(text) is not None
    if not open_ended and not _USUAL.issuperset(words):
        return None
    spoken = " ".join(words)
    return next((name for name, key in _KEYS if key.search(spoken)), None)


def _bare(heading: str) -> str:
    text = heading[:LONGEST].strip(_EDGES)
    ordinal = _ORDINAL.match(heading[:LONGEST].strip(" \n\t#*_:."))
    if ordinal:
        text = heading[:LONGEST].strip(" \n\t#*_:.")[ordinal.end() :].strip(_EDGES)
    return " ".join(text.split())


def opener_of(paragraph: str) -> tuple[PartName | None, int]:
    """The part that a paragraph without a heading begins, and the length of the words that say so."""
    for name, opening in _OPENERS:
        if match := opening.match(paragraph[:LONGEST]):
            return name, match.end()
    return None, 0
