"""Learns the weights of `poa_ai.intake.groundweights`, in a checkout.

`python -m poa_ai.testing.groundlearning` takes statements and notices whose issue types are known from
`evals/notices`, and about a minute. For each issue type by itself, the weights are those of a logistic
regression with a penalty on their squares: how likely a statement tells of it. Statements that do and
statements that don't weigh the same in all.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array

from poa_ai.intake import groundweights
from poa_ai.intake.groundweights import term_share, terms, write_weights
from poa_ai.intake.noticetext import tidy
from poa_ai.intake.passages import split_passages
from poa_ai.packagefiles import fingerprint
from poa_ai.testing.noticescore import LabelledNotice, read_notices

PENALTY = 0.01
"""On half the sum of squared weights, per unit of loss."""
SEEN = 2
"""A term counts from so many statements on."""
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


def all_grounds(folder: Path) -> tuple[Ground, ...]:
    """Those of `evals/notices` in a checkout; the notices that are held out stay out of it."""
    notices = (*read_notices(folder), *read_notices(folder / "learned"))
    return (*read_grounds(folder / "grounds"), *of_notices(notices))


def of_notices(notices: Iterable[LabelledNotice]) -> Iterator[Ground]:
    """The passages of notices. Of the issue types of the notice each may tell; of others it doesn't."""
    for notice in notices:
        for passage in split_passages(tidy(notice.text)):
            if len(passage.text) > SHORTEST:
                yield Ground(passage.text, frozenset(), frozenset(notice.expected["issues"]))


def learn(grounds: Sequence[Ground]) -> str:
    """The text of the file of weights."""
    found = [terms(ground.text) for ground in grounds]
    counts = Counter(term for statement in found for term in statement)
    known = {term: at for at, term in enumerate(sorted(t for t, count in counts.items() if count >= SEEN))}
    table = _table(found, known)
    starts: dict[str, float] = {}
    weights: dict[str, dict[str, float]] = {}
    for issue in sorted({issue for ground in grounds for issue in ground.issues}):
        rows = [at for at, ground in enumerate(grounds) if issue not in ground.open]
        tells = np.array([1.0 if issue in grounds[at].issues else -1.0 for at in rows])
        fitted = _fit(table[rows], tells)
        starts[issue] = float(fitted[-1])
        for term, at in known.items():
            if abs(fitted[at]) >= LEAST:
                weights.setdefault(term, {})[issue] = float(fitted[at])
    return write_weights(learned_from(grounds), starts, weights)


def learned_from(grounds: Sequence[Ground]) -> str:
    """What tells these statements from any others."""
    told = [[ground.text, *sorted(ground.issues), "", *sorted(ground.open)] for ground in grounds]
    return fingerprint(json.dumps(told).encode())


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
    """The weight of each column and, last, what the issue type starts from."""
    told = tells > 0
    each = np.where(told, 0.5 / told.sum(), 0.5 / (~told).sum()) * len(tells)
    turned = table.T.tocsr()

    def loss(at: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margins = tells * (table @ at[:-1] + at[-1])
        slopes = -each * tells / (1 + np.exp(np.clip(margins, -50, 50)))
        penalty = PENALTY * at[:-1]
        slope = np.append(turned @ slopes + penalty, slopes.sum())
        return float(each @ np.logaddexp(0, -margins) + penalty @ at[:-1] / 2), slope

    start = np.zeros(table.shape[1] + 1)
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x)


if __name__ == "__main__":
    learned = learn(all_grounds(Path("evals") / "notices"))
    (Path(groundweights.__file__).parent / groundweights.FILE).write_text(learned, encoding="utf-8")
