"""Putting the seller's notes into sentences: dated past tense for actions, owner and cadence for measures.

Nothing is inflected that is not understood: the word lists in phrasing.toml are all that is.
"""

import re
from collections.abc import Iterable
from datetime import date

from poa_ai.dates import day_text
from poa_ai.duty import cadence_told, duty_sentence, is_empty, owner_told, placed, role
from poa_ai.phrasewords import Words, as_sentence, load_words, lower_first, names_page, tokens_of
from poa_ai.sentences import split_sentences
from poa_ai.values import Kind, values_up_to

_OPENING = re.compile(r"(?:[Hh]ave |(?P<manner>[A-Za-z]+ly ))?(?P<verb>[^\W\d_]+(?:-[^\W\d_]+)*)\s")
_LONGEST_PASSIVE = 9  # words; a longer text has too much in it to be sure of its head
_LONGEST_CLAUSE = 24  # words
_NO_DOER = frozenset(
    "by not no never only which who whom whose that if when whenever where while because so until unless "
    "before after than but".split()
)
_LINKING = frozenset("we i and or but not be been being".split())
_PREPOSITIONS = frozenset("of in on for from to with by at under over per without".split())
_MANY = frozenset("all both several most these those two three four five six".split())


def action_sentence(text: str, done_on: date | None, names: Iterable[str] = ()) -> str:
    """What was done as a dated sentence in the past tense.

    "Switched all SKUs" becomes "On 16 October 2026, we switched all SKUs."; a text that is not surely in
    the past tense becomes "Completed on 16 October 2026: ...". Without a date only the subject is added.
    """
    if not text.strip():
        return ""
    words = load_words()
    body, *rest = (text.strip()[span.start : span.end] for span in split_sentences(text.strip()))
    told = [
        _reported(body, done_on, words, names),
        *(as_sentence(_with_subject(s, words) or s) for s in rest),
    ]
    return " ".join(told)


def _reported(body: str, done_on: date | None, words: Words, names: Iterable[str]) -> str:
    if done_on is not None and _holds_date(body, done_on):
        return as_sentence(_with_subject(body, words) or body)
    if passive := _passive(body, words, names, past=True):
        when = f" on {day_text(done_on)}" if done_on else ""
        return f"{passive}{when}."
    if clause := _with_subject(body, words) or _past_clause(body, words):
        lead = f"On {day_text(done_on)}, " if done_on else ""
        return as_sentence(lead + (lower_first(clause, words, names) if lead else clause))
    if done_on is None:
        return as_sentence(body)
    return as_sentence(f"Completed on {day_text(done_on)}: {lower_first(body, words, names)}")


def measure_sentence(
    text: str, owner: str | None, cadence: str | None, starts: date | None, names: Iterable[str] = ()
) -> str:
    """What keeps a cause from coming back, with who does it, how often and from which day on.

    "Scan-rate report reviewed" becomes "The scan-rate report is reviewed daily by the warehouse lead, from
    20 October 2026."; any other text keeps its words and is followed by a sentence that says the rest.
    """
    words = load_words()
    body = text.strip()
    owner = None if is_empty(owner) or owner_told(owner or "", body, words) else owner
    cadence = None if is_empty(cadence) or cadence_told(cadence or "", body, words) else cadence
    starts = None if starts is not None and _holds_date(body, starts) else starts
    start = f"from {day_text(starts)}" if starts else ""
    if (passive := _passive(body, words, names, past=False)) and (owner or cadence):
        adverb, phrase = placed(cadence, words)
        by = f"by {role(owner, words)}" if owner else ""
        told = " ".join(part for part in (passive, adverb, by, phrase) if part)
        return as_sentence(", ".join(part for part in (told, start) if part))
    if owner and (passive := _spoken_passive(body, words)):
        adverb, phrase = placed(cadence, words)
        if not phrase.startswith("("):
            done = " ".join(part for part in (passive, "by", role(owner, words), phrase) if part)
            when = f"{adverb} {start}".strip() if adverb else start
            return as_sentence(", ".join(part for part in (done, when) if part))
    return " ".join(part for part in (as_sentence(body), duty_sentence(owner, cadence, start, words)) if part)


