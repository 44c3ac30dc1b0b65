"""Putting the seller's notes into sentences: dated past tense for actions, owner and cadence for measures.

Nothing is inflected that is not understood: the word lists in phrasing.toml are all that is.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from importlib.resources import files

from poa_ai.dates import day_text
from poa_ai.errors import DataFileError
from poa_ai.sentences import split_sentences
from poa_ai.tomlfile import read_toml
from poa_ai.values import Kind, extract_values

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_LONGEST_PASSIVE = 9  # words; a longer text has too much in it to be sure of its head


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of phrasing.toml, all in lower case."""

    past_verbs: frozenset[str]
    participles: frozenset[str]
    finite: frozenset[str]
    lowerable: frozenset[str]
    determiners: frozenset[str]
    openers: frozenset[str]
    roles: frozenset[str]
    cadence_adverbs: frozenset[str]
    cadence_openers: frozenset[str]


@cache
def load_words() -> Words:
    """The word lists. Raises DataFileError where the file does not hold exactly these."""
    names = [entry.name for entry in fields(Words)]
    table = read_toml(files("poa_ai") / "phrasing.toml", "poa_ai/phrasing.toml", DataFileError).only(names)
    return Words(**{name: frozenset(table.strings(name, required=True)) for name in names})


def as_sentence(text: str) -> str:
    """The text with a capital at its start, where that is a plain word, and a full stop at its end."""
    text = text.strip()
    if not text:
        return ""
    first = _WORD.match(text)
    if first and first.group().islower() and not re.match(r"[^\W\d_]+[\w.@/-]*[\d.@/]\w", text):
        text = text[0].upper() + text[1:]
    if text[-1] in ".!?" or (text[-1] in "\"'”’)" and text[-2:-1] in {".", "!", "?"}):
        return text
    return text.rstrip(",;:–—- ") + "."


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
    if (told := _with_subject(body, words)) or _is_past_clause(body, words):
        clause = told or body
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
    owner = None if _is_empty(owner) or _owner_told(owner or "", body, words) else owner
    cadence = None if _is_empty(cadence) or _cadence_told(cadence or "", body, words) else cadence
    starts = None if starts is not None and _holds_date(body, starts) else starts
    start = f"from {day_text(starts)}" if starts else ""
    if (passive := _passive(body, words, names, past=False)) and (owner or cadence):
        adverb, phrase = _placed(cadence, words)
        by = f"by {role(owner, words)}" if owner else ""
        told = " ".join(part for part in (passive, adverb, by, phrase) if part)
        return as_sentence(", ".join(part for part in (told, start) if part))
    return " ".join(part for part in (as_sentence(body), _duty(owner, cadence, start, words)) if part)


def _is_empty(text: str | None) -> bool:
    return not text or not re.search(r"[^\W_]", text)


def _owner_told(owner: str, text: str, words: Words) -> bool:
    # A bare word of the text may be another thing: "QA" is no owner of "QA labels counted".
    tokens = owner.casefold().split()
    named = bool({tokens[0], tokens[-1].rstrip(".")} & words.roles)
    return _holds(text, owner if named else f"by {owner}")


def _cadence_told(cadence: str, text: str, words: Words) -> bool:
    return _holds(text, cadence) and not _placed(cadence, words)[1].startswith("(")


def _holds(text: str, phrase: str) -> bool:
    wanted = re.escape(phrase.strip().rstrip("."))
    return re.search(rf"(?<!\w){wanted}(?!\w)", text, re.IGNORECASE) is not None


def role(owner: str, words: Words | None = None) -> str:
    """The owner as it stands inside a sentence: "the warehouse lead"; a name stays a name."""
    words = words or load_words()
    tokens = owner.strip().rstrip(".").split()
    if not tokens or tokens[0].casefold() in words.determiners:
        return lower_first(" ".join(tokens), words, ())
    if tokens[-1].casefold() not in words.roles and tokens[0].casefold() not in words.roles:
        named = not tokens[0].islower() and not (len(tokens) == 1 and tokens[0].isupper())
        return " ".join(tokens) if named else "the " + " ".join(tokens)
    lowered = [token.lower() if token.istitle() else token for token in tokens]
    return "the " + " ".join(lowered)


