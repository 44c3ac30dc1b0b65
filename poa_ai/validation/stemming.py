"""A light stemmer: forms of one word that differ in ending meet in one stem, or in one root."""

_DOUBLED = "bdgklmnprtv"
_VOWELS = frozenset("aeiouy")
_INFLECTIONS = ("ings", "ing", "ed")
_DERIVATIONS = ("ations", "ation", "ments", "ment", "ions", "ion", "ers", "er", "als", "al", "li")


def stem(word: str) -> str:
    """Stem of a lower-case word: plural, -ed and -ing fall away. Only equality of stems means something.

    >>> stem("shipped") == stem("ships") == stem("shipping")
    True
    """
    word = _singular(word)
    for ending in _INFLECTIONS:
        base = word.removesuffix(ending)
        if base != word and len(base) >= 2 and not base.endswith("e") and not _VOWELS.isdisjoint(base):
            return _closed(base)
    return _closed(word)


def root(word: str) -> str:
    """Root of a lower-case word: its stem without -ment, -ation, -er, -al, -ly and -y as well.

    >>> root("delivery") == root("delivered") and root("daily") == root("day")
    True
    """
    base = stem(word)
    for ending in _DERIVATIONS:
        shorter = base.removesuffix(ending)
        if shorter != base and len(shorter) >= 3 and not _VOWELS.isdisjoint(shorter):
            return _closed(shorter)
    return _closed(base[:-2]) if base.endswith("eri") else base


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    return word[:-1]


def _closed(base: str) -> str:
    """Without doubled end and silent e, and with the i that y turns into."""
    if len(base) > 3 and base[-1] == base[-2] and base[-1] in _DOUBLED:
        base = base[:-1]
    if len(base) > 2 and base.endswith("e"):
        base = base[:-1]
    return base[:-1] + "i" if base.endswith("y") and len(base) > 2 else base
