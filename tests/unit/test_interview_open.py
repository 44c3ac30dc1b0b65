"""What the notice or a report left open: each answer settles a value, and none slips into the letter."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import poa_ai_authenticity
import poa_ai_odr
from poa_ai.interview.answers import AnswerError
from poa_ai.interview.asked import Asked
from poa_ai.interview.session import Interview
from poa_ai.pipeline import prepare
from poa_ai.registry import Registry
from poa_ai.rulebook import load_rulebook
from poa_ai.testing.factories import facts_json

TODAY = date(2026, 11, 23)
REGISTRY = Registry.of({"odr": poa_ai_odr, "authenticity": poa_ai_authenticity})
RULES = load_rulebook(REGISTRY)


def interview(raw: dict[str, Any]) -> Interview:
    issues = tuple(REGISTRY.issue_types)
    return Interview(
        raw, lambda facts: prepare(facts, REGISTRY, RULES, TODAY), issues, TODAY, "facts.json", Path("/no")
    )


def asked(about: Interview, key: str) -> Asked:
    return next(question for question in about.questions if question.key == key)


def answered(topic: str, answer: str, about: str | None = None, **changed: Any) -> dict[str, Any]:
    """The facts after the one question of a topic was answered; nothing became a fact of the letter."""
    question = {"id": "Q1", "topic": topic, "text": "Which is it: an invoice or a licence?"}
    raw = facts_json(questions=[question | ({"about": about} if about else {})], **changed)
    talk = interview(raw)
    talk.answer(asked(talk, "Q1.answer"), answer)
    assert talk.raw["questions"] == []
    assert talk.raw["facts"] == raw["facts"]
    return talk.raw


NOTICE = {
    "received": "2026-10-14",
    "requests": [{"id": "R1", "kind": "invoice"}, {"id": "R2", "kind": "photo"}],
}


@pytest.mark.parametrize(
    ("topic", "answer", "field", "value"),
    [
        ("scope", "2", "scope", "listing"),
        ("asks_for_plan", "no", "asks_for_plan", False),
        ("respond_within_days", "17 days", "respond_within_days", 17),
        ("respond_within_days", "2026-10-31", "respond_within_days", 17),
        ("respond_within_days", "no", "respond_within_days", None),
    ],
)
def test_an_answer_about_the_notice_goes_into_the_notice(
    topic: str, answer: str, field: str, value: object
) -> None:
    assert answered(topic, answer, notice=NOTICE)["notice"].get(field) == value


def test_an_issue_type_is_chosen_and_products_are_added_once() -> None:
    assert answered("issues", "Product authenticity")["issues"] == ["odr", "authenticity"]
    products = answered("products", "B0EXAMPLE1 and B0EXAMPLE9")["products"]
    assert [product["asin"] for product in products].count("B0EXAMPLE1") == 1
    assert products[-1] == {"asin": "B0EXAMPLE9"}


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        ("licence", [{"id": "R1", "kind": "licence"}, NOTICE["requests"][1]]),
        (
            "2026-10-10",
            [{"id": "R1", "kind": "invoice", "counted_from": "2026-10-10"}, NOTICE["requests"][1]],
        ),
        ("yes", NOTICE["requests"]),
        ("no", [NOTICE["requests"][1]]),
    ],
)
def test_a_request_is_made_plain_or_taken_out(answer: str, left: object) -> None:
    assert answered("requests", answer, "R1", notice=NOTICE)["notice"]["requests"] == left


@pytest.mark.parametrize(
    ("answer", "value"), [("1.7%", [1.7]), ("27 of 1500", [1.8]), ("yes", [1.8]), ("no", [])]
)
def test_a_rate_that_two_sources_tell_differently_is_settled(answer: str, value: object) -> None:
    metrics = answered("metrics", answer, "M1")["metrics"]
    assert [metric["value"] for metric in metrics] == value


def test_what_a_report_speaks_of_besides_goes_into_no_letter() -> None:
    assert (
        answered("report", "no, that was another marketplace")["root_causes"] == facts_json()["root_causes"]
    )


@pytest.mark.parametrize("topic", ["received", "reply", "metrics"])
def test_what_is_asked_elsewhere_is_not_asked_twice(topic: str) -> None:
    talk = interview(facts_json(questions=[{"id": "Q1", "topic": topic, "text": "And?"}]))

    assert "Q1.answer" not in [question.key for question in talk.questions]


def test_the_question_for_the_day_of_the_notice_goes_with_its_answer() -> None:
    question = {"id": "Q1", "topic": "received", "text": "On which day did you receive the notice?"}
    talk = interview(facts_json(notice={"asks_for_plan": True}, questions=[question]))

    talk.answer(asked(talk, "notice.received"), "2026-10-14")

    assert talk.raw["questions"] == []


@pytest.mark.parametrize(
    ("topic", "answer"),
    [("respond_within_days", "soon"), ("respond_within_days", "2026-10-01"), ("asks_for_plan", "perhaps")],
)
def test_an_answer_that_settles_nothing_is_refused(topic: str, answer: str) -> None:
    with pytest.raises(AnswerError):
        answered(topic, answer, notice=NOTICE)
