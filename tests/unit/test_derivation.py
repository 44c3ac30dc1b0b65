"""Arithmetic on the facts: what follows from two values, and what does not."""

import pytest

from poa_ai.findings import Span
from poa_ai.validation.derivation import Arithmetic, derive
from poa_ai.validation.tokens import Token


def token(text: str) -> Token:
    kind, _, key = text.partition(":")
    return Token(kind, key, Span(0, 0), 0)


@pytest.mark.parametrize(
    ("value", "operands", "how"),
    [
        ("number:17", ["number:88", "number:71"], "88 - 71 = 17"),
        ("number:33", ["number:21", "number:12"], "12 + 21 = 33"),
        ("percent:1.43", ["number:14", "number:982"], "14 of 982 = 1.43"),
        ("percent:36", ["number:43", "number:120"], "43 of 120 = 36"),
        ("share:2/3", ["number:41", "number:62"], "41 of 62 is about 2/3"),
        ("amount:USD 62", ["amount:USD 1178.00", "number:19"], "USD 1178.00 / 19 = USD 62"),
        ("amount:USD 2520", ["amount:USD 8.40", "number:300"], "300 x USD 8.40 = USD 2520"),
        ("amount:¢ 0.15", ["amount:USD 9.75", "amount:USD 9.60"], "USD 9.75 - USD 9.60 = ¢ 0.15"),
        ("share:1/10", ["percent:10"], "10% is about 1/10"),
        ("percent:60", ["percent:1.6", "percent:1"], "from 1 to 1.6 = 60"),
        ("number:1200", ["number:400", "number:300", "number:500"], "the sum of the values above = 1200"),
        (
            "duration:4 month",
            ["date:2026-01-12", "date:2026-05-04"],
            "from 2026-01-12 to 2026-05-04 = 4 month",
        ),
        ("measure:6 mm", ["measure:18 mm", "measure:12 mm"], "18 mm - 12 mm = 6 mm"),
        ("duration:50 day", ["date:2026-05-04", "date:2026-06-23"], "from 2026-05-04 to 2026-06-23 = 50 day"),
        ("duration:90 minute", ["number:15:00", "number:16:30"], "from 15:00 to 16:30 = 90 minute"),
        ("date:2026-03-10", ["date:2026-05-09", "duration:60 day"], "2026-05-09 -60 days = 2026-03-10"),
    ],
)
def test_what_follows(value: str, operands: list[str], how: str) -> None:
    stated = value.partition(":")[2]
    assert derive(token(value), stated, [token(operand) for operand in operands]) == how


@pytest.mark.parametrize(
    ("value", "operands"),
    [
        ("number:18", ["number:88", "number:71"]),
        ("percent:1.44", ["number:14", "number:982"]),
        ("share:3/4", ["number:41", "number:62"]),
        ("amount:EUR 62", ["amount:USD 1178.00", "number:19"]),
        ("measure:6 cm", ["measure:18 mm", "measure:12 mm"]),
        ("percent:80", ["percent:1.6", "percent:1"]),
        ("duration:6 month", ["date:2026-01-12", "date:2026-05-04"]),
        ("duration:49 week", ["date:2026-05-04", "date:2026-06-23"]),
        ("asin:B0D2RXP9W6", ["number:1", "number:2"]),
        ("number:" + "9" * 400, ["number:" + "8" * 400, "number:1"]),
    ],
)
def test_what_does_not_follow(value: str, operands: list[str]) -> None:
    assert derive(token(value), value.partition(":")[2], [token(operand) for operand in operands]) == ""


def test_where_others_are_given_one_of_two_is_taken_of_them() -> None:
    here, others = [token("number:38"), token("number:21")], [token("number:5"), token("number:12")]
    assert derive(token("number:33"), "33", here, others=others) == "38 - 5 = 33"
    assert derive(token("number:17"), "17", here, others=[]) == ""
    assert derive(token("number:59"), "59", here, others=others) == ""


def test_points_are_a_difference_and_no_share() -> None:
    operands = [token("percent:6.8"), token("percent:4"), token("number:2"), token("number:100")]
    assert derive(token("percent:2.8"), "2.8 points", operands) == "6.8 - 4 = 2.8 points"
    assert derive(token("percent:2"), "2 points", operands) == ""


def test_a_sum_needs_a_word_for_it() -> None:
    operands = [token("number:412"), token("number:9")]
    assert derive(token("number:421"), "421", operands, Arithmetic(adds=False)) == ""
    assert derive(token("number:403"), "403", operands, Arithmetic(subtracts=False)) == ""
