"""Words that say what a seller did: a sentence that holds one tells a fact and is not dropped unread."""

import re

from poa_ai.lazypattern import lazy_pattern

_DONE = (
    "added adjusted applied approved archived arranged assigned attached audited barcoded blocked booked "
    "bought built calibrated cancelled canceled changed checked cleaned coded collected compared "
    "completed corrected counted created cut defined deleted delivered destroyed dispatched disposed "
    "documented emptied enabled exchanged extended filled fixed graded hired implemented improved "
    "increased inspected installed instructed introduced invoiced issued labelled labeled limited linked "
    "listed logged lowered mapped measured merged migrated mounted moved named notified numbered obtained "
    "opened ordered packed paid paused photographed picked placed posted printed programmed purchased "
    "quarantined raised rebuilt recalled received reconciled recorded recounted recycled reduced refunded "
    "reimbursed relabelled relabeled relisted removed renamed renewed reorganized reorganised repacked "
    "repaired replaced replenished rescanned restocked restored restricted retrained returned reversed "
    "reviewed revised reweighed rewrote scanned scheduled sealed separated set shipped shut signed "
    "skipped sold sorted sourced stocked stopped stored supplied switched tested traced tracked trained "
    "transferred trimmed uninstalled updated upgraded uploaded verified weighed wrote"
)
_DOING = (
    "add adjust apply approve assign audit block buy cancel change check clean compare complete correct "
    "count dispatch inspect install instruct label list log measure move notify pack pause post print "
    "quarantine recall record refund relabel remove repack repair replace review scan ship source stock "
    "store switch test trace track train update upload verify weigh"
)
DEED = rf"(?:{'|'.join(_DONE.split())})"
"""What was done, as a pattern for one word."""

_DEEDS = frozenset((*_DONE.split(), *_DOING.split()))
_WORD = lazy_pattern(r"[a-z]{3,}")
_TOLD = lazy_pattern(
    rf"\b(?:(?<!not )(?<!n't ){DEED}"
    rf"|(?:will|now|we|i|and|lead|team|packers?|who) (?:{'|'.join(_DOING.split())}))\b",
    re.IGNORECASE,
)
_STATED = lazy_pattern(
    r"(?i:\bthat) (?:the|our|some|an?|all) (?:\w+ ){0,2}"
    r"(?:labels?|carriers?|parcels?|orders?|units?|stock|template|printer|scanner|packers?|suppliers?|invoices?|log|count|box(?:es)?|items?|products?|batch|lot|warehouse|shipments?|rate)"
    r" (?:was|were|had|did|is|are|has|have|could|went|came)\b"
)
_OF_AMAZON = lazy_pattern(
    r"\b(?:you|amazon|your \w+)"
    r"(?: \w+n['’]t| (?:has|have|had|just|not|never|also|suddenly|simply|been|already)){0,3} \w+(?: \w+)?"
    r"|\b(?:our|my|the|this)(?: \w+)? (?:account|appeals?|life|lives|business|family|livelihood|house)"
    r"(?: (?:was|were|is|are|has|have|been|not|so|just|still)){0,3} \w+",
    re.IGNORECASE,
)


def tells_deed(text: str) -> bool:
    """Whether the words tell of something that the seller's side did; what was done to the seller is none."""
    if _STATED.search(text):
        return True
    if _DEEDS.isdisjoint(_WORD.findall(text.lower())):
        return False
    return _TOLD.search(text) is not None and _TOLD.search(_OF_AMAZON.sub(" ", text)) is not None