def _with_subject(text: str, words: Words) -> str:
    """ "we switched ..." for "Switched ..."; "" where the text does not surely open with a past verb.

    "Have switched" and "Immediately switched" open with one too.
    """
    opening = _OPENING.match(text)
    if opening is None or opening["verb"].casefold() not in words.past_verbs:
        return ""
    inner = tokens_of(re.split(r"[;:]\s", text[opening.start("verb") :])[0])
    # "Orders checked" is a passive of its own, "the units that were counted" is none.
    passive = inner[-1] in words.participles and not set(inner[-2:-1]) & words.finite
    if passive or any(token in words.finite for token in inner[1:3]):
        return ""
    manner = (opening["manner"] or "").lower()
    return f"we {manner}{opening['verb'].lower()}{text[opening.end('verb') :]}"


def _past_clause(text: str, words: Words) -> str:
    """The text where it is surely a clause in the past tense, its perfect turned into the past; else ""."""
    tokens = tokens_of(re.split(r";\s", text)[0])
    perfect = re.match(r"(we|i)(?: have|['’]ve) ([^\W\d_]+)\s", text, re.IGNORECASE)
    if perfect and perfect[2].lower() in words.past_verbs:
        return f"{perfect[1]} {text[perfect.start(2) :]}"
    if tokens[:1] in (["we"], ["i"]) and len(tokens) > 1:
        return text if tokens[1] in words.past_verbs or tokens[1] in {"had", "were", "was"} else ""
    return text if {"was", "were"} & set(tokens) and not {"will", "is", "are"} & set(tokens) else ""


def _passive(text: str, words: Words, names: Iterable[str], *, past: bool) -> str:
    """ "The scan-rate report is reviewed" for "Scan-rate report reviewed"; "" for any other form."""
    body = text.rstrip(".")
    if re.search(r"[.;:!?,()]", body):
        return ""
    parts = body.split()
    tokens = [part.casefold() for part in parts]
    if not 2 <= len(parts) <= _LONGEST_PASSIVE or tokens[-1] not in words.participles:
        return ""
    subject = tokens[:-1]
    if not (words.finite.isdisjoint(subject) and _LINKING.isdisjoint(subject)):
        return ""
    if tokens[0] in words.past_verbs:
        return ""
    head = _head(subject)
    place = _index(subject)
    if not re.fullmatch(r"[a-z]+(-[a-z]+)*", head) or (place and not parts[place].islower()):
        return ""
    plural = tokens[0] in _MANY or (head.endswith("s") and not head.endswith(("ss", "us", "is")))
    phrase = lower_first(" ".join(parts[:-1]), words, names)
    if tokens[0] not in words.determiners and not plural:
        if phrase[0].isupper() and not names_page(phrase):
            return ""
        phrase = "the " + phrase
    if re.match(r"[a-z]+[A-Z]", phrase):
        return ""
    verb = ("were" if plural else "was") if past else ("are" if plural else "is")
    return f"{phrase[0].upper()}{phrase[1:]} {verb} {parts[-1].lower()}"


def _spoken_passive(text: str, words: Words) -> str:
    """The text, without its full stop, where it is one passive clause that "by" and a doer may follow.

    "Parcels without a scan are traced within 24 hours" is; a text with a comma, a second verb, a relative
    clause, a "not" or a doer of its own is none.
    """
    body = text.rstrip(".")
    tokens = [token.casefold() for token in body.split()]
    if re.search(r"[.;:!?,()–—]", body) or len(tokens) > _LONGEST_CLAUSE or set(tokens) & _NO_DOER:
        return ""
    verbs = [index for index, token in enumerate(tokens) if token in words.finite]
    if len(verbs) != 1 or not 0 < verbs[0] < len(tokens) - 1:
        return ""
    verb, following = tokens[verbs[0]], tokens[verbs[0] + 1]
    passive = verb in {"is", "are"} and (following in words.participles or following in words.past_verbs)
    return body if passive else ""


def _index(subject: list[str]) -> int:
    # The head noun stands before the first preposition: "photos of each lot" are photos.
    for index, token in enumerate(subject):
        if token in _PREPOSITIONS and index:
            return index - 1
    return len(subject) - 1


def _head(subject: list[str]) -> str:
    return subject[_index(subject)]


def _holds_date(text: str, day: date) -> bool:
    """Whether the text names that day, with or without the year."""
    forms = {day.isoformat(), f"--{day:%m-%d}"}
    return any(
        value.kind is Kind.DATE and forms & set(value.normal.split("|"))
        for value in values_up_to(Kind.DATE, text)
    )
