"""A reply in the facts of its appeal: what it asks for comes in, what was there stays."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import poa_ai_odr
from poa_ai.factsfile import facts_from_json
from poa_ai.intake.beginning import begin_facts
from poa_ai.intake.noticefindings import read_findings
from poa_ai.intake.noticetext import NoticeText
from poa_ai.intake.replying import with_reply
from poa_ai.interview.asked import Asked
from poa_ai.interview.session import Interview
from poa_ai.pipeline import PreparedCase, draft, prepare
from poa_ai.registry import Registry
from poa_ai.rulebook import load_rulebook
from poa_ai.secondappeal import reply_gaps
from poa_ai.testing.factories import facts_json

REGISTRY = Registry.of({"odr": poa_ai_odr})
RULES = load_rulebook(REGISTRY)
TODAY = date(2026, 11, 23)
REPLY = """We received your appeal, but it does not contain enough information. Within 10 days, send us:

- Greater detail on the root cause of the order defect rate.
- Invoices of the last 365 days for B0EXAMPLE2, order 112-8840213-5520917.
- Photos of the packaging.
"""
NOTICE = {
    "received": "2026-10-14",
    "scope": "account",
    "text": "The first notice.",
    "asks_for_plan": True,
    "submit_to": "Account Health page",
    "orders": ["112-0000000-0000000"],
    "requests": [{"kind": "invoice", "window_days": 365}],
}


def replied(**changes: Any) -> dict[str, Any]:
    found = read_findings(NoticeText(REPLY, date(2026, 10, 22)), REGISTRY.issue_types, REGISTRY.match_issue)
    return with_reply(facts_json(notice=NOTICE, **changes), begin_facts(found))


def test_what_the_seller_told_stays_and_the_notice_becomes_the_reply() -> None:
    first, raw = facts_json(notice=NOTICE), replied()

    assert {key: raw[key] for key in ("root_causes", "facts", "evidence", "metrics", "seller")} == {
        key: first[key] for key in ("root_causes", "facts", "evidence", "metrics", "seller")
    }
    notice = facts_from_json(raw).notice
    assert (notice.scope, notice.text) == ("reply", REPLY)
    assert notice.submit_to == "Account Health page"
    assert notice.orders == ("112-0000000-0000000", "112-8840213-5520917")
    assert raw["products"][-1]["asin"] == "B0EXAMPLE2"


def test_windows_count_from_the_first_notice_and_so_does_the_time_of_the_reply() -> None:
    notice = facts_from_json(replied()).notice

    assert notice.received == date(2026, 10, 14)
    assert notice.respond_within_days == 18


def test_only_a_kind_of_document_that_was_not_asked_for_is_a_new_request() -> None:
    requests = facts_from_json(replied()).notice.requests

    assert [(request.id, request.kind) for request in requests] == [("R1", "invoice"), ("R2", "photo")]


def test_questions_that_the_facts_answer_are_left_out() -> None:
    raw = replied(questions=[{"id": "Q1", "text": "Since when?"}])

    assert raw["questions"][0] == {"id": "Q1", "text": "Since when?"}
    assert {question.get("topic") for question in raw["questions"][1:]} <= {"requests", "respond_within_days"}


def test_each_point_of_the_reply_is_asked_for_until_something_new_answers_it() -> None:
    about = _interview(replied())
    point = _asked(about, "reply.odr.root_cause")
    assert "Greater detail on the root cause" in point.text

    about.answer(point, "Nobody read the scan-rate report in September 2026.")

    assert about.raw["root_causes"][0]["facts"] == ["F1", "F2"]
    assert "reply.odr.root_cause" not in [question.key for question in about.questions]


def test_a_document_that_the_reply_wants_is_filed() -> None:
    about = _interview(replied())

    about.answer(_asked(about, "reply.case.documents"), "Photo of the new packing bench")

    assert about.raw["evidence"][-1]["title"] == "Photo of the new packing bench"


def _interview(raw: dict[str, Any]) -> Interview:
    first = draft(facts_from_json(facts_json()), REGISTRY, RULES).text("md")

    def prepared(facts: Any) -> PreparedCase:
        case = prepare(facts, REGISTRY, RULES, TODAY)
        return replace(case, gaps=(*case.gaps, *reply_gaps(case.case, first, RULES)))

    return Interview(raw, prepared, tuple(REGISTRY.issue_types), TODAY, "facts.json", Path("/no"))


def _asked(about: Interview, key: str) -> Asked:
    return next(question for question in about.questions if question.key == key)
