"""poa-ai draft --previous: the letter is an addition and says nothing of the first."""

import json
from pathlib import Path

from commandrun import Runner

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
    assert "The reply asks for more on the root cause of order defect rate, and the letter adds" in ran.out
    found = json.loads(run("gaps", path, "--previous", letter, "--json").out)
    assert found["groups"][0]["missing"]
