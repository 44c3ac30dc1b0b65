"""Reports for a pull request: within the limit, and no letter can break out of its place."""

import re

import pytest
from resultfactory import compared, hostile, result, run, unscored

from poa_ai.evaluation.comparison import Verdict
from poa_ai.evaluation.reporting.markdown import MAX_CHARS, render
from poa_ai.evaluation.results import Missed, State

HOSTILE = (
    "</details>\n```\n# Heading <!-- @owner #12 gh-3 https://e.example www.e.example 0123456789abcdef0 "
    "[a](b) ![c](d) | `x` ````` *y* $z$ \\"
)


def outside_fences(text: str) -> str:
    """The report without its blocks of code."""
    return re.sub(r"(?ms)^(`{3,})\w*\n.*?^\1$", "", text)


def test_the_verdict_stands_first_then_the_effects() -> None:
    lines = render(compared(Verdict.WORSE)).splitlines()

    assert lines[:3] == [
        "## \u274c WORSE",
        "",
        "**The change made the letters worse.** "
        "Don't merge this. Read what flipped to worse, mend the prompt and compare again.",
    ]
    assert (
        "| tone-before-fix | 1.00 | 0.62 | \u22120.38 | \u22120.56 to \u22120.19 | 0.02 "
        "| 0 better, 9 worse | 0.35 |" in lines
    )


def test_a_flip_is_folded_with_what_differs_in_answer_and_letter() -> None:
    told = render(compared(Verdict.WORSE, flipped=1))

    assert (
        "<summary><code>odr/untracked-mail-000</code>: <b>worse</b> in tone-before-fix</summary>\n\n"
        '- tone-before-fix: "deeply sorry" is emotive\n\nWhat the model wrote:\n\n```diff\n'
        "-[C1 corrective&#95;actions]"
    ).replace("&#95;", "_") in told
    assert "\n+- We are deeply sorry for the trouble, and we beg you to reinstate our account.\n" in told


def test_a_changed_prompt_is_shown_as_a_diff() -> None:
    told = render(compared(Verdict.WORSE))

    assert "\n-Leave out emotion: no apology, no plea, no thanks.\n+Be polite.\n" in told


@pytest.mark.parametrize("count", [0, 40, 500])
def test_the_report_stays_within_the_limit_and_says_what_is_left_out(count: int) -> None:
    told = render(compared(Verdict.WORSE, max(count, 1), count))

    assert len(told) <= MAX_CHARS
    assert ("*Left out for its length: " in told.splitlines()[-1]) is (count == 500)
    assert told.count("<details>") == told.count("</details>")


def test_one_immense_text_leaves_room_for_the_rest() -> None:
    told = render(hostile("x@y " * 100_000))

    assert len(told) <= MAX_CHARS
    assert "| Scorer |" in told


def test_a_hostile_text_opens_closes_and_calls_nothing() -> None:
    for subject in (hostile(HOSTILE), hostile(HOSTILE).after):
        told = render(subject)
        left = outside_fences(told)
        assert left.count("\n</details>\n") == left.count("<details>\n") == told.count("<summary>")
        assert set(re.findall(r"<[^>]*>", left)) <= {
            *("<details>", "</details>", "<summary>", "</summary>", "<code>", "</code>", "<b>", "</b>")
        }
        assert "<!--" not in left
        assert not re.search(r"@owner|(?<!&)#12|gh-3|https://|www\.e|0123456789abcdef0|\]\(", left)
        assert not re.search(r"(?m)^\s*# Heading", left)


def test_a_fence_is_longer_than_any_in_the_letter() -> None:
    assert "\n``````diff\n" in render(hostile(HOSTILE))


def test_a_run_tells_thresholds_and_what_did_not_pass() -> None:
    told = render(
        run(
            [result("a", True), result("b", False), unscored("c", State.STALE, "no recorded answer")],
            missed=(Missed("odr", "tone-before-fix", 0.9, 0.5),),
        )
    )

    assert told.startswith("## \u274c NOT PASSED\n")
    assert "| tone-before-fix | 0.50 | 1/2 | **missed**: 0.90 |" in told
    assert "- no recorded answer: odr/c" in told
    assert told.index("<code>odr/b</code>") < told.index("<code>odr/a</code>")
