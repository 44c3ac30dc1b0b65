"""Judging a sentence by all of its words where no single pattern decides.

The weights come from the sentences in `evals/language/learned` by `python -m poa_ai.testing.tonelearning`
and are kept in `rules/tone.txt`. They know no grammar: what they find is a likeness, told with its words.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files

from poa_ai.validation.tonewords import NAME, pair_features, word_features

_FILE = files("poa_ai") / "rules" / "tone.txt"


@dataclass(frozen=True, slots=True)
class Tone:
    """How much a sentence reads like one that does not belong in a plan of action.

    `weights` are by feature (see `tonewords`), in thousandths; `bias` is added to their sum over the root of
    the number of words. Below `doubtful` a sentence reads like a fact; from `likely` on it is worth a look,
    from `sure` on it is held for wrong, and from `certain` on even where it tells a fact. `kinds` has the
    weights by category and word.
    """

    weights: dict[str, int]
    bias: float
    doubtful: float
    likely: float
    sure: float
    certain: float
    kinds: dict[str, dict[str, int]]
    _words: dict[str, int] = field(default_factory=dict, compare=False, repr=False)

    def score(self, words: list[str]) -> float:
        """The score of a sentence by its `tonewords.tokens`."""
        total = sum(self.word_weight(word) for word in set(words))
        total += sum(self.weights.get(pair, 0) for pair in pair_features(words))
        return self.bias + total / 1000 / math.sqrt(len(words))

    def word_weight(self, word: str) -> int:
        """What one word adds, in thousandths."""
        weight = self._words.get(word)
        if weight is None:
            weight = sum(self.weights.get(part, 0) for part in word_features(word))
            if len(self._words) < 50_000:
                self._words[word] = weight
        return weight

    def known_share(self, words: list[str]) -> float:
        """The share of the words, names and figures left out, that have been seen; 1 where there is none."""
        plain = [word for word in words[1:-1] if word.isalpha()]
        return sum(f"<{word}>" in self.weights for word in plain) / len(plain) if plain else 1.0

    def category(self, words: list[str]) -> str:
        """The category that the words of an offending sentence speak for."""
        present = set(words)
        return max(self.kinds, key=lambda kind: sum(self.kinds[kind].get(word, 0) for word in present))

    def telling(self, words: list[str], count: int = 3) -> tuple[str, ...]:
        """The words that speak most against the sentence, the heaviest first."""
        plain = {word for word in words[1:-1] if word.isalpha() and word != NAME}
        heavy = sorted(plain, key=lambda word: (-self.word_weight(word), word))
        return tuple(word for word in heavy[:count] if self.word_weight(word) > 0)


def read_tone() -> Tone:
    """The weights that come with poa-ai."""
    return parse_tone(_FILE.read_text("utf-8"))


def parse_tone(text: str) -> Tone:
    """The inverse of `format_tone`."""
    head, *lines = text.splitlines()
    numbers = [float(number) for number in head.split("\t")[1:]]
    weights: dict[str, int] = {}
    kinds: dict[str, dict[str, int]] = {}
    for line in lines:
        kind, weight, *features = line.split("\t")
        target = kinds.setdefault(kind, {}) if kind else weights
        target.update(dict.fromkeys(features, int(weight)))
    return Tone(weights, *numbers, kinds=kinds)


def format_tone(tone: Tone) -> str:
    """One line per weight: the category or nothing, the weight, and the features or words that have it."""
    lines = [
        "\t".join(
            ["tone", *(f"{number:.4f}" for number in (tone.bias, tone.doubtful, tone.likely, tone.sure, tone.certain))]
        )
    ]
    lines += _lines("", tone.weights.items())
    for kind in sorted(tone.kinds):
        lines += _lines(kind, tone.kinds[kind].items())
    return "\n".join(lines) + "\n"


def _lines(kind: str, weights: Iterable[tuple[str, int]]) -> Iterator[str]:
    by_weight: dict[int, list[str]] = {}
    for feature, weight in weights:
        by_weight.setdefault(weight, []).append(feature)
    for weight in sorted(by_weight):
        yield "\t".join([kind, str(weight), *sorted(by_weight[weight])])
