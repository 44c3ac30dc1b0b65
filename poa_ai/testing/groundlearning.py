"""Learns the weights of `poa_ai.intake.groundweights` from statements and notices with known issue types.

For each issue type by itself, the weights are those of a logistic regression with a penalty on their squares:
how likely a statement tells of it. Statements that do and statements that don't weigh the same in all. Which
passage of a notice tells its issue types is not labelled: weights learned without them find it.
`python -m poa_ai.testing.cuelearning` writes the file.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array

from poa_ai.intake.groundweights import (
    GROUND,
    OTHER,
    GroundWeights,
    read_weights,
    term_share,
    terms,
    write_weights,
)
from poa_ai.intake.noticetext import tidy
from poa_ai.intake.passages import split_passages
from poa_ai.intake.passagesigns import undenied
from poa_ai.intake.quotes import without_quotes
from poa_ai.packagefiles import fingerprint
from poa_ai.testing.noticescore import LabelledNotice, read_notices

PENALTY = 0.01
"""On half the sum of squared weights, per unit of loss."""
SEEN = 2
"""A term counts from so many statements on."""
STEPS = 100
"""Of the search for the weights; more change no result."""
TELLING = 3.0
"""How much a passage of a notice counts that tells its issue type, beside a statement by itself."""
MISLEADING = -1.5
"""Log-odds for an issue type that its notice is not about, from which on a passage is known to mislead."""
LEAST = 0.25
"""A smaller weight is left out."""
SHORTEST = 25
"""Characters; a shorter passage of a notice tells of no issue type and of every one."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A statement, the issue types it tells of, and those of which it may tell or not."""

    text: str
    issues: frozenset[str]
    open: frozenset[str] = frozenset()
    weight: float = 1.0


def read_grounds(folder: Path) -> tuple[Ground, ...]:
    """The statements of all files of a folder, in their order. Raises ValueError for a file of another form.

    A file has a table for each issue type with its statements under `says`; `none` has those that tell of
    none, `other` those on matters that belong to no issue type, `several` those that tell of two or more,
    each with its `issues`.
    """
    return tuple(ground for file in sorted(folder.glob("*.toml")) for ground in _in_file(file))


def _in_file(file: Path) -> Iterator[Ground]:
    for name, table in tomllib.loads(file.read_text("utf-8")).items():
        if set(table) != {"says"}:
            raise ValueError(f"{file}: [{name}] holds 'says' and nothing else")
        for said in table["says"]:
            if isinstance(said, str):
                yield Ground(said, frozenset() if name == "none" else frozenset((name,)))
            else:
                yield Ground(said["text"], frozenset(said["issues"]))


def all_notices(folder: Path) -> tuple[LabelledNotice, ...]:
    """Those of `evals/notices` in a checkout; the notices that are held out stay out of it."""
    return (*read_notices(folder), *read_notices(folder / "learned"))


def of_notices(notices: Iterable[LabelledNotice], weights: GroundWeights | None = None) -> Iterator[Ground]:
    """The passages of notices.

    Of the issue types of the notice each passage may tell; of others it doesn't. With weights, that which
    they find most like an issue type of the notice is taken to tell of it, and that which they find like
    another to tell no ground.
    """
    for notice in notices:
        own = frozenset(notice.expected["issues"])
        passages = told_passages(notice)
        odds = [weights.log_odds(text) for text in passages] if weights is not None else []
        telling: dict[int, set[str]] = {}
        for issue in own if odds else ():
            telling.setdefault(max(range(len(odds)), key=lambda at: odds[at][issue]), set()).add(issue)
        for at, text in enumerate(passages):
            tells = frozenset(telling.get(at, ()))
            if tells:
                yield Ground(text, tells, own - tells, TELLING)
            elif len(text) > SHORTEST:
                misleads = bool(odds) and _most(odds[at], without=own) > MISLEADING
                yield Ground(text, frozenset(), own if misleads else own | {GROUND})


