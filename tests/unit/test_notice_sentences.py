"""Single sentences of strangers' notices: whether they ask for a plan, the scope, times to answer."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from poa_ai.intake.noticefindings import NoticeFindings, read_findings
from poa_ai.intake.noticetext import NoticeText
from poa_ai.intake.responsetime import response_time
from poa_ai.registry import Registry

REGISTRY = Registry.installed()
SENTENCES = tomllib.loads((Path(__file__).parent / "data" / "notice_sentences.toml").read_text("utf-8"))
PLAN = {"asked": True, "else": False, "untold": None}
LENGTHS = {"17 days": 17, "seven (7) calendar days": 7, "72 hours": 3, "two weeks": 14, "one month": 30}


def read(text: str) -> NoticeFindings:
    notice = NoticeText(text, date(2026, 11, 2))
    return read_findings(notice, REGISTRY.issue_types, REGISTRY.match_issue)


def sentences(group: str) -> list[tuple[str, str]]:
    """The sentences of a group, each with what it is said to tell."""
    return [(kind, text) for kind, held in SENTENCES[group].items() for text in held["sentences"]]


def lengths(kind: str) -> list[tuple[str, int]]:
    """Sentences about time with a length in the place of N, and its days."""
    held = list(LENGTHS.items())
    told = enumerate(SENTENCES["time"][kind]["sentences"])
    pairs = [(text, *held[(index + step) % len(held)]) for index, text in told for step in (0, 2)]
    return [(text.replace("N", length, 1), days) for text, length, days in pairs]


@pytest.mark.parametrize(("kind", "text"), sentences("plan"))
def test_a_sentence_asks_for_a_plan_or_for_something_else(kind: str, text: str) -> None:
    plan = read(text).plan
    assert (None if plan is None else plan.asked) is PLAN[kind]


@pytest.mark.parametrize(("kind", "text"), sentences("scope"))
def test_a_sentence_tells_what_was_done(kind: str, text: str) -> None:
    scope = read(text).scope
    assert ("untold" if scope is None else scope.value) == kind


@pytest.mark.parametrize(("text", "days"), lengths("response"))
def test_a_time_to_answer_is_heard(text: str, days: int) -> None:
    assert response_time(read(text))[0] == days


@pytest.mark.parametrize(("text", "days"), lengths("other"))
def test_a_time_for_something_else_is_no_time_to_answer(text: str, days: int) -> None:
    assert response_time(read(text))[0] is None


@pytest.mark.parametrize("text", SENTENCES["window"]["back"]["sentences"])
@pytest.mark.parametrize(("length", "days"), [("365 days", 365), ("six months", 180)])
def test_a_window_is_heard_with_its_document(text: str, length: str, days: int) -> None:
    requests = read(text.replace("N", length, 1)).requests
    assert [request.window for request in requests if request.window is not None] == [days]


@pytest.mark.parametrize("text", SENTENCES["window"]["none"]["sentences"])
def test_a_time_for_something_else_is_no_window(text: str) -> None:
    assert [request.window for request in read(text).requests if request.window is not None] == []


@pytest.mark.parametrize(("kind", "text"), sentences("rate"))
def test_a_measured_rate_is_told_from_a_target(kind: str, text: str) -> None:
    rates = [rate.percent for rate in read(text).rates if rate.use == "measured"]
    assert rates[:1] == ([6.4] if kind == "measured" else [])


@pytest.mark.parametrize("text", SENTENCES["aside"]["any"]["sentences"])
def test_what_is_in_order_or_holds_for_all_is_no_issue(text: str) -> None:
    ground = "Your offers were removed because your cancellation rate is 5.1%; it must be under 2.5%."
    issues = read(f"{ground}\n\n{text}\n\nPlease see Account Health.").issues
    assert [heard.issue.id for heard in issues if heard.sure] == ["cancellation"]


@pytest.mark.parametrize(("kind", "text"), sentences("ground"))
def test_a_bare_name_in_the_place_of_a_ground_tells_the_issue(kind: str, text: str) -> None:
    issues = read(f"Dear seller,\n\n{text}\n\nPlease reply within 10 days.").issues
    assert [heard.issue.id for heard in issues] == ([] if kind == "none" else [kind])


@pytest.mark.parametrize(("kind", "text"), sentences("asks"))
def test_a_short_line_asks_for_a_plan_or_refuses_it(kind: str, text: str) -> None:
    plan = read(f"Dear seller,\n\n{text}\n").plan
    assert (None if plan is None else plan.asked) is PLAN[kind]


@pytest.mark.parametrize("text", SENTENCES["term"]["own"]["sentences"])
def test_a_time_is_granted_in_other_words(text: str) -> None:
    assert response_time(read(f"Dear seller,\n\n{text.replace('N', '9 days', 1)}\n"))[0] == 9
