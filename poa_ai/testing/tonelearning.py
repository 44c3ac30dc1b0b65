"""Learning the weights of `validation/tone.py` from labelled sentences: a linear support vector machine.

`python -m poa_ai.testing.tonelearning` learns from `evals/language/learned`. Training is by dual
coordinate descent (Hsieh and others, 2008), in a fixed order, so the same sentences give the same weights.
"""

import math
import random
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import poa_ai
from poa_ai.testing.corpus import LabelledSentence, read_corpus
from poa_ai.validation.language import tone_words
from poa_ai.validation.rule import RuleSet
from poa_ai.validation.rulefile import load_builtin_rules
from poa_ai.validation.tone import KINDS, TONE, Tone, format_kinds, format_tone
from poa_ai.validation.tonewords import pair_features, word_features

RULES = Path(poa_ai.__file__).parent / "rules"
CORPUS = RULES.parents[1] / "evals" / "language" / "learned"
FOLDS = 5
DOUBTFUL, LIKELY, SURE, CERTAIN = 0.05, 0.028, 0.015, 0.003
"""The shares of factual sentences that may lie above each threshold, told by sentences left out."""

NOT_TOLD_BY_WORDS = frozenset({"shouting"})
"""Categories of form and of data: their sentences say in other letters what a factual one says."""

_LEAST = 3
_COST = 2.0
_EPOCHS = 12
_UNIT = 0.08
_SMALLEST = 12


@dataclass(frozen=True, slots=True)
class _Sample:
    words: list[str]
    features: frozenset[str]
    label: LabelledSentence


def learn(sentences: Sequence[LabelledSentence]) -> tuple[Tone, dict[str, dict[str, int]]]:
    """The tone that tells the sentences apart, with thresholds from cross-validation, and its categories."""
    samples = [
        _sample(sentence)
        for sentence in sentences
        if not (sentence.offends and sentence.category in NOT_TOLD_BY_WORDS)
    ]
    scores: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        inside = [sample for number, sample in enumerate(samples) if number % FOLDS != fold]
        outside = [sample for number, sample in enumerate(samples) if number % FOLDS == fold]
        tone = _learned(inside)
        scores += [(tone.score(sample.words), sample.label.offends) for sample in outside]
        sys.stderr.write(f"tone: {fold + 1} of {FOLDS} parts tried\n")
    clean = sorted(score for score, offends in scores if not offends)
    at = [clean[int((1 - share) * (len(clean) - 1))] for share in (DOUBTFUL, LIKELY, SURE, CERTAIN)]
    tone = replace(_learned(samples), doubtful=at[0], likely=at[1], sure=at[2], certain=at[3])
    return tone, _kinds(samples)


def _sample(sentence: LabelledSentence) -> _Sample:
    words = tone_words(sentence.text)
    features = {part for word in set(words) for part in word_features(word)} | set(pair_features(words))
    return _Sample(words, frozenset(features), sentence)


def _learned(samples: Sequence[_Sample]) -> Tone:
    rarity = _rarity(sample.features for sample in samples)
    vectors = [
        {name: rarity[name] / math.sqrt(len(sample.words)) for name in sample.features if name in rarity}
        for sample in samples
    ]
    weights, bias = _separate(vectors, [sample.label.offends for sample in samples])
    scaled = {name: round(1000 * weights[name] * rarity[name] * _UNIT) for name in weights}
    kept = {
        name: weight for name, weight in scaled.items() if abs(weight) >= _SMALLEST or name.startswith("<")
    }
    return Tone(kept, bias, 0.0, 0.0, 0.0, 0.0)


def _rarity(features: Iterable[Iterable[str]]) -> dict[str, float]:
    """How much each feature counts: more where fewer samples have it; the rarest are left out."""
    total, counts = 0, Counter[str]()
    for names in features:
        total += 1
        counts.update(names)
    return {name: math.log(total / count) + 1 for name, count in counts.items() if count >= _LEAST}


def _separate(
    vectors: Sequence[Mapping[str, float]], offends: Sequence[bool], cost: float = _COST
) -> tuple[dict[str, float], float]:
    """Weights and bias of the hyperplane; the vectors are scaled by _UNIT."""
    names = sorted({name for vector in vectors for name in vector})
    number = {name: at for at, name in enumerate(names)}
    rows = [[(number[name], value * _UNIT) for name, value in sorted(vector.items())] for vector in vectors]
    weights = [0.0] * len(names)
    bias = 0.0
    alphas = [0.0] * len(rows)
    norms = [1 + sum(value * value for _, value in row) + 1 / (2 * cost) for row in rows]
    order = list(range(len(rows)))
    chance = random.Random(7)
    for _ in range(_EPOCHS):
        chance.shuffle(order)
        for at in order:
            sign = 1.0 if offends[at] else -1.0
            row = rows[at]
            margin = bias
            for index, value in row:
                margin += weights[index] * value
            gradient = sign * margin - 1 + alphas[at] / (2 * cost)
            new = max(0.0, alphas[at] - gradient / norms[at])
            step = (new - alphas[at]) * sign
            if step:
                alphas[at] = new
                bias += step
                for index, value in row:
                    weights[index] += step * value
    return {name: weights[at] for name, at in number.items() if weights[at]}, bias


def _kinds(samples: Sequence[_Sample]) -> dict[str, dict[str, int]]:
    """For each category the words that tell it from the other categories."""
    offending = [sample for sample in samples if sample.label.offends]
    rarity = _rarity(set(sample.words) for sample in offending)
    vectors = []
    for sample in offending:
        vector = {word: rarity[word] for word in set(sample.words) if word in rarity}
        length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
        vectors.append({word: value / length / _UNIT for word, value in vector.items()})
    kinds: dict[str, dict[str, int]] = {}
    for kind in sorted({sample.label.category for sample in offending}):
        weights, _ = _separate(vectors, [sample.label.category == kind for sample in offending], 1.0)
        scaled = {word: round(100 * weight * rarity[word]) for word, weight in weights.items()}
        kinds[kind] = {word: weight for word, weight in scaled.items() if abs(weight) > 20}
    return kinds


def examples_of(rules: RuleSet) -> tuple[LabelledSentence, ...]:
    """The examples of the rules as labelled sentences."""
    found = []
    for rule in rules.rules:
        shown = rule.examples
        wrong = [*shown.flags, *(before for before, _ in shown.removes)]
        right = [*shown.keeps, *(after for _, after in shown.removes if after)]
        found += [LabelledSentence(text, rule.category, True) for text in wrong]
        found += [LabelledSentence(text, rule.category, False) for text in right]
    return tuple(dict.fromkeys(found))


def main(folder: Path = CORPUS) -> None:
    """Learn from a folder of labelled sentences and write the files below `poa_ai/rules`."""
    tone, kinds = learn([*read_corpus(folder), *examples_of(load_builtin_rules())])
    for name, text in ((TONE, format_tone(tone)), (KINDS, format_kinds(kinds))):
        (RULES / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
