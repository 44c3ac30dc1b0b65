"""Reports for a terminal."""

import pytest
from resultfactory import compared, hostile, names, result, run, unscored

from poa_ai.evaluation.comparison import Verdict
from poa_ai.evaluation.reporting.terminal import render
from poa_ai.evaluation.results import Missed, State


def test_a_comparison_begins_with_the_verdict_its_reasons_and_what_to_do() -> None:
    assert render(compared(Verdict.WORSE)).splitlines()[:4] == [
        "WORSE: The change made the letters worse.",
        "  - tone-before-fix fell from 1.00 to 0.62: 9 cases flipped to worse, none to",
        "    better (p = 0.0039, adjusted 0.0156).",
        "Don't merge this. Read what flipped to worse, mend the prompt and compare again.",
    ]


def test_the_table_tells_each_effect_and_parts_those_that_never_decide() -> None:
    lines = render(compared(Verdict.WORSE)).splitlines()

    assert (
        "tone-before-fix        1.00   0.62  \u22120.38   \u22120.56 to \u22120.19    0.02  +0 \u22129   0.35"
        in lines
    )
    assert lines.index('A positive change is better. "sees": the smallest change such a suite finds.') < next(
        number for number, line in enumerate(lines) if line.startswith("told, never decides")
    )


def test_flipped_cases_and_changed_prompts_are_named() -> None:
    lines = render(compared(Verdict.WORSE, flipped=2, repeats=3)).splitlines()

    start = lines.index("Flipped to worse (2):")
    assert lines[start + 1 : start + 3] == [
        "  odr/late-scan-001: tone-before-fix",
        "  odr/untracked-mail-000: tone-before-fix",
    ]
    assert lines[lines.index("Prompts changed (1):") + 1] == "  odr/section"
    assert lines[lines.index("All 3 tries of a case pass:") + 1] == (
        "  tone-before-fix                    1.00 -> 0.62"
    )


def test_many_flips_are_counted_rather_than_listed() -> None:
    told = render(compared(Verdict.BETTER, 100, 60))

    assert "Flipped to better (60):" in told
    assert "and 20 more; the page names all" in told


def test_a_run_tells_each_suite_and_what_it_missed() -> None:
    found = run(
        [
            result("a", True),
            result("b", False),
            unscored("c", State.STALE, "x.jsonl: no answer is recorded; record with --record"),
        ],
        missed=(Missed("odr", "tone-before-fix", 0.9, 0.5),),
    )

    assert render(found).splitlines() == [
        "NOT PASSED: The run has 1 missed threshold and 1 stale answer.",
        "  - odr: tone-before-fix is 0.50; the threshold is 0.90.",
        "  - 1 answer not in the recording: odr/c.",
        "No answer is recorded: record with poa-ai eval run --record.",
        "",
        "main: replay ring, openai:qwen2.5-1.5b, 3 cases, 0.0123 USD",
        "",
        "odr (3 cases, 3 trials)",
        "  scorer                               mean      passed",
        "  tone-before-fix                      0.50         1/2  missed 0.90",
        "  grounded-before-fix                  1.00         2/2",
        "  fact-coverage                        0.85         0/2",
        "  fallback-share                       0.10           -",
        "  length                                190           -",
        "",
        "Stale (1):",
        "  x.jsonl: no answer is recorded; record with --record",
        "    odr/c",
    ]


@pytest.mark.parametrize(
    ("state", "todo"),
    [
        (State.STALE, "Record again with poa-ai eval run"),
        (State.FAILED, "Run again: what is finished is kept"),
    ],
)
def test_what_is_to_be_done_follows_what_is_missing(state: State, todo: str) -> None:
    assert todo in render(run([unscored("a", state, "why")]))


def test_a_run_that_passed_and_one_of_nothing_say_so() -> None:
    passed = render(run([result(name, True) for name in names(3)]))
    assert passed.startswith("PASSED: 3 cases were scored, and no threshold was missed.")
    assert render(run([])).startswith("NO CASES: Nothing was run.")


@pytest.mark.parametrize("text", ["\x1b[2J\u202e", "wide " * 400, "x" * 500, "\ud800"])
def test_no_text_steers_the_terminal_or_widens_the_table(text: str) -> None:
    for subject in (hostile(text), hostile(text).after):
        told = render(subject)
        assert told.replace("\n", "").isprintable()
        assert max(map(len, told.splitlines())) <= 80
