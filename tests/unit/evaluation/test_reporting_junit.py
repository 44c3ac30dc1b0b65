"""Reports as JUnit's XML: what fails in it is what fails the command."""

from xml.etree import ElementTree

import pytest
from resultfactory import compared, hostile, result, run, unscored

from poa_ai.evaluation.comparison import Comparison, Verdict
from poa_ai.evaluation.reporting.junit import render
from poa_ai.evaluation.results import Missed, Results, State

RUN = [result("a", True), result("b", False), result("b", False, repeat=1)]


def parsed(subject: Results | Comparison) -> ElementTree.Element:
    """The root element of the report."""
    return ElementTree.fromstring(render(subject).encode())


def kinds(root: ElementTree.Element) -> dict[str, str]:
    """What became of each test case, by its name."""
    return {case.get("name", ""): case[0].tag if len(case) else "passed" for case in root.iter("testcase")}


def test_a_trial_fails_only_where_its_threshold_is_missed() -> None:
    missed = (Missed("odr", "tone-before-fix", 0.9, 0.5),)

    assert kinds(parsed(run(RUN, missed=missed))) == {
        "a": "system-out",  # it did not pass another scorer, whose threshold is reached
        "b": "failure",
        "b [repeat 2]": "failure",
        "threshold tone-before-fix": "failure",
    }
    assert set(kinds(parsed(run(RUN))).values()) == {"system-out"}


def test_a_failure_tells_the_scorers_and_why() -> None:
    root = parsed(run(RUN, missed=(Missed("odr", "tone-before-fix", 0.9, 0.5),)))

    failure = next(root.iter("failure"))
    assert failure.get("message") == "not passed: tone-before-fix, fact-coverage"
    assert 'tone-before-fix: "deeply sorry" is emotive' in (failure.text or "")


def test_stale_and_failed_trials_are_errors_and_counted() -> None:
    root = parsed(
        run([*RUN, unscored("c", State.STALE, "no answer"), unscored("d", State.FAILED, "429", "late")])
    )

    assert [error.get("message") for error in root.iter("error")] == ["stale: no answer", "failed: 429"]
    assert [(suite.get("name"), suite.get("tests"), suite.get("errors")) for suite in root] == [
        ("odr", "4", "1"),
        ("late", "1", "1"),
    ]
    assert root.get("errors") == "2"


@pytest.mark.parametrize(
    ("verdict", "kind"),
    [
        (Verdict.WORSE, "failure"),
        (Verdict.BETTER, "system-out"),
        (Verdict.SAME, "system-out"),
        (Verdict.NOT_ENOUGH_DATA, "skipped"),
    ],
)
def test_the_verdict_is_a_test_case(verdict: Verdict, kind: str) -> None:
    flipped = 0 if verdict in (Verdict.SAME, Verdict.NOT_ENOUGH_DATA) else 9
    root = parsed(compared(verdict, flipped=flipped))

    assert kinds(root)["verdict"] == kind
    assert ("failure" in kinds(root).values()) is (verdict is Verdict.WORSE)


def test_an_effect_names_its_flipped_cases() -> None:
    root = parsed(compared(Verdict.WORSE))

    effect = next(case for case in root.iter("testcase") if case.get("name") == "tone-before-fix")
    assert "to worse: odr/damaged-box-003" in (effect[0].text or "")
    assert effect[0].get("message") == (
        "1.00 before, 0.62 after: \u22120.38 (\u22120.56 to \u22120.19), p adjusted 0.02, 0 better, 9 worse"
    )


def test_problems_of_a_run_are_errors() -> None:
    subject = hostile("the prompt \x1b ]]> <b> &amp; does not render").after

    assert kinds(parsed(subject))["problem 1"] == "error"
