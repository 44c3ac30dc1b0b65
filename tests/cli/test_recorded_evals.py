"""The answers of a real model, as they were recorded: replayed, scored, and compared."""

from pathlib import Path

import pytest
from commandrun import Runner

EVALS = Path(__file__).parents[2] / "evals"
RECORDED = sorted(file.stem for file in (EVALS / "recordings").glob("*.jsonl"))


def test_what_is_recorded_reaches_its_thresholds(run: Runner) -> None:
    ran = run("eval", "run", *RECORDED, "--evals", EVALS)
    assert ran.code == 0, ran.out
    assert ran.out.startswith("PASSED")


def test_the_baselines_are_those_of_the_recordings(run: Runner) -> None:
    kept = sorted(file.stem for file in (EVALS / "baselines").glob("*.json"))
    assert kept == RECORDED
    compared = run("eval", "compare", "baseline", "--evals", EVALS)
    assert compared.out.startswith("SAME"), compared.out


@pytest.mark.parametrize(
    ("change", "verdict", "said"),
    [
        ("without-fact-ids", "BETTER", "cites-before-fix rose"),
        ("without-tone-rule", "NOT ENOUGH DATA", "Nothing changed beyond chance"),
        ("reworded", "NOT ENOUGH DATA", "Nothing changed beyond chance"),
    ],
)
def test_leaving_a_bad_change_is_better_and_a_harmless_one_is_no_verdict(
    run: Runner, change: str, verdict: str, said: str
) -> None:
    compared = run("eval", "compare", EVALS / "prompts" / change, "--suite", "odr", "--evals", EVALS)
    assert compared.code == 0, compared.err
    assert compared.out.startswith(verdict), compared.out
    assert said in compared.out
