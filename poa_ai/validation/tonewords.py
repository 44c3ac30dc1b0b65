"""What a sentence's tone is judged by: its words, the letters they are made of, and which stand together."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, pairwise

_TOKEN = re.compile(r"\"|[^\W_]+(?:'[a-z]+)?|[!?]")
_KEPT = frozenset({"Amazon", "Amazon's", "I", "FBA", "ASIN", "Seller", "Dear", "A"})
_LEAST, _MOST = 3, 5
FIGURE, NAME, START, END = "0", "^", "<s>", "</s>"
"""Stand for any figure or id, any name (a capital inside a sentence), and the ends of the sentence."""


def tokens(sentence: str) -> list[str]:
    """The words of a normalised sentence in lower case; `"`, ! and ? are words too."""
    found = [START]
    for token in _TOKEN.findall(sentence):
        if token.islower():
            found.append(token)
        elif (form := _form(token)) == NAME and (len(found) == 1 or found[-1] in "!?"):
            found.append(token.lower())
        else:
            found.append(form)
    found.append(END)
    return found


@lru_cache(maxsize=20_000)
def _form(token: str) -> str:
    """What a token that is not in lower case counts as inside a sentence."""
    if any(map(str.isdigit, token)):
        return FIGURE
    return NAME if token[0].isupper() and token not in _KEPT else token.lower()


def word_features(word: str) -> list[str]:
    """The word itself and each run of three to five letters in it, with "<" and ">" for its ends."""
    marked = f"<{word}>"
    ends = len(marked) + 1
    runs = (
        [marked[at : at + length] for at in range(ends - length)]
        for length in range(_LEAST, min(_MOST, len(marked) - 1) + 1)
    )
    return [marked, *chain.from_iterable(runs)]


def stems_of_word(word: str) -> Iterator[str]:
    """The stems of all features of a word, and of all pairs that begin with it."""
    marked = f"<{word}>"
    yield word
    for at in range(len(marked) - _LEAST + 1):
        yield marked[at : at + _LEAST]


def stem_of(feature: str) -> str:
    """The begin that a feature shares with others: the first word of a pair, else its first letters."""
    for between in (" ", "_"):
        if between in feature:
            return feature.partition(between)[0]
    return feature[:_LEAST]


def pair_features(words: list[str]) -> Iterator[str]:
    """Words that follow each other, and words with one between them."""
    return chain(map(" ".join, pairwise(words)), map("_".join, zip(words, words[2:], strict=False)))
