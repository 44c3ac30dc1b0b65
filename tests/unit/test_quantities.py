"""Quantities in their usual written forms."""

import pytest

from poa_ai.quantities import read_cadences
from poa_ai.values import Kind, extract_values


@pytest.mark.parametrize(
    ("text", "kind", "normals"),
    [
        ("4.2 kg, 1.2 metres, 12mm, 10 Inch", Kind.MEASURE, "4.2 kg|1.2 m|12 mm|10 in"),
        ("400 mg, 30 ml, 18 V", Kind.MEASURE, "400 mg|30 ml|18 v"),
        ("two thirds of the orders, a quarter of it, one in five", Kind.SHARE, "2/3|1/4|1/5"),
        ("half of them", Kind.SHARE, "1/2"),
        ("half an hour, a fortnight", Kind.DURATION, "30 minute|14 day"),
        ("an hour and a half, a quarter of an hour", Kind.DURATION, "90 minute|15 minute"),
        ("48 hours, two weeks, 3 business days", Kind.DURATION, "2 day|14 day|3 working day"),
        ("15 cents less", Kind.AMOUNT, "¢ 0.15"),
        ("a third party and 5 in total", Kind.SHARE, ""),
    ],
)  # fmt: skip
def test_forms(text: str, kind: Kind, normals: str) -> None:
    assert "|".join(value.normal for value in extract_values(text) if value.kind is kind) == normals


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("daily", "1 day"), ("each day", "1 day"), ("once a week", "7 day"), ("twice weekly", "7 day/2"),
        ("two times per week", "7 day/2"), ("every two weeks", "14 day"), ("once a fortnight", "14 day"),
        ("every quarter", "3 month"), ("annually", "12 month"),
    ],
)  # fmt: skip
def test_cadences(text: str, normal: str) -> None:
    assert [reading.normal for reading in read_cadences(f"It is read {text}, no more.")] == [normal]


def test_a_day_is_no_cadence() -> None:
    assert list(read_cadences("It came after a day, on the day before, three days a week.")) == []
