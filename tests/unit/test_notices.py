"""What is read out of a notice: the labelled notices, the wording's own examples, and any text at all."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poa_ai.intake.beginning import begin_facts, checked, heard_in
from poa_ai.intake.marking import clause, marked, plain_marked
from poa_ai.intake.noticefindings import NoticeFindings, read_findings
from poa_ai.intake.noticetext import NoticeText, tidy
from poa_ai.intake.timespans import days_until, working_days_end
from poa_ai.intake.wording import wording
from poa_ai.planasked import plan_words
from poa_ai.registry import Registry
from poa_ai.testing.noticescore import MARKS, misses, read_notices
from poa_ai.values import extract_values
from poa_ai.wordfamilies import Family

REGISTRY = Registry.installed()
FOLDER = Path(__file__).parents[2] / "evals" / "notices"
NOTICES = read_notices(FOLDER)
FAMILIES = [*wording().values(), *plan_words().values()]


def read(text: str, received: date | None = None) -> NoticeFindings:
    return read_findings(NoticeText(tidy(text), received), REGISTRY.issue_types, REGISTRY.match_issue)


def facts(text: str, received: date | None = None) -> dict[str, object]:
    return begin_facts(read(text, received))


@pytest.mark.parametrize("notice", NOTICES, ids=[notice.name for notice in NOTICES])
def test_a_labelled_notice_is_read_right_in_every_field(notice: object) -> None:
    assert misses([notice], REGISTRY) == ()


def test_notices_in_the_words_of_others_reach_the_marks() -> None:
    notices = read_notices(FOLDER / "learned")
    wrong = Counter(miss.field for miss in misses(notices, REGISTRY))
    assert len(notices) >= 90
    shares = {field: 1 - wrong[field] / len(notices) for field in MARKS}
    assert {field: share for field, share in shares.items() if share < MARKS[field]} == {}


def test_the_notices_that_nothing_was_learned_from_can_be_measured() -> None:
    notices = read_notices(FOLDER / "held-out")
    assert {issue for notice in notices for issue in notice.expected["issues"]} == {
        issue.id for issue in REGISTRY.issue_types
    }


def test_the_labelled_notices_cover_every_issue_type_scope_and_kind_of_answer() -> None:
    expected = [notice.expected for notice in NOTICES]
    assert len(NOTICES) >= 30
    assert {issue for fields in expected for issue in fields["issues"]} >= {
        issue.id for issue in REGISTRY.issue_types
    }
    assert {fields["scope"] for fields in expected} == {"account", "listing", "warning", "reply"}
    assert {fields["plan"] for fields in expected} == {True, False, None}
    assert any(len(fields["issues"]) > 2 for fields in expected)


@pytest.mark.parametrize("family", FAMILIES, ids=[family.id for family in FAMILIES])
def test_a_family_of_wording_finds_and_ignores_its_examples(family: Family) -> None:
    for example in family.finds:
        assert family.heard(plain_marked(example)), example
    for example in family.ignores:
        assert not family.heard(plain_marked(example)), example


@pytest.mark.parametrize("notice", NOTICES[:10], ids=[notice.name for notice in NOTICES[:10]])
def test_every_value_names_words_that_stand_in_the_notice(notice: object) -> None:
    found = read(notice.text)
    heard = list(heard_in(found))
    assert heard
    for entry in heard:
        words = found.notice.text[entry.span.start : entry.span.end]
        assert words.strip() == words != ""
    asins = {entry.value for entry in heard if entry.about.endswith("/asin")}
    assert asins == {product["asin"] for product in begin_facts(found).get("products", ())}


@given(st.text(max_size=300))
def test_any_text_becomes_facts_that_are_accepted(text: str) -> None:
    checked(facts(text), "notice")


@given(
    st.lists(
        st.sampled_from("within 17 days|B0EXAMPLE1|2.3%|invoices|\n- |send us|;|:|1 May 2026|ASIN".split("|"))
    )
)
def test_so_does_any_order_of_a_notices_words(words: list[str]) -> None:
    checked(facts(" ".join(words), date(2026, 10, 14)), "notice")


def test_what_the_notice_leaves_open_is_asked() -> None:
    questions = " ".join(question["text"] for question in facts("Hello.")["questions"])
    for wanted in ("What is the notice about", "which day did you receive", "ask for a plan", "Until when"):
        assert wanted in questions


def test_two_times_to_respond_are_asked_about_and_the_shorter_is_taken() -> None:
    raw = facts("Your account is deactivated. Respond within 17 days. You have 5 days to appeal.")
    assert raw["notice"]["respond_within_days"] == 5
    assert any("5 days or 17 days" in question["text"] for question in raw["questions"])


def test_of_documents_one_of_which_is_enough_one_is_noted_and_the_choice_is_asked() -> None:
    raw = facts(
        "Provide one of the following:\n- a letter of authorization\n- an invoice\n- a licensing agreement"
    )
    assert [request["kind"] for request in raw["notice"]["requests"]] == ["letter_of_authorization"]
    assert any("invoice or licence" in question["text"] for question in raw["questions"])


def test_order_ids_and_where_to_answer_have_a_place_of_their_own() -> None:
    raw = facts("Buyers complained about 112-8840213-5520917. Send your appeal to help@amazon.example.")
    assert raw["notice"]["orders"] == ["112-8840213-5520917"]
    assert raw["notice"]["submit_to"] == "help@amazon.example"
    assert "facts" not in raw


@pytest.mark.parametrize(
    ("text", "asins"),
    [
        ("ASIN: B0EXAMPLE1 and b0example2", ["B0EXAMPLE1", "B0EXAMPLE2"]),
        ("ISBN 0-306-40615-2", ["0306406152"]),
        ("ISBN: 978-0-306-40615-7", ["9780306406157"]),
        ("ASIN\n0306406152\n080442957X", ["0306406152", "080442957X"]),
        ("Complaint ID: 0306406152", []),
        ("Call 0306406152.", []),
        ("ISBN 0306406153", ["0306406153"]),
        ("The book 0306406152 and invoice 0306406153.", ["0306406152"]),
        ("ASINs such as B0XXXXXXXX", []),
        ("https://www.amazon.com/dp/B0EXAMPLE1?th=1", []),
    ],
)
def test_asins(text: str, asins: list[str]) -> None:
    if "https" in text:
        asins = [heard.value for heard in read(text).products]
        assert set(asins) <= {"B0EXAMPLE1"}
    else:
        assert [heard.value for heard in read(text).products] == asins


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("Please send it within 17 days.", "response"),
        ("If we do not hear from you in 17 days, the offers stay off.", "response"),
        ("Our review may take up to 17 days.", "review"),
        ("We'll respond within 17 days.", "review"),
        ("Funds are held for 17 days.", "funds"),
        ("Send invoices of the last 17 days.", "back"),
        ("Ship open orders within 17 days.", "orders"),
        ("Units may be destroyed after 90 days.", "stock"),
        ("We sell since 17 days.", ""),
    ],
)
def test_what_a_length_of_time_is_for(text: str, use: str) -> None:
    (time,) = read(text).times
    assert time.use == use


@pytest.mark.parametrize(
    ("last", "days"),
    [
        ("2026-10-31", 17),
        ("--10-31", 17),
        ("--01-05", 83),
        ("2026-10-01", None),
        ("2026-10", None),
        ("--02-30", None),
    ],
)
def test_days_until_a_last_day(last: str, days: int | None) -> None:
    assert days_until(last, date(2026, 10, 14)) == days


def test_working_days_leave_out_weekends() -> None:
    assert working_days_end(date(2026, 10, 14), 10) == 14
    assert working_days_end(date(2026, 10, 16), 1) == 3


def test_a_clause_is_what_stands_around_a_value() -> None:
    text = "Respond within 17 days, and funds are held for 90 days."
    values = [value.span for value in extract_values(text)]
    assert clause(marked(text, 0, values, 0, "span"), "thatspan") == "Respond within thatspan"
    assert "funds are held for thatspan" in clause(marked(text, 0, values, 1, "span"), "thatspan")
