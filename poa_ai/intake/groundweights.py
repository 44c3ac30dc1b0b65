"""Which issue types a statement tells of, by the weights of its words.

Signals know the words that their author thought of. The weights are learned from the statements in
`evals/notices/grounds`, and so hear what is said in other words. `groundweights.tsv` holds them, as
`python -m poa_ai.testing.groundlearning` writes it. Its first line tells what they were learned from, its
second the issue types with what each starts from. Each further line is a term, then the number of an issue
type and the weight for it in hundredths, and so on.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from poa_ai.lazypattern import lazy_pattern
from poa_ai.packagefiles import package_folder
from poa_ai.validation.stemming import stem

FILE = "groundweights.tsv"
MAX_WORDS = 2_000
"""Words of a statement that are weighed; no statement of a notice has as many."""
OTHER = "other"
"""Stands beside the issue types for matters that belong to none of them, such as tax or storage."""
GROUND = "ground"
"""Stands beside them, too, for whether a statement tells a ground at all, of whatever issue type."""
FEWEST = 24
"""A text with fewer terms counts as one with so many: a word alone tells little."""

_PERCENT = lazy_pattern(r"\d[\d.,]*\s?%|\d[\d.,]*\s(?:per cent|percent)\b")
_WORD = lazy_pattern(r"[a-z]+(?:'[a-z]+)?")


@dataclass(frozen=True, slots=True)
class GroundWeights:
    """What a term tells of each issue type, and what speaks for the type before a word is read.

    `learned_from` is the fingerprint of the statements. `rows` are as the file has them, by the term: few of
    them are ever read.
    """

    learned_from: str
    starts: Mapping[str, float]
    rows: Mapping[str, str]

    def log_odds(self, text: str) -> Mapping[str, float]:
        """How likely a text tells of each issue type, as the logarithm of its odds; 0 is as likely as not."""
        issues, sums = list(self.starts), list(self.starts.values())
        found = terms(text)
        share = term_share(found) / 100
        for term in found:
            row = self.rows.get(term, "").split()
            for at, weight in zip(row[::2], row[1::2], strict=True):
                sums[int(at)] += int(weight) * share
        return dict(zip(issues, sums, strict=True))


def term_share(found: Collection[str]) -> float:
    """How much each of the terms of a text counts."""
    return 1 / math.sqrt(max(FEWEST, len(found)))


def terms(text: str) -> frozenset[str]:
    """The words of a text without their endings, and each with the one behind it. A percentage is a word."""
    words = [stem(word) for word in _WORD.findall(_PERCENT.sub(" pct ", text.lower()))[:MAX_WORDS]]
    return frozenset((*words, *(f"{word} {behind}" for word, behind in pairwise(words))))


@cache
def ground_weights() -> GroundWeights:
    """Those that come with poa-ai."""
    return read_weights((package_folder("poa_ai") / "intake" / FILE).read_text("utf-8"))


def read_weights(text: str) -> GroundWeights:
    """The weights that a file holds."""
    learned_from, head, *lines = text.splitlines()
    rows = (line.partition("\t") for line in lines)
    return GroundWeights(learned_from, json.loads(head), {term: row for term, _, row in rows})


def write_weights(
    learned_from: str, starts: Mapping[str, float], weights: Mapping[str, Mapping[str, float]]
) -> str:
    """The text of the file, terms in their order; a weight under a hundredth is left out."""
    issues = list(starts)
    lines = [learned_from, json.dumps({issue: round(start, 2) for issue, start in starts.items()})]
    for term in sorted(weights):
        told = {issues.index(issue): round(100 * weight) for issue, weight in weights[term].items()}
        if row := [f"{at}\t{weight}" for at, weight in sorted(told.items()) if weight]:
            lines.append("\t".join((term, *row)))
    return "\n".join(lines) + "\n"