def lower_first(text: str, words: Words, names: Iterable[str]) -> str:
    """The text with its first word in lower case, where that word surely is no name."""
    match = _WORD.match(text)
    if (
        not match
        or not match.group()[0].isupper()
        or (not match.group()[1:].islower() and len(match.group()) > 1)
    ):
        return text
    first = match.group().lower()
    known = first in words.lowerable | words.past_verbs | words.openers | words.participles
    if not known or any(text.casefold().startswith(name.casefold()) for name in names):
        return text
    return text[0].lower() + text[1:]


def _duty(owner: str | None, cadence: str | None, start: str, words: Words) -> str:
    adverb, phrase = _placed(cadence, words)
    when = ", ".join(part for part in (phrase, start) if part)
    if owner:
        holder = role(owner, words)
        text = f"{holder[0].upper()}{holder[1:]} is responsible for this" + (f", {adverb}" if adverb else "")
    elif cadence:
        text = f"This is done {adverb}".rstrip()
    else:
        return as_sentence(f"This applies {start}") if start else ""
    if phrase.startswith("("):
        return as_sentence(f"{text} {when}")
    glue = " " if adverb or (not owner and phrase) else ", "
    return as_sentence(text + (glue + when if when else ""))


def _placed(cadence: str | None, words: Words) -> tuple[str, str]:
    """An adverb that stands behind the verb, and a phrase that stands at the end; one of them is ""."""
    text = (cadence or "").strip().rstrip(".")
    if not text:
        return "", ""
    first = text.split()[0].casefold()
    if text.casefold() in words.cadence_adverbs:
        return text.casefold(), ""
    if first in words.cadence_adverbs or first in words.cadence_openers:
        return "", text[0].lower() + text[1:]
    return "", f"(cadence: {text})"


def _with_subject(text: str, words: Words) -> str:
    """ "we switched ..." for "Switched ..."; "" where the text does not surely open with a past verb."""
    tokens = _tokens(text)
    if len(tokens) < 2 or tokens[0] not in words.past_verbs:
        return ""
    inner = _tokens(re.split(r"[;:]\s", text)[0])
    if inner[-1] in words.participles or any(token in words.finite for token in inner[1:3]):
        return ""
    return "we " + text[0].lower() + text[1:]


def _is_past_clause(text: str, words: Words) -> bool:
    tokens = _tokens(re.split(r";\s", text)[0])
    if tokens[:1] in (["we"], ["i"]) and len(tokens) > 1:
        return tokens[1] in words.past_verbs | {"had", "were", "was"}
    return bool({"was", "were"} & set(tokens)) and not {"will", "is", "are"} & set(tokens)


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
    if (
        set(subject) & (words.finite | {"we", "i", "and", "or", "but", "not"})
        or tokens[0] in words.past_verbs
    ):
        return ""
    head = _head(subject)
    place = _index(subject)
    if not re.fullmatch(r"[a-z]+(-[a-z]+)*", head) or (place and not parts[place].islower()):
        return ""
    plural = head.endswith("s") and not head.endswith(("ss", "us", "is"))
    if tokens[0] in {
        "all",
        "both",
        "several",
        "most",
        "these",
        "those",
        "two",
        "three",
        "four",
        "five",
        "six",
    }:
        plural = True
    phrase = lower_first(" ".join(parts[:-1]), words, names)
    if tokens[0] not in words.determiners and not plural:
        if phrase[0].isupper():
            return ""
        phrase = "the " + phrase
    if re.match(r"[a-z]+[A-Z]", phrase):
        return ""
    verb = ("were" if plural else "was") if past else ("are" if plural else "is")
    return f"{phrase[0].upper()}{phrase[1:]} {verb} {parts[-1].lower()}"


_PREPOSITIONS = {"of", "in", "on", "for", "from", "to", "with", "by", "at", "under", "over", "per", "without"}


def _index(subject: list[str]) -> int:
    # The head noun stands before the first preposition: "photos of each lot" are photos.
    for index, token in enumerate(subject):
        if token in _PREPOSITIONS and index:
            return index - 1
    return len(subject) - 1


def _head(subject: list[str]) -> str:
    return subject[_index(subject)]


def _tokens(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)] or [""]


def _holds_date(text: str, day: date) -> bool:
    return any(value.kind is Kind.DATE and value.normal == day.isoformat() for value in extract_values(text))
