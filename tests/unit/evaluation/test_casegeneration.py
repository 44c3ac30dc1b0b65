"""Cases from a seed: the same everywhere, all different, small where they are to be, and complete."""

import hashlib
import json
from itertools import islice

import pytest

import poa_ai
import poa_ai_authenticity
import poa_ai_ip_complaint
import poa_ai_late_shipment
import poa_ai_odr
from poa_ai.evaluation.casegeneration import ISSUES, Generated, generate
from poa_ai.evaluation.casewords import load_case_words
from poa_ai.evaluation.draws import Draw
from poa_ai.factsfile import facts_from_json

PLUGINS = (poa_ai_odr, poa_ai_late_shipment, poa_ai_ip_complaint, poa_ai_authenticity)
TYPES = {issue.id: issue for plugin in PLUGINS for issue in plugin.poa_ai_issue_types()}
SMALL = Generated("small", 11, 200, ("odr",), (1, 1))


def test_a_seed_gives_these_very_cases_in_every_version_of_python() -> None:
    made = list(generate(Generated("pinned", 7, 20, ISSUES, (1, 4))))
    digest = hashlib.sha256(json.dumps(made, sort_keys=True).encode()).hexdigest()
    assert digest == "45671a886782444c5c32d9fb5fdcb06376ed10075b8bb63630d3b1b6d1be1d6b"


def test_the_first_cases_are_the_same_whatever_the_count_and_another_seed_gives_others() -> None:
    def first(seed: int, count: int) -> list[object]:
        return list(islice(generate(Generated("x", seed, count, ISSUES, (1, 3))), 5))

    assert first(1, 5) == first(1, 50)
    assert first(1, 5) != first(2, 5)


def test_no_two_cases_tell_the_same_nor_have_the_same_id() -> None:
    made = dict(generate(SMALL))
    assert len(made) == 200
    told = {json.dumps([case[key] for key in ("metrics", "facts", "root_causes")]) for case in made.values()}
    assert len(told) == 200
    assert len({case["seller"]["merchant_token"] for case in made.values()}) == 200


@pytest.mark.parametrize("issue", ISSUES)
def test_a_case_of_one_cause_is_small(issue: str) -> None:
    for _, case in generate(Generated("small", 3, 30, (issue,), (1, 1))):
        (cause,) = case["root_causes"]
        assert len(case["facts"]) == 1
        assert len(cause["corrective_actions"]) == len(cause["preventive_measures"]) == 1
        assert 1 <= len(case["evidence"]) <= 2
        assert len(case["metrics"]) == len(TYPES[issue].metrics)


@pytest.mark.parametrize(
    ("issues", "causes", "count"),
    [
        *(((issue,), (1, 1), 4) for issue in ISSUES),
        (ISSUES, (2, 4), 4),
        (ISSUES, (12, 12), 1),
        (("odr",), (12, 12), 1),
    ],
)
def test_a_case_is_complete_and_its_letter_has_a_section_for_each_cause(
    issues: tuple[str, ...], causes: tuple[int, int], count: int
) -> None:
    for name, case in generate(Generated("whole", 5, count, issues, causes)):
        assert causes[0] <= len(case["root_causes"]) <= causes[1]
        result = poa_ai.draft(facts_from_json(case, name))
        assert result.exit_code == 0, (name, result.findings)
        assert not result.gap_draft
        assert result.text("md").count("### Root cause") == len(case["root_causes"])


def test_issue_types_take_turns() -> None:
    for _, case in generate(Generated("turns", 5, 10, ISSUES, (4, 4))):
        assert sorted(cause["issue"] for cause in case["root_causes"]) == sorted(ISSUES)
        assert len(case["issues"]) == 4


def test_parts_never_exceed_their_whole_and_rates_miss_the_target() -> None:
    for _, case in generate(Generated("sums", 9, 50, ("odr", "late_shipment"), (1, 6))):
        for metric in case["metrics"]:
            assert metric["target"] < metric["value"] == round(100 * metric["count"] / metric["base"], 2)
        for issue in case["issues"]:
            name = {"odr": "defects", "late_shipment": "late orders"}[issue]
            told = [fact["text"] for fact in case["facts"] if f" {name} " in fact["text"]]
            parts = [int(text.split(" of the ")[0].split()[-1]) for text in told]
            (whole,) = {int(text.split(" of the ")[1].split()[0]) for text in told}
            assert sum(parts) < whole


def test_an_unknown_issue_type_is_refused() -> None:
    with pytest.raises(KeyError):
        next(generate(Generated("x", 1, 1, ("no_such_issue",), (1, 1))))


def test_the_words_know_what_the_issue_types_know() -> None:
    words = load_case_words().issues
    assert tuple(words) == ISSUES
    for id, issue in words.items():
        known = TYPES[id]
        assert {cause.kind for cause in issue.causes} <= {kind.id for kind in known.cause_kinds}
        kinds = {kind for wanted in known.evidence for kind in wanted.kinds}
        assert {cause.report[0] for cause in issue.causes} <= kinds
        if issue.metric is None:
            assert not known.metrics
        else:
            (metric,) = known.metrics
            assert (issue.metric.name, issue.metric.target) == (metric.name, metric.target)
            assert issue.metric.windows == tuple(metric.window_days)


def test_draws_stay_within_their_bounds_and_repeat_nothing_too_early() -> None:
    draw = Draw("bounds")
    assert {draw.number(3, 5) for _ in range(100)} == {3, 4, 5}
    assert sorted(draw.some("abc", 3)) == ["a", "b", "c"]
    assert sorted(draw.some("abc", 6)) == ["a", "a", "b", "b", "c", "c"]
    assert draw.some("abc", 0) == []
    assert {draw.one("xy") for _ in range(50)} == {"x", "y"}