def told_passages(notice: LabelledNotice) -> list[str]:
    """The passages of a notice, without the parts that they deny."""
    return [undenied(passage) for passage in split_passages(without_quotes(tidy(notice.text)))]


def _most(odds: Mapping[str, float], without: Collection[str]) -> float:
    return max(value for id, value in odds.items() if id not in (*without, OTHER, GROUND))


def learn(grounds: Sequence[Ground], notices: Sequence[LabelledNotice]) -> str:
    """The text of the file of weights, learned twice: the first weights tell which passages tell what."""
    key = learned_from(grounds, notices)
    first = read_weights(_learn([*grounds, *of_notices(notices)], key))
    return _learn([*grounds, *of_notices(notices, first)], key)


def learned_from(grounds: Sequence[Ground], notices: Sequence[LabelledNotice]) -> str:
    """What tells these statements and notices from any others."""
    told = [[ground.text, *sorted(ground.issues)] for ground in grounds]
    held = [[notice.text, *notice.expected["issues"]] for notice in notices]
    return fingerprint(json.dumps([told, held]).encode())


def _learn(grounds: Sequence[Ground], key: str) -> str:
    found = [terms(ground.text) for ground in grounds]
    counts = Counter(term for statement in found for term in statement)
    known = {term: at for at, term in enumerate(sorted(t for t, count in counts.items() if count >= SEEN))}
    issues = sorted({issue for ground in grounds for issue in ground.issues})
    fitted = _fit(_table(found, known), _tells(grounds, [*issues, GROUND]))
    starts = dict(zip([*issues, GROUND], map(float, fitted[-1]), strict=True))
    weights = {
        term: {issue: float(row[place]) for place, issue in enumerate(starts) if abs(row[place]) >= LEAST}
        for term, row in zip(known, fitted, strict=False)
    }
    return write_weights(key, starts, weights)


def _tells(grounds: Sequence[Ground], issues: Sequence[str]) -> NDArray[np.float64]:
    """A row for each statement, a column for each issue type: how much it counts.

    Below 0 where it doesn't tell, 0 where it may or not. Those that tell and those that don't count the same
    in each column.
    """
    told = [ground.issues | {GROUND} if ground.issues else ground.issues for ground in grounds]
    rows = np.array(
        [
            [
                0.0 if issue in ground.open else ground.weight if issue in tells else -ground.weight
                for issue in issues
            ]
            for ground, tells in zip(grounds, told, strict=True)
        ]
    )
    number = (rows != 0).sum(axis=0)
    ayes, noes = np.clip(rows, 0, None), np.clip(-rows, 0, None)
    return np.asarray(
        number * (ayes / np.maximum(1, ayes.sum(axis=0)) - noes / np.maximum(1, noes.sum(axis=0))) / 2
    )


def _table(found: Sequence[frozenset[str]], known: Mapping[str, int]) -> csr_array:
    """A row for each statement, a column for each known term."""
    places = [
        (row, known[term], term_share(held))
        for row, held in enumerate(found)
        for term in sorted(held & known.keys())
    ]
    rows, columns, shares = (np.array(column) for column in zip(*places, strict=True))
    return csr_array((shares, (rows, columns)), shape=(len(found), len(known)))


def _fit(table: csr_array, tells: NDArray[np.float64]) -> NDArray[np.float64]:
    """A row of weights for each term and, last, what each issue type starts from; a column for each type."""
    each, signs, turned = np.abs(tells), np.sign(tells), table.T.tocsr()
    shape = (table.shape[1] + 1, tells.shape[1])

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        at = flat.reshape(shape)
        margins = signs * (table @ at[:-1] + at[-1])
        slopes = -each * signs / (1 + np.exp(np.clip(margins, -50, 50)))
        slope = np.vstack((turned @ slopes + PENALTY * at[:-1], slopes.sum(axis=0)))
        lost = (each * np.logaddexp(0, -margins)).sum() + PENALTY * (at[:-1] ** 2).sum() / 2
        return float(lost), slope.ravel()

    start = np.zeros(shape[0] * shape[1])
    fitted = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return np.asarray(fitted.x).reshape(shape)
