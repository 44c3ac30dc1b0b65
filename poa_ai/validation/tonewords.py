"""What a sentence's tone is judged by: its words, the letters they are made of, and which stand together."""

import re
from collections.abc import Iterator
from itertools import pairwise

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
        elif any(char.isdigit() for char in token):
            found.append(FIGURE)
        elif token[0].isupper() and len(found) > 1 and found[-1] not in "!?" and token not in _KEPT:
            found.append(NAME)
        else:
            found.append(token.lower())
    found.append(END)
    return found


def word_features(word: str) -> Iterator[str]:
    """The word itself and each run of three to five letters in it, with "<" and ">" for its ends."""
    marked = f"<{word}>"
    yield marked
    for length in range(_LEAST, min(_MOST, len(marked) - 1) + 1):
        for at in range(len(marked) - length + 1):
            yield marked[at : at + length]


def pair_features(words: list[str]) -> Iterator[str]:
    """Words that follow each other, and words with one between them."""
    for first, second in pairwise(words):
        yield f"{first} {second}"
    for first, second in zip(words, words[2:], strict=False):
        yield f"{first}_{second}"
