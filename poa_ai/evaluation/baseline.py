"""The baseline: results that somebody accepted, kept with the suites, a file for each."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from poa_ai.errors import SuiteError
from poa_ai.evaluation.resultfile import load_results, results_to_json
from poa_ai.evaluation.results import Results
from poa_ai.evaluation.suitefile import load_suites
from poa_ai.output import write_text

BASELINE = "baseline"
"""How a command line names it."""


def write_baseline(evals: Path, results: Results, because: str) -> list[Path]:
    """Make the results the baseline of their suites; the reason stands in the file.

    Raises SuiteError for results that are not whole, or of suites that there are not, since later runs would
    be held against the gaps.
    """
    for known in load_suites(evals, results.suites or ("none",)):
        scored = {case.case for case in results.cases if case.suite == known.id and case.scores}
        if missing := [case.id for case in known.cases if case.id not in scored]:
            raise SuiteError(
                f"{known.path}: no scores of {len(missing)} of its {len(known.cases)} cases, {missing[0]} "
                "among them; a baseline needs all of them"
            )
    written = []
    for suite in results.suites:
        cases = tuple(case for case in results.cases if case.suite == suite)
        own = replace(
            results,
            label=f"{BASELINE}: {because}",
            suites=(suite,),
            cases=cases,
            missed=tuple(missed for missed in results.missed if missed.suite == suite),
            cost=None,
        )
        path = evals / "baselines" / f"{suite}.json"
        write_text(path, results_to_json(own))
        written.append(path)
    return written


def load_baseline(evals: Path, suites: Sequence[str]) -> Results:
    """The baselines of those suites, of all where none is named, as one run.

    Raises SuiteError where there is none, and InputError for a file that can't be read.
    """
    folder = evals / "baselines"
    names = list(suites) or [file.stem for file in sorted(folder.glob("*.json"))]
    if not names:
        raise SuiteError(f"{folder}: no baseline yet; `poa-ai eval accept RESULTS --because WHY` makes one")
    for name in names:
        if not (folder / f"{name}.json").is_file():
            raise SuiteError(f"{folder}: no baseline of the suite '{name}'; `poa-ai eval accept` makes one")
    parts = [load_results(folder / f"{name}.json") for name in names]
    if len({part.ring for part in parts}) > 1:
        rings = ", ".join(f"{name}: {part.ring}" for name, part in zip(names, parts, strict=True))
        raise SuiteError(f"{folder}: baselines of different rings ({rings}); name suites with --suite")
    return replace(
        parts[0],
        label=BASELINE,
        model=", ".join(dict.fromkeys(part.model for part in parts if part.model)),
        suites=tuple(suite for part in parts for suite in part.suites),
        repeats=max(part.repeats for part in parts),
        prompts=tuple({ref.id: ref for part in parts for ref in part.prompts}.values()),
        prompt_texts={id: text for part in parts for id, text in part.prompt_texts.items()},
        scorers=tuple({scorer.name: scorer for part in parts for scorer in part.scorers}.values()),
        cases=tuple(case for part in parts for case in part.cases),
        missed=tuple(missed for part in parts for missed in part.missed),
    )
