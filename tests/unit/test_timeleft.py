"""The time left to respond."""

from datetime import date

import pytest

from poa_ai.notice import Notice
from poa_ai.timeleft import time_left

RECEIVED = date(2026, 10, 14)
COUNTED = "31 October 2026, 17 days after the notice of 14 October 2026"


@pytest.mark.parametrize(
    ("today", "left", "words"),
    [
        (date(2026, 10, 14), 17, f"Respond by {COUNTED}: 17 days left."),
        (date(2026, 10, 30), 1, "1 day left"),
        (date(2026, 10, 31), 0, "today is the last day"),
        (date(2026, 11, 2), -2, f"ended on {COUNTED}: 2 days ago"),
    ],
)  # fmt: skip
def test_days_are_counted_from_the_notice(today: date, left: int, words: str) -> None:
    found = time_left(Notice(received=RECEIVED, respond_within_days=17), today)
    assert found is not None
    assert found.left == left
    assert words in str(found)
    assert found.to_json() == {"respond_within_days": 17, "due": "2026-10-31", "days_left": left}


def test_without_the_day_of_receipt_no_last_day_is_told() -> None:
    found = time_left(Notice(respond_within_days=17), date(2026, 10, 20))
    assert found is not None
    assert found.to_json() == {"respond_within_days": 17, "due": None, "days_left": None}
    assert '"received"' in str(found)


def test_a_time_that_leaves_the_calendar_is_no_crash() -> None:
    found = time_left(Notice(received=date(9999, 12, 1), respond_within_days=36_500), date(2026, 1, 1))
    assert found is not None
    assert found.due is None
    assert str(found)


def test_a_notice_without_a_time_has_none_left() -> None:
    assert time_left(Notice(received=RECEIVED), date(2026, 10, 20)) is None
