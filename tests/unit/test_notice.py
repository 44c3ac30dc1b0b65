"""The notice: what the seller states counts first, the text only fills what is unknown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poa_ai.facts import NoticeFacts
from poa_ai.notice import parse_notice

WANTS_PLAN = "To sell again, send us a plan of action."
NO_PLAN = "You do not need to submit a plan of action. Send invoices for B0EXAMPLE1."


@pytest.mark.parametrize(
    ("text", "stated", "expected"),
    [
        (WANTS_PLAN, None, True),
        (NO_PLAN, None, False),
        ("Please do not send us a plan of action.", None, False),
        ("Give greater detail on the root causes of the issue.", None, True),
        ("Your account was deactivated.", None, None),
        ("", None, None),
        (NO_PLAN, True, True),
        (WANTS_PLAN, False, False),
    ],
)
def test_whether_a_plan_is_asked_for(text: str, stated: bool | None, expected: bool | None) -> None:
    assert parse_notice(NoticeFacts(text=text, asks_for_plan=stated)).asks_for_plan is expected


def test_unknown_stays_unknown() -> None:
    notice = parse_notice(NoticeFacts())
    assert (notice.received, notice.scope, notice.text, notice.asins) == (None, None, "", ())


def test_asins_come_from_requests_first_and_then_from_the_text_each_once() -> None:
    given_notice = NoticeFacts.model_validate(
        {
            "text": "B0EXAMPLE1, B0EXAMPLE2",
            "requests": [{"id": "R1", "kind": "invoice", "asins": ["B0EXAMPLE2"]}],
        }
    )
    assert parse_notice(given_notice).asins == ("B0EXAMPLE2", "B0EXAMPLE1")


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    assert parse_notice(NoticeFacts(text=text)).text == text
