"""The page: what it says, that it asks for nothing, and that no letter leaves its place."""

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from resultfactory import (
    PLEA,
    TONE,
    compared,
    hostile,
    names,
    result,
    run,
    unscored,
)

from poa_ai.evaluation.comparison import Comparison, Verdict
from poa_ai.evaluation.reporting import FORMATS, render
from poa_ai.evaluation.results import FoundMark, Missed, Results, State

VOID = {"meta", "br", "rect", "line"}
ATTRIBUTES = {
    *("lang", "charset", "http-equiv", "content", "name", "class", "id", "open", "scope", "title"),
    *("role", "tabindex", "aria-label", "aria-hidden", "viewbox", "x", "y", "width", "height", "r"),
    *("x1", "x2", "y1", "y2", "cx", "cy"),
}
HOSTILE = "</td></details></style><script>alert(1)</script><img src=x onerror=y> '\" &amp; \x1b\u202e"


class Page(HTMLParser):
    """A page taken apart. Fails where an element is closed that is not the last one open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self.open):
            self.texts[tag][-1] += data

    @property
    def tags(self) -> set[str]:
        """The kinds of elements."""
        return {tag for tag, _ in self.seen}


def page(subject: Results | Comparison) -> Page:
    """The page about a run, or about two."""
    return Page(render("page", subject))


@pytest.mark.parametrize("verdict", Verdict)
def test_the_verdict_stands_first_with_what_to_do(verdict: Verdict) -> None:
    found = page(compared(verdict))

    assert found.texts["h1"][0].split(" ", 1)[1] == str(verdict)
    assert found.texts["title"][0].startswith(f"{verdict}: Did the letters change? main \u2192 HEAD")
    head = found.texts["header"][0]
    assert head.index(str(verdict)) < head.index("What to do:") < head.index(compared(verdict).reasons[0])


@pytest.mark.parametrize(
    "subject", [compared(Verdict.WORSE), run([result("a", False)]), run([]), hostile(HOSTILE)]
)
def test_nothing_is_asked_for_and_no_style_is_taken_but_its_own(subject: Results | Comparison) -> None:
    text = render("page", subject)
    found = Page(text)

    assert not found.tags & {"script", "link", "img", "iframe", "object", "form", "a", "base", "use"}
    assert {name for _, attributes in found.seen for name in attributes} <= ATTRIBUTES
    assert "url(" not in text
    assert "@import" not in text
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style is not None
    hashed = base64.b64encode(hashlib.sha256(style.group(1).encode()).digest()).decode()
    policy = next(a["content"] for _, a in found.seen if a.get("http-equiv") == "Content-Security-Policy")
    assert policy == f"default-src 'none'; style-src 'sha256-{hashed}'; base-uri 'none'; form-action 'none'"


def test_a_hostile_text_is_shown_letter_by_letter() -> None:
    for subject in (hostile(HOSTILE), hostile(HOSTILE).after):
        found = page(subject)
        assert HOSTILE.replace("\x1b\u202e", "\ufffd\ufffd") in found.texts["body"][0]
        render("page", hostile("\ud800")).encode()


def test_findings_are_marked_in_place_with_rule_and_message() -> None:
    found = page(compared(Verdict.WORSE, flipped=1))

    assert found.texts["mark"] == ["We are deeply sorry"]
    titles = [attributes["title"] for tag, attributes in found.seen if tag == "mark"]
    assert titles == ["emotive.apology: An apology; Amazon asks for facts."]
    assert "emotive.apology An apology; Amazon asks for facts." in found.texts["ol"][0]


def test_marks_that_overlap_and_cross_lines_stay_in_place() -> None:
    trial = replace(
        result("a", False),
        letter="one two\nthree four",
        marks=(FoundMark("r.1", "m", 0, 13), FoundMark("r.2", "m", 4, 7), FoundMark("r.3", "m", 8, 10)),
    )
    found = page(run([trial]))

    assert found.texts["mark"] == ["one ", "two", "th", "ree"]
    assert found.texts["sup"] == ["1,2", "3", "1"]


def test_both_letters_and_what_the_model_wrote_stand_side_by_side() -> None:
    found = page(compared(Verdict.WORSE, flipped=1))

    raw, letters, prompt = (text for text in found.texts["table"] if "Before: main" in text)
    assert f"[C1 corrective_actions] {PLEA} (A1)" in raw
    assert letters.count("On 16 October 2026, we switched all 42 SKUs") == 2
    assert letters.count("We are deeply sorry1 for the trouble") == 1
    assert prompt.count("Leave out emotion") == 1
    kinds = [attributes.get("class") for tag, attributes in found.seen if tag == "td"]
    assert kinds.count("gone") == 2
    assert kinds.count("new") == 3


def test_an_effect_counts_as_worse_only_where_its_test_says_so() -> None:
    found = compared(Verdict.NOT_ENOUGH_DATA, 24, 3)
    clear = compared(Verdict.WORSE)

    assert "\u25bc worse 1.00 \u2192 0.88" not in page(found).texts["section"][0]
    assert "? unclear 1.00 \u2192 0.88" in page(found).texts["section"][0]
    assert "\u25bc worse 1.00 \u2192 0.62" in page(clear).texts["section"][0]
    assert "= same 1.00 \u2192 1.00" in page(clear).texts["section"][0]


def test_a_plot_holds_the_cases_the_interval_the_margin_and_zero() -> None:
    text = render("page", compared(Verdict.WORSE))

    plot = text[text.index("<svg") : text.index("</svg>")]
    assert "<title>Change \u22120.38, between \u22120.56 and \u22120.19</title>" in plot
    assert "<title>9 cases at \u22121.00</title>" in plot
    assert "<title>15 cases at 0.00</title>" in plot
    assert [plot.count(f'class="{kind}"') for kind in ("band", "zero", "bar worse", "mean worse")] == [1] * 4


def test_a_run_tells_its_thresholds_stale_cases_and_letters() -> None:
    missed = (Missed("odr", TONE.name, 0.9, 0.5),)
    cases = [result("a", True), result("b", False), unscored("c", State.STALE, "no recorded answer")]
    found = page(run(cases, missed=missed))

    assert found.texts["h1"] == ["\u2717 NOT PASSED"]
    assert "\u2717 0.50, asked 0.90" in found.texts["section"][0]
    assert found.texts["h2"] == [
        "Scores",
        "Stale: 1 answer to record again",
        "Cases that did not pass every scorer: 2",
        "All cases",
    ]
    assert PLEA in found.texts["details"][0]


def test_an_empty_run_and_an_empty_comparison_are_pages() -> None:
    assert page(run([])).texts["h1"] == ["? NO CASES"]
    nothing = replace(
        compared(Verdict.NOT_ENOUGH_DATA, 0, 0), effects=(), before=run([]), after=run([]), reasons=()
    )
    assert "No scorer has a score in both runs." in page(nothing).texts["body"][0]


def test_five_hundred_cases_that_all_flipped_stay_small() -> None:
    long = compared(Verdict.WORSE, 500, 500)
    letter = "- A line of a long letter.\n" * 200
    flips = tuple(
        replace(
            flip,
            before=replace(flip.before, letter=letter),
            after=replace(flip.after, letter=letter, marks=()),
        )
        for flip in long.flips
    )
    text = render("page", replace(long, flips=flips))

    assert len(text) < 5_000_000
    assert all(name in text for name in names(500))
    assert "The letters are in the result files." in text


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("subject", [compared(Verdict.WORSE, repeats=3), run([result("a", True)])])
def test_every_report_is_the_same_each_time(format: str, subject: Results | Comparison) -> None:
    assert render(format, subject) == render(format, subject)
    assert render(format, subject).endswith("\n")
