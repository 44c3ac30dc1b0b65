"""Issue types that are heard by what statements are like: which count, and which are asked about."""

import pytest

from poa_ai.intake.issuesheard import SURELY
from poa_ai.intake.noticefindings import NoticeFindings, read_findings
from poa_ai.intake.noticetext import NoticeText
from poa_ai.intake.openquestions import open_questions
from poa_ai.registry import Registry

REGISTRY = Registry.installed()


def read(text: str) -> NoticeFindings:
    return read_findings(NoticeText(text), REGISTRY.issue_types, REGISTRY.match_issue)


def issues(text: str) -> list[str]:
    return sorted(heard.issue.id for heard in read(text).issues if heard.sure)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Those who unpacked your jars saw a date on the lid that lay months back.", ["expired"]),
        (
            "There are two grounds. Readers doubt that your books are genuine. Apart from that, your parcels "
            "reached the doorstep later than the day we had shown at checkout.",
            ["authenticity", "on_time_delivery"],
        ),
    ],
)
def test_words_that_no_signal_knows_are_heard(text: str, expected: list[str]) -> None:
    assert issues(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Your tax interview is not complete, and payments to you are on hold until it is.",
        "Your monthly subscription could not be charged to the card on file.",
        "Do not send packing slips or receipts of other retailers.",
    ],
)
def test_other_matters_are_none_of_the_issue_types(text: str) -> None:
    assert issues(text) == []


def test_a_matter_under_a_heading_of_another_kind_does_not_count() -> None:
    text = (
        "Why did this happen?\nYour late shipment rate is 7% and should be under 4%.\n\n"
        "Good to know\nSelling used items as new is a frequent reason for complaints of buyers.\n\n"
        "What happens to my stock?\nUnits that are past their date are destroyed."
    )
    assert issues(text) == ["late_shipment"]


def test_what_is_only_likely_is_taken_and_asked_about() -> None:
    text = "What came differed from the page."
    found = read(text)
    (heard,) = found.issues
    assert heard.score < SURELY
    question = next(entry.text for entry in open_questions(found) if entry.topic == "issues")
    assert question.startswith(f"Is the notice about {heard.issue.title}?")
    assert text[:40] in question
