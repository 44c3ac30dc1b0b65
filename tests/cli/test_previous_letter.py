"""poa-ai draft --previous: the letter is an addition and says nothing of the first."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from commandrun import Runner

from poa_ai.testing import chatserver as server
from poa_ai.testing.chatserver import LocalChatServer
from poa_ai.testing.factories import cause_json, facts_json, write_facts


def first_letter(run: Runner, folder: Path) -> Path:
    path = write_facts(folder)
    letter = folder / "first.md"
    letter.write_text(run("draft", path, "--quiet").out, encoding="utf-8")
    return letter


def test_what_is_new_is_told_on_stderr_and_in_the_report(run: Runner, working_folder: Path) -> None:
    letter = first_letter(run, working_folder)
    cause = cause_json()
    cause["corrective_actions"].append(
        {"id": "A9", "text": "Trained four packers on the new template", "done_on": "2026-10-18"}
    )
    path = write_facts(working_folder, facts_json(root_causes=[cause]))

    ran = run("draft", path, "--previous", letter, "--out", "letter")

    assert ran.code == 0
    assert "new statements 1, changed 0" in ran.err
    assert "new in C1, corrective actions taken: On 18 October 2026, we trained four packers" in ran.err
    report = json.loads(Path("letter/report.json").read_text())["previous"]
    assert report["sections"] == {"C1": "changed"}
    assert [entry["state"] for entry in report["statements"]].count("new") == 1
    text = Path("letter/plan.md").read_text().casefold()
    assert "appeal" not in text
    assert "previous" not in text


def test_what_was_there_stays_word_for_word(run: Runner, working_folder: Path) -> None:
    letter = first_letter(run, working_folder)

    ran = run("draft", "facts.json", "--previous", letter)

    assert ran.out == letter.read_text(encoding="utf-8")
    assert "nothing is new against" in ran.err


def test_the_seller_may_not_speak_of_the_first_appeal(run: Runner, working_folder: Path) -> None:
    letter = first_letter(run, working_folder)
    cause = cause_json(
        statement="As stated in our previous appeal, orders were sent untracked. No scan was made."
    )
    path = write_facts(working_folder, facts_json(root_causes=[cause]))

    ran = run("draft", path, "--previous", letter)

    assert "previous appeal" not in ran.out
    assert "No scan was made." in ran.out


def test_a_letter_that_is_not_there_ends_it_before_anything_is_drafted(run: Runner, facts: Path) -> None:
    ran = run("draft", facts, "--previous", "gone.md")

    assert (ran.code, ran.out) == (3, "")
    assert "no such file" in ran.err


def test_gaps_tell_what_of_a_reply_is_not_answered(run: Runner, working_folder: Path) -> None:
    letter = first_letter(run, working_folder)
    notice = {"scope": "reply", "asks_for_plan": True, "text": "Send greater detail on the root cause."}
    path = write_facts(working_folder, facts_json(notice=notice))

    ran = run("gaps", path, "--previous", letter)

    assert ran.code == 1
    assert "The reply asks for more on the root cause (Order defect rate), and the letter adds" in ran.out
    found = json.loads(run("gaps", path, "--previous", letter, "--json").out)
    assert found["groups"][0]["missing"]


@pytest.fixture
def local(monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalChatServer]:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test-key")
    with LocalChatServer() as chat:
        monkeypatch.setenv("POA_AI_MODEL", "openai:m")
        monkeypatch.setenv("POA_AI_BASE_URL", chat.base_url)
        yield chat


def reworded(run: Runner, folder: Path) -> Path:
    """The letter that was sent, with a statement in words that the composer would not choose."""
    path = write_facts(folder)
    text = run("draft", path, "--compose", "--quiet").out
    letter = folder / "first.md"
    letter.write_text(text.replace(SWITCHED, OTHERWISE), encoding="utf-8")
    return letter


SWITCHED = "On 16 October 2026, we switched all SKUs to tracked parcels (E2)."
OTHERWISE = "All SKUs were switched to tracked parcels on 16 October 2026 (E2)."


def test_the_words_of_the_earlier_letter_stay_where_they_still_hold(
    run: Runner, working_folder: Path
) -> None:
    letter = reworded(run, working_folder)

    ran = run("draft", "facts.json", "--previous", letter, "--out", "letter")

    assert Path("letter/plan.md").read_text() == letter.read_text()
    assert "nothing is new against" in ran.err
    (section,) = json.loads(Path("letter/report.json").read_text())["sections"]
    assert {statement["by"] for statement in section["statements"]} == {"earlier"}


def test_words_that_no_longer_hold_are_written_anew(run: Runner, working_folder: Path) -> None:
    letter = reworded(run, working_folder)
    cause = cause_json()
    cause["corrective_actions"][0]["done_on"] = "2026-10-18"
    path = write_facts(working_folder, facts_json(root_causes=[cause]))

    ran = run("draft", path, "--previous", letter)

    assert OTHERWISE not in ran.out
    assert "On 18 October 2026, we switched all SKUs to tracked parcels (E2)." in ran.out


def test_a_detail_that_came_to_a_fact_is_told(run: Runner, working_folder: Path) -> None:
    letter = reworded(run, working_folder)
    cause = cause_json()
    cause["corrective_actions"][0]["text"] = "Switched all SKUs to tracked parcels of the national carrier"
    path = write_facts(working_folder, facts_json(root_causes=[cause]))

    assert "national carrier" in run("draft", path, "--previous", letter).out


def test_a_model_is_not_asked_for_what_stood_before(
    run: Runner, working_folder: Path, local: LocalChatServer
) -> None:
    letter = reworded(run, working_folder)

    ran = run("draft", "facts.json", "--previous", letter)

    assert (ran.out, local.requests) == (letter.read_text(), [])
    assert "nothing was asked of openai:m" in ran.err
    assert "######## section" not in run("draft", "facts.json", "--previous", letter, "--dry-run").out


def test_a_model_is_asked_for_what_is_new_alone(
    run: Runner, working_folder: Path, local: LocalChatServer
) -> None:
    letter = reworded(run, working_folder)
    cause = cause_json()
    cause["corrective_actions"].append(
        {"id": "A9", "text": "Trained four packers on the new template", "done_on": "2026-10-18"}
    )
    path = write_facts(working_folder, facts_json(root_causes=[cause]))

    ran = run("draft", path, "--previous", letter)

    (request,) = local.requests
    assert "the model wrote 1; 7 of 8 statements are those of the earlier letter" in ran.err
    assert "for no other, in this order: A9." in request["messages"][-1]["content"]
    assert OTHERWISE in ran.out
    assert "we trained four packers on the new template." in ran.out
    shown = run("draft", path, "--previous", letter, "--dry-run").out
    assert "for no other, in this order: A9." in shown


def test_a_model_that_fails_leaves_the_earlier_words_and_is_told(
    run: Runner, working_folder: Path, local: LocalChatServer
) -> None:
    letter = reworded(run, working_folder)
    cause = cause_json()
    cause["corrective_actions"].append({"id": "A9", "text": "Trained four packers", "done_on": "2026-10-18"})
    path = write_facts(working_folder, facts_json(root_causes=[cause]))
    local.behaviour = server.status(401)

    ran = run("draft", path, "--previous", letter)

    assert OTHERWISE in ran.out
    assert "does not accept the API key" in ran.err


REPLY = {"scope": "reply", "asks_for_plan": True, "text": "Send greater detail on the root cause."}


def test_a_letter_that_leaves_a_point_of_the_reply_unanswered_is_a_gap_draft(
    run: Runner, working_folder: Path
) -> None:
    letter = first_letter(run, working_folder)
    path = write_facts(working_folder, facts_json(notice=REPLY))

    ran = run("draft", path, "--previous", letter)

    assert ran.code == 1
    assert "error: The reply asks for more on the root cause (Order defect rate)" in ran.err
    assert "not ready to send" in ran.out
    strict = run("draft", path, "--previous", letter, "--strict")
    assert (strict.code, strict.out) == (3, "")


def test_with_the_point_answered_it_is_a_letter(run: Runner, working_folder: Path) -> None:
    letter = first_letter(run, working_folder)
    raw = facts_json(notice=REPLY)
    raw["facts"].append({"id": "F9", "text": "The scan rate of letters was 0% in September 2026."})
    raw["root_causes"][0]["facts"].append("F9")

    ran = run("draft", write_facts(working_folder, raw), "--previous", letter)

    assert ran.code == 0
    assert "not ready to send" not in ran.out
    assert "new in C1, root cause: The scan rate of letters was 0%" in ran.err


def test_without_the_earlier_letter_each_point_is_a_warning(run: Runner, working_folder: Path) -> None:
    ran = run("draft", write_facts(working_folder, facts_json(notice=REPLY)))

    assert ran.code == 0
    assert "1 more thing would make the case stronger" in ran.err
