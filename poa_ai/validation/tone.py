"""Judging a sentence by all of its words where no single pattern decides.

The weights come from the sentences in `evals/language/learned` by `python -m poa_ai.testing.tonelearning`
and are kept in `rules/tone.tsv`. They know no grammar: what they find is a likeness, told with its words.
"""

import math
from dataclasses import dataclass, field
from functools import cache
from itertools import repeat

from poa_ai.packagefiles import package_folder
from poa_ai.validation.tonefile import Kinds, WeightLines, format_weights, parse_weights
from poa_ai.validation.tonefile import format_kinds as format_kinds
from poa_ai.validation.tonewords import pair_features, word_features

TONE, KINDS = "tone.tsv", "tone-kinds.tsv"
_NUMBERS = ("bias", "doubtful", "likely", "sure", "certain")


@dataclass(frozen=True, slots=True)
class Tone:
    """How much a sentence reads like one that does not belong in a plan of action.

    `weights` are by feature (see `tonewords`), in thousandths; `bias` is added to their sum over the root of
    the number of words. Below `doubtful` a sentence reads like a fact; from `likely` on it is worth a look,
    from `sure` on it is held for wrong, and from `certain` on even where it tells a fact. Weights that stand
    in a file are read from its lines word by word.
    """

    weights: dict[str, int]
    bias: float
    doubtful: float
    likely: float
    sure: float
    certain: float
    _lines: WeightLines = field(default_factory=lambda: WeightLines([]), compare=False, repr=False)
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
            self.weights.update(self._lines.read_for(word))
            weight = sum(map(self.weights.get, word_features(word), repeat(0)))
            if len(self._words) < 50_000:
                self._words[word] = weight
        return weight

    def known_share(self, words: list[str]) -> float:
        """The share of the words, names and figures left out, that have been seen; 1 where there is none."""
        plain = [word for word in words[1:-1] if word.isalpha()]
        return sum(map(self._is_known, plain)) / len(plain) if plain else 1.0

    def _is_known(self, word: str) -> bool:
        self.word_weight(word)
        return f"<{word}>" in self.weights

    def telling(self, words: list[str], count: int = 3) -> tuple[str, ...]:
        """The words of some length that speak most against the sentence, the heaviest first."""
        plain = {word for word in words[1:-1] if word.isalpha() and len(word) > 3}
        heavy = sorted(plain, key=lambda word: (-self.word_weight(word), word))
        return tuple(word for word in heavy[:count] if self.word_weight(word) > 0)


def read_tone() -> Tone:
    """The tone that comes with poa-ai."""
    lines, numbers = parse_weights((package_folder("poa_ai") / "rules" / TONE).read_text("utf-8"))
    at = [numbers[name] for name in _NUMBERS]
    return Tone({}, at[0], at[1], at[2], at[3], at[4], lines)


def format_tone(tone: Tone) -> str:
    """The text of the file for a tone that was learned."""
    return format_weights(tone.weights, {name: round(getattr(tone, name), 4) for name in _NUMBERS})


@cache
def read_kinds() -> Kinds:
    """What tells the categories of offending sentences from each other."""
    return Kinds.parse((package_folder("poa_ai") / "rules" / KINDS).read_text("utf-8"))
