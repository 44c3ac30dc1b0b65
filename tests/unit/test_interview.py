"""The interview: gaps as questions, answers as valid facts, nothing lost and nothing guessed."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import poa_ai_authenticity
import poa_ai_late_shipment
import poa_ai_odr
from poa_ai.factsfile import facts_from_json
from poa_ai.interview.answers import (
    AnswerError,
    read_asins,
    read_choice,
    read_count,
    read_counts,
    read_day,
    read_text,
    read_value,
    read_yes,
)
from poa_ai.interview.asked import Asked
from poa_ai.interview.session import Interview
from poa_ai.pipeline import prepare
from poa_ai.registry import Registry
from poa_ai.rulebook import load_rulebook
from poa_ai.testing.factories import cause_json, facts_json, minimal_json

TODAY = date(2026, 11, 23)
REGISTRY = Registry.of(
    {"odr": poa_ai_odr, "late_shipment": poa_ai_late_shipment, "authenticity": poa_ai_authenticity}
)
RULES = load_rulebook(REGISTRY)


def interview(raw: dict[str, Any], folder: Path = Path("/nowhere")) -> Interview:
    return Interview(
        raw,
        lambda facts: prepare(facts, REGISTRY, RULES, TODAY),
        tuple(REGISTRY.issue_types),
        TODAY,
        "facts.json",
        folder,
    )


def asked(about: Interview, key: str) -> Asked:
    return next(question for question in about.questions if question.key == key)


def keys(about: Interview) -> list[str]:
    return [question.key for question in about.questions]


def test_a_complete_case_leaves_nothing_open() -> None:
    assert interview(facts_json()).questions == ()


def test_what_is_required_comes_first() -> None:
    found = interview(minimal_json()).questions

    required = [question.required for question in found]
    assert required == sorted(required, reverse=True)
    assert found[0].key == "C1.corrective_actions"
    assert all(question.text and question.why for question in found)


def test_an_answer_becomes_an_entry_with_an_id_and_its_details_are_asked_next() -> None:
    about = interview(minimal_json())

    about.answer(about.questions[0], "Switched all SKUs to tracked parcels")

    (action,) = about.raw["root_causes"][0]["corrective_actions"]
    assert action == {"id": "A1", "text": "Switched all SKUs to tracked parcels"}
    assert about.questions[0].key == "A1.done_on"
    about.answer(about.questions[0], "16 October 2026")
    assert about.raw["root_causes"][0]["corrective_actions"][0]["done_on"] == "2026-10-16"


def test_a_measure_is_asked_for_with_owner_and_cadence() -> None:
    about = interview(facts_json(root_causes=[cause_json(preventive_measures=None)]))

    about.answer(asked(about, "C1.preventive_measures"), "Scan-rate report reviewed")
    for answer in ("warehouse lead", "daily", "2026-10-20"):
        about.answer(about.questions[0], answer)

    assert about.raw["root_causes"][0]["preventive_measures"] == [
        {
            "id": "P1",
            "text": "Scan-rate report reviewed",
            "owner": "warehouse lead",
            "cadence": "daily",
            "from": "2026-10-20",
        }
    ]


def test_ids_that_the_file_has_are_kept_and_new_ones_are_free() -> None:
    cause = cause_json(id="MINE", corrective_actions=[{"id": "A2", "text": "Refunded 19 orders"}])
    about = interview(facts_json(root_causes=[cause]))

    about.answer(asked(about, "A2.done_on"), "2026-10-16")

    assert about.raw["root_causes"][0]["id"] == "MINE"
    assert about.raw["root_causes"][0]["corrective_actions"][0]["done_on"] == "2026-10-16"


def test_a_day_ahead_is_refused_and_changes_nothing() -> None:
    about = interview(
        facts_json(root_causes=[cause_json(corrective_actions=[{"id": "A1", "text": "Refunded 19 orders"}])])
    )
    before = json.dumps(about.raw)

    with pytest.raises(AnswerError, match="lies ahead"):
        about.answer(asked(about, "A1.done_on"), "2026-12-24")

    assert json.dumps(about.raw) == before
    assert "A1.done_on" in keys(about)


def test_back_restores_what_stood_before_and_asks_again() -> None:
    raw = minimal_json()
    about = interview(raw)
    first = about.questions[0]
    about.answer(first, "Switched all SKUs to tracked parcels")
    about.skip(about.questions[0])

    assert about.back()
    assert about.questions[0].key == "A1.done_on"
    assert about.back()
    assert (about.raw, about.questions[0].key) == (raw, first.key)
    assert not about.back()


def test_a_skipped_question_comes_again_in_the_next_interview_only() -> None:
    about = interview(minimal_json())
    first = about.questions[0]

    about.skip(first)

    assert first.key not in keys(about)
    assert first.key in keys(interview(about.raw))


def test_without_an_issue_type_that_is_asked_first() -> None:
    about = interview({"schema_version": 1})
    (question,) = about.questions

    about.answer(question, str(question.choices.index("Order defect rate") + 1))

    assert about.raw["issues"] == ["odr"]
    assert about.questions[0].key == "odr.cause"


def test_a_checklist_item_becomes_action_measure_or_fact_by_its_question() -> None:
    cause = cause_json(
        facts=[],
        corrective_actions=[{"id": "A1", "text": "Changed the carrier", "done_on": "2026-10-16"}],
        preventive_measures=[{"id": "P1", "text": "Parcels weighed", "owner": "lead", "cadence": "daily"}],
    )
    about = interview(facts_json(root_causes=[cause], facts=None, evidence=None))

    about.answer(asked(about, "odr.defects-counted"), "19 of the 27 defects were claims")
    about.answer(asked(about, "odr.buyers-made-whole"), "Refunded all 19 orders")
    about.answer(asked(about, "odr.rate-watched"), "Account Health page reviewed")

    (written,) = about.raw["root_causes"]
    assert [fact["text"] for fact in about.raw["facts"]] == ["19 of the 27 defects were claims"]
    assert written["facts"] == ["F1"]
    assert [action["text"] for action in written["corrective_actions"]][1:] == ["Refunded all 19 orders"]
    assert [measure["text"] for measure in written["preventive_measures"]][1:] == [
        "Account Health page reviewed"
    ]


def test_with_two_causes_it_is_asked_which_one_and_not_guessed() -> None:
    second = cause_json(id="C2", title="Late replies", facts=[], statement="Messages waited for three days.")
    second |= {"corrective_actions": [], "preventive_measures": []}
    first = cause_json(facts=[], corrective_actions=[], preventive_measures=[])
    about = interview(facts_json(root_causes=[first, second], facts=None, evidence=None))

    which = asked(about, "odr.buyers-made-whole.cause")
    about.answer(which, "2")
    about.answer(asked(about, "odr.buyers-made-whole"), "Refunded all 19 orders")

    assert about.raw["root_causes"][1]["corrective_actions"][0]["text"] == "Refunded all 19 orders"
    assert about.raw["root_causes"][0]["corrective_actions"] == []


def test_a_missing_metric_is_asked_for_step_by_step() -> None:
    about = interview(facts_json(metrics=None))

    about.answer(asked(about, "odr.order_defect_rate"), "1.8%")
    about.answer(asked(about, "M1.as_of"), "2026-10-12")
    told = about.answer(asked(about, "M1.counts"), "27 of 1,500")

    assert about.raw["metrics"] == facts_json()["metrics"]
    assert told == ()


def test_an_answer_that_contradicts_is_told() -> None:
    about = interview(facts_json(metrics=None))
    about.answer(asked(about, "odr.order_defect_rate"), "2.6%")

    told = about.answer(asked(about, "M1.counts"), "27 of 1500")

    assert any("27 of 1500 is 1.8%, not 2.6%" in line for line in told)
    about.answer(asked(about, "M1.value"), "1.8")
    assert about.raw["metrics"][0]["value"] == 1.8


@pytest.mark.parametrize(
    "answer",
    [
        "Refunded the buyer, Mrs. Jones, who returned it",
        "Wrote to abc123@marketplace.amazon.com",
        "Refunded Jane Roe",
    ],
)
def test_what_tells_of_a_buyer_is_not_taken(answer: str) -> None:
    raw = facts_json(root_causes=[cause_json(corrective_actions=[])], private=["Jane Roe"])
    about = interview(raw)

    with pytest.raises(AnswerError, match="private person"):
        about.answer(asked(about, "C1.corrective_actions"), answer)

    assert about.raw is raw


def test_words_that_the_letter_leaves_out_are_told_and_asked_for_anew() -> None:
    about = interview(facts_json(root_causes=[cause_json(corrective_actions=[])]))

    told = about.answer(asked(about, "C1.corrective_actions"), "Please, please reinstate us")

    assert "the letter will leave out: Please, please reinstate us" in told[0]
    about.answer(about.questions[0], "Refunded the 19 orders")
    assert about.raw["root_causes"][0]["corrective_actions"][0]["text"] == "Refunded the 19 orders"


@pytest.mark.parametrize(
    ("answer", "statement"),
    [
        ("yes", "Buyers returned 3 of 4 units of B0EXAMPLE1 as defective."),
        ("A lot passed receipt without inspection.", "A lot passed receipt without inspection."),
    ],
)
def test_a_proposed_cause_is_confirmed_by_the_seller_alone(answer: str, statement: str) -> None:
    about = interview(_proposed())

    about.answer(asked(about, "C2.confirmed"), answer)

    assert about.raw["root_causes"][1]["statement"] == statement
    assert about.raw["root_causes"][1]["confirmed"] is True
    assert about.raw["questions"] == []


def test_a_proposal_that_is_not_so_is_taken_out_with_its_question() -> None:
    about = interview(_proposed())

    about.answer(asked(about, "C2.confirmed"), "no")
    about.answer(asked(about, "F2.confirmed"), "No.")

    assert [cause["id"] for cause in about.raw["root_causes"]] == ["C1"]
    assert [fact["id"] for fact in about.raw["facts"]] == ["F1"]
    assert about.raw["questions"] == []


def test_a_proposal_is_asked_about_before_what_went_wrong() -> None:
    raw = _proposed()
    raw["root_causes"] = raw["root_causes"][1:]

    assert keys(interview(raw))[:2] == ["C2.confirmed", "odr.cause"]


def _proposed() -> dict[str, Any]:
    raw = facts_json()
    raw["facts"].append({"id": "F2", "text": "3 of 4 units were returned.", "confirmed": False})
    raw["root_causes"].append(
        {
            "id": "C2",
            "issue": "odr",
            "statement": "Buyers returned 3 of 4 units of B0EXAMPLE1 as defective.",
            "facts": ["F2"],
            "confirmed": False,
        }
    )
    raw["questions"] = [{"id": "Q1", "about": "C2", "text": "What led to it?"}]
    return raw


def test_a_document_is_asked_for_with_its_file_date_and_products(tmp_path: Path) -> None:
    (tmp_path / "invoice_april.pdf").write_bytes(b"%PDF")
    request = {"id": "R1", "kind": "invoice", "window_days": 365, "asins": ["B0EXAMPLE1"]}
    about = interview(facts_json(notice={"received": "2026-10-14", "requests": [request]}), tmp_path)

    about.answer(asked(about, "R1.request-unanswered"), "invoice_april.pdf")
    about.answer(asked(about, "E3.dated"), "18 April 2026")
    about.answer(asked(about, "E3.covers"), "all")

    assert about.raw["evidence"][2] == {
        "id": "E3",
        "kind": "invoice",
        "title": "Invoice april",
        "file": "invoice_april.pdf",
        "dated": "2026-04-18",
        "covers": ["B0EXAMPLE1"],
    }
    assert about.blocking == ()


@pytest.mark.parametrize("name", ["../outside.pdf", "/etc/passwd", "~/x", "a\0b"])
def test_a_document_outside_the_folder_is_a_title_and_no_file(tmp_path: Path, name: str) -> None:
    (tmp_path / "outside.pdf").write_bytes(b"%PDF")
    folder = tmp_path / "case"
    folder.mkdir()
    request = {"id": "R1", "kind": "invoice"}
    about = interview(facts_json(notice={"requests": [request]}), folder)

    about.answer(asked(about, "R1.request-unanswered"), name)

    assert "file" not in about.raw["evidence"][2]


def test_a_question_of_the_file_is_answered_or_dropped() -> None:
    questions = [{"id": "Q1", "about": "C1", "text": "Since when?"}, {"id": "Q2", "text": "Anything else?"}]
    about = interview(facts_json(questions=questions))

    about.answer(asked(about, "Q1.answer"), "Since May 2025, letters were untracked.")
    about.answer(asked(about, "Q2.answer"), "drop")

    assert about.raw["questions"] == []
    assert about.raw["root_causes"][0]["facts"] == ["F1", "F2"]
    assert about.raw["facts"][1]["source"] == "answer to: Since when?"


@pytest.mark.parametrize(
    "case", ["gap-draft", "hostile-plea", "authenticity-invoices", "ip-trademark-listing"]
)
def test_whatever_is_answered_the_facts_stay_valid(cases: Path, case: str) -> None:
    raw = json.loads((cases / case / "facts.json").read_text(encoding="utf-8"))
    about = Interview(
        raw,
        lambda facts: prepare(facts, REGISTRY_ALL, RULES, TODAY),
        tuple(REGISTRY_ALL.issue_types),
        TODAY,
        "facts.json",
        cases / case,
    )
    answers = _endless()
    for _ in range(60):
        if not about.questions:
            break
        question = about.questions[0]
        for answer in (question.example, next(answers)):
            try:
                about.answer(question, answer)
                break
            except AnswerError:
                continue
        else:
            about.skip(question)
        facts_from_json(about.raw, "facts.json", cases / case)
    else:
        pytest.fail("the interview does not end")


REGISTRY_ALL = Registry.installed()


def _endless() -> Iterator[str]:
    while True:
        yield from (
            "1",
            "yes",
            "\u202e\ud800 \x00 {braces} \U0001f600",
            "2026-10-10",
            "x" * 5_000,
            '{"a": 1}',
            "all",
        )


def test_days() -> None:
    assert read_day("On Oct 16, 2026") == "2026-10-16"
    assert read_day("Yesterday", TODAY) == "2026-11-22"
    for wrong in ("", "soon", "3 May", "2026-02-31", "2026-10-16 or 2026-10-17", "03/04/2026"):
        with pytest.raises(AnswerError):
            read_day(wrong)


def test_numbers() -> None:
    assert (read_value("1.8 %"), read_count("1,500"), read_counts("27 out of 1,500")) == (
        1.8,
        1500,
        (27, 1500),
    )
    for wrong in ("", "1,8", "many", "-1", "1e9"):
        with pytest.raises(AnswerError):
            read_value(wrong)
    for wrong in ("", "27", "1500 of 27", "a of b", "٣ of ٤"):
        with pytest.raises(AnswerError):
            read_counts(wrong)


def test_choices_products_and_yes() -> None:
    assert read_choice("2.", ["One thing", "Another"]) == 1
    assert read_choice("anot", ["One thing", "Another"]) == 1
    assert read_asins("b0example1 and 0306406152, B0EXAMPLE1") == ["B0EXAMPLE1", "0306406152"]
    assert [read_yes(answer) for answer in ("Yes.", "no", "perhaps")] == [True, False, None]
    for answer in ("0", "3", "", "x"):
        with pytest.raises(AnswerError):
            read_choice(answer, ["One thing", "Another"])
    with pytest.raises(AnswerError):
        read_asins("none that I know")


def test_texts_are_one_line_in_words() -> None:
    assert read_text(" two\tlines \u200b") == "two lines"
    for wrong in ("", "...", "18 April 2026", "2026-04-18 12", "x" * 4_001):
        with pytest.raises(AnswerError):
            read_text(wrong)


def test_a_root_cause_is_told_to_its_end_before_the_next_one_begins() -> None:
    about = interview({"schema_version": 1, "issues": ["odr", "late_shipment"]})

    about.answer(asked(about, "odr.cause"), "Small orders were sent by untracked mail.")
    about.answer(about.questions[0], "Switched all SKUs to tracked parcels")
    about.answer(about.questions[0], "2026-10-16")

    assert about.questions[0].key == "C1.preventive_measures"


def test_one_document_is_asked_for_once_and_several_files_are_several_documents(tmp_path: Path) -> None:
    for name in ("invoice-2026-04.pdf", "scan.png"):
        (tmp_path / name).write_bytes(b"x")
    raw = facts_json(
        issues=["authenticity"],
        root_causes=[cause_json(issue="authenticity", facts=[], kind=None, corrective_actions=[])],
        facts=None,
        evidence=None,
        notice={"received": "2026-10-14", "requests": [{"id": "R1", "kind": "invoice"}]},
    )
    about = interview(raw, tmp_path)
    asking = [key for key in keys(about) if "invoice" in key or key.startswith("R1")]
    assert asking == ["R1.request-unanswered"]

    about.answer(asked(about, "R1.request-unanswered"), "invoice-2026-04.pdf, scan.png")

    assert [(entry["title"], entry["file"]) for entry in about.raw["evidence"]] == [
        ("Invoice 2026-04", "invoice-2026-04.pdf"),
        ("Scan", "scan.png"),
    ]


def test_what_a_document_proves_may_be_said_in_words() -> None:
    raw = facts_json()
    raw["evidence"].append({"id": "E9", "kind": "claims_report", "title": "Claims", "dated": "2026-10-12"})
    about = interview(raw)

    about.answer(asked(about, "E9.proves"), "Claims were filed for 19 orders.")

    assert about.raw["facts"][-1] == {
        "id": "F2",
        "text": "Claims were filed for 19 orders.",
        "evidence": ["E9"],
    }
    assert about.raw["root_causes"][0]["facts"][-1] == "F2"
