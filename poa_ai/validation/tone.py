"""Judging a sentence by all of its words where no single pattern decides.

The weights come from the sentences in `evals/language/learned` by `python -m poa_ai.testing.tonelearning`
and are kept in `rules/tone.tsv`. They know no grammar: what they find is a likeness, told with its words.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import repeat

from poa_ai.packagefiles import package_folder
from poa_ai.validation.tonewords import pair_features, word_features

TONE, KINDS = "tone.tsv", "tone-kinds.json"


@dataclass(frozen=True, slots=True)
class Tone:
    """How much a sentence reads like one that does not belong in a plan of action.

    `weights` are by feature (see `tonewords`), in thousandths; `bias` is added to their sum over the root of
    the number of words. Below `doubtful` a sentence reads like a fact; from `likely` on it is worth a look,
    from `sure` on it is held for wrong, and from `certain` on even where it tells a fact.
    """

    weights: dict[str, int]
    bias: float
    doubtful: float
    likely: float
    sure: float
    certain: float
    _words: dict[str, int] = field(default_factory=dict, compare=False, repr=False)

    def score(self, words: list[str]) -> float:
        """The score of a sentence by its `tonewords.tokens`."""
        total = sum(map(self.word_weight, set(words)))
        total += sum(map(self.weights.get, pair_features(words), repeat(0)))
        return self.bias + total / 1000 / math.sqrt(len(words))

    def word_weight(self, word: str) -> int:
        """What one word adds, in thousandths."""
        weight = self._words.get(word)
        if weight is None:
            weight = sum(map(self.weights.get, word_features(word), repeat(0)))
            if len(self._words) < 50_000:
                self._words[word] = weight
        return weight

    def known_share(self, words: list[str]) -> float:
        """The share of the words, names and figures left out, that have been seen; 1 where there is none."""
        plain = [f"<{word}>" for word in words[1:-1] if word.isalpha()]
        return sum(map(self.weights.__contains__, plain)) / len(plain) if plain else 1.0

    def category(self, words: list[str]) -> str:
        """The category that the words of an offending sentence speak for."""
        present, kinds = set(words), read_kinds()
        return max(kinds, key=lambda kind: sum(map(kinds[kind].get, present, repeat(0))))

    def telling(self, words: list[str], count: int = 3) -> tuple[str, ...]:
        """The words of some length that speak most against the sentence, the heaviest first."""
        plain = {word for word in words[1:-1] if word.isalpha() and len(word) > 3}
        heavy = sorted(plain, key=lambda word: (-self.word_weight(word), word))
        return tuple(word for word in heavy[:count] if self.word_weight(word) > 0)


def read_tone() -> Tone:
    """The weights that come with poa-ai."""
    return parse_tone((package_folder("poa_ai") / "rules" / TONE).read_text("utf-8"))


def parse_tone(text: str) -> Tone:
    """The weights in the text of a file. Raises ValueError where it is no such text."""
    head, *lines = text.removesuffix("\n").split("\n")
    weights: dict[str, int] = {}
    for line in lines:
        weight, *features = line.split("\t")
        weights.update(dict.fromkeys(features, int(weight)))
    return Tone(weights, **json.loads(head))


def format_tone(tone: Tone) -> str:
    """The text of the file: a line with the other values, then for each weight a line with its features.

    No form with a name for each number is read as fast, and each start of a check reads it.
    """
    numbers = ("bias", "doubtful", "likely", "sure", "certain")
    features: dict[int, list[str]] = {}
    for feature in sorted(tone.weights):
        features.setdefault(tone.weights[feature], []).append(feature)
    lines = (f"{weight}\t" + "\t".join(features[weight]) for weight in sorted(features))
    return "\n".join([json.dumps({name: round(getattr(tone, name), 4) for name in numbers}), *lines]) + "\n"


@cache
def read_kinds() -> dict[str, dict[str, int]]:
    """For each category the words that tell it from the others, with their weights."""
    kinds: dict[str, dict[str, int]] = json.loads((package_folder("poa_ai") / "rules" / KINDS).read_bytes())
    return kinds


def format_kinds(kinds: Mapping[str, Mapping[str, int]]) -> str:
    """The text of the file of categories."""
    return "{" + ",\n".join(f"{json.dumps(kind)}: {_lines(kinds[kind])}" for kind in sorted(kinds)) + "}\n"


def _lines(weights: Mapping[str, int]) -> str:
    entries = ",\n".join(
        f"{json.dumps(name, ensure_ascii=False)}: {weights[name]}" for name in sorted(weights)
    )
    return "{\n" + entries + "\n}"
