"""Who keeps a measure up, and how often: as it stands inside a sentence, and as a sentence of its own."""

import re

from poa_ai.phrasewords import Words, as_sentence, lower_first

_PERSONS = {"i": "us", "me": "us", "myself": "us", "we": "us", "us": "us", "ourselves": "us"}
_ARTICLED = frozenset({"CEO", "CFO", "COO", "CTO"})
_TIMES = frozenset(
    "afternoon business day evening fortnight friday half hour minute monday month morning night quarter "
    "saturday season second shift sunday third thursday time tuesday wednesday week weekday weekend working "
    "year".split()
)
_DAYS = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b", re.IGNORECASE)


def is_empty(text: str | None) -> bool:
    """Whether nothing is said: no letter and no digit."""
    return not text or not re.search(r"[^\W_]", text)


def owner_told(owner: str, text: str, words: Words) -> bool:
    """Whether the text names the owner already. A bare word may be another thing: "QA labels counted"."""
    tokens = owner.casefold().split()
    named = bool({tokens[0], tokens[-1].rstrip(".")} & words.roles)
    return _holds(text, owner if named else f"by {owner}")


def cadence_told(cadence: str, text: str, words: Words) -> bool:
    """Whether the text says already how often."""
    return _holds(text, cadence) and not placed(cadence, words)[1].startswith("(")


def role(owner: str, words: Words) -> str:
    """The owner inside a sentence: "the warehouse lead"; a name stays a name, "me" becomes "us"."""
    text = " ".join(owner.split())
    tokens = (text if text.endswith("dept.") else text.rstrip(".")).split()
    if not tokens:
        return ""
    first, last = tokens[0].casefold(), tokens[-1].casefold()
    if len(tokens) == 1 and first in _PERSONS:
        return _PERSONS[first]
    if first in words.determiners or first in {"everyone", "everybody", "somebody", "someone"}:
        return lower_first(" ".join(tokens), words, ())
    if tokens[0][0].isdigit() or (len(tokens) == 1 and tokens[0].isupper() and tokens[0] not in _ARTICLED):
        return " ".join(tokens)
    if last.removesuffix("s") not in words.roles and last not in words.roles and first not in words.roles:
        named = not tokens[0].islower() and tokens[0] not in _ARTICLED
        return " ".join(tokens) if named else "the " + " ".join(tokens)
    if first in words.roles and last not in words.roles and len(tokens) > 1 and tokens[-1].istitle():
        return "the " + " ".join([first, *tokens[1:]])  # "owner Beatrice": a role and who has it
    return "the " + " ".join(token.lower() if token.istitle() else token for token in tokens)


def duty_sentence(owner: str | None, cadence: str | None, start: str, words: Words) -> str:
    """A sentence of its own: "The warehouse lead is responsible for this, daily from 20 October 2026."

    `start` is "from" and the day, or "". Returns "" where nothing at all is known.
    """
    adverb, phrase = placed(cadence, words)
    when = ", ".join(part for part in (phrase, start) if part)
    if owner:
        text = f"{_subject(role(owner, words), words)} responsible for this" + (
            f", {adverb}" if adverb else ""
        )
    elif cadence:
        text = f"This is done {adverb}".rstrip()
    else:
        return as_sentence(f"This applies {start}") if start else ""
    if phrase.startswith("("):
        return as_sentence(f"{text} {when}")
    glue = " " if adverb or (not owner and phrase) else ", "
    return as_sentence(text + (glue + when if when else ""))


def placed(cadence: str | None, words: Words) -> tuple[str, str]:
    """An adverb that stands behind the verb, and a phrase that stands at the end; one of them is ""."""
    text = " ".join((cadence or "").split()).rstrip(".")
    if not text:
        return "", ""
    tokens = text.casefold().split()
    if text.casefold() in words.cadence_adverbs:
        return text.casefold(), ""
    if _DAYS.match(text):
        return "", f"on {text}"
    if tokens[0] in {"each", "every"} and not any(map(_tells_time, tokens[1:4])):
        return "", f"for {text[0].lower()}{text[1:]}"
    if tokens[0] in words.cadence_adverbs or tokens[0] in words.cadence_openers:
        return "", text[0].lower() + text[1:]
    return "", f"(cadence: {text})"


def _tells_time(token: str) -> bool:
    return token[0].isdigit() or bool(_TIMES & {token, token.removesuffix("s")})


def _subject(holder: str, words: Words) -> str:
    if holder == "us":
        return "We are"
    tokens = holder.casefold().split()
    last = tokens[-1]
    plural = (
        (last.endswith("s") and last.removesuffix("s") in words.roles and last not in words.roles)
        or bool({"&", "and"} & set(tokens))
        or tokens[0] in {"all", "both", "several", "two", "three", "four", "five", "six"}
        or (tokens[0].isdigit() and tokens[0] != "1")
    )
    return f"{holder[0].upper()}{holder[1:]} {'are' if plural else 'is'}"


def _holds(text: str, phrase: str) -> bool:
    wanted = re.escape(phrase.strip().rstrip("."))
    return re.search(rf"(?<!\w){wanted}(?!\w)", text, re.IGNORECASE) is not None
