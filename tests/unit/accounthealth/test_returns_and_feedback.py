"""Returns and feedback: candidates to be confirmed, comments in quotation marks, no buyers' data."""

from pathlib import Path

import pytest

import poa_ai_authenticity
import poa_ai_ip_complaint
import poa_ai_late_shipment
import poa_ai_odr
from poa_ai.accounthealth.comments import quotable
from poa_ai.accounthealth.feedback import read_feedback
from poa_ai.accounthealth.reportdates import days_of
from poa_ai.accounthealth.returns import read_returns
from poa_ai.accounthealth.themes import load_themes
from poa_ai.errors import InputError
from poa_ai.registry import Registry

FBA = "return-date\torder-id\tsku\tasin\tfnsku\tproduct-name\tquantity\treason\tcustomer-comments\n"
MFN = "Order ID\tReturn request date\tASIN\tReturn quantity\tReturn Reason\tBuyer name\n"
FEEDBACK = "Date\tRating\tComments\tYour Response\tOrder ID\tRater Email\n"


def returned(day: str, reason: str, comment: str = "", quantity: int = 1, asin: str = "B0EXAMPLE1") -> str:
    return f"{day}\t111-1111111-1111111\tS1\t{asin}\tX1\tStove\t{quantity}\t{reason}\t{comment}\n"


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "table.txt"
    path.write_bytes(text.encode(encoding))
    return path


def test_returns_of_a_product_are_counted_by_reason(tmp_path: Path) -> None:
    rows = [
        returned("2026-09-01T10:00:00+00:00", "DEFECTIVE", "Stopped after a day", 2),
        returned("2026-09-20T10:00:00+00:00", "CR-DEFECTIVE", 'It said "OK" and died'),
        returned("2026-10-03T10:00:00+00:00", "NO_LONGER_NEEDED", "changed my mind"),
    ]

    (candidate,) = read_returns(write(tmp_path, FBA + "".join(rows))).candidates

    assert candidate.text == (
        "3 of 4 returned units of B0EXAMPLE1 from 1 September 2026 to 3 October 2026 were returned as "
        "defective. "
        'Buyers wrote: "Stopped after a day"; "It said \'OK\' and died".'
    )
    assert candidate.kinds["odr"] == "defective-stock"


def test_seller_fulfilled_returns_are_read_too(tmp_path: Path) -> None:
    row = "111-1111111-1111111\t13-Oct-2026\tB0EXAMPLE1\t2\tCR-SWITCHEROO\tJane Buyer\n"

    (candidate,) = read_returns(write(tmp_path, MFN + row)).candidates

    assert (
        candidate.text
        == "2 of 2 returned units of B0EXAMPLE1 of 13 October 2026 were returned as the wrong item."
    )


def test_unknown_reasons_are_told_and_none_is_guessed(tmp_path: Path) -> None:
    found = read_returns(write(tmp_path, FBA + returned("2026-09-01", "SOMETHING_NEW")))

    assert found.candidates == ()
    assert "SOMETHING_NEW" in found.notes[0]


def test_feedback_of_one_and_two_stars_is_told_by_what_it_speaks_of(tmp_path: Path) -> None:
    rows = (
        "2026/09/02\t1\tThe jar was cracked, mail me at jane@roe.com\t\t111-1111111-1111111\tjane@roe.com\n"
        "2026/09/09\t2\tBox dented. Regards, Jane Roe\t\t111-1111111-1111112\tx@marketplace.amazon.com\n"
        "2026/09/12\t3\tA bit slow\t\t111-1111111-1111113\ty@marketplace.amazon.com\n"
        "2026/09/15\t1\tNot my taste\t\t111-1111111-1111114\tz@marketplace.amazon.com\n"
    )

    found = read_feedback(write(tmp_path, FEEDBACK + rows))

    (candidate,) = found.candidates
    assert candidate.text == (
        "2 of 3 negative ratings from 2 September 2026 to 15 September 2026 were about damage on the way. "
        'Buyers wrote: "The jar was cracked, mail me at [...]"; "Box dented. Regards, [...]".'
    )
    assert "1 of 3" in found.notes[0]


@pytest.mark.parametrize(
    "data",
    [
        "Call me on 0151 555 0142 now",
        "Order 111-1234567-1234567 broken",
        "I am Jane Roe and it broke",
        "Mrs. Jones here, it broke",
        "Sent to 12 Court Street, broken",
        "See https://example.com/jane for photos",
        "Card 4111 1111 1111 1111 was charged",
        "It broke. - Jane Roe",
        "Jane Buyer got a broken one",
    ],
)
def test_what_tells_of_the_buyer_is_left_out(data: str) -> None:
    (quoted,) = quotable([data], ["Jane Buyer"])

    assert "[...]" in quoted
    for private in ("0151", "1234567", "Jane", "Jones", "Court", "example.com", "4111"):
        assert private not in quoted


def test_quotations_are_short_few_and_on_one_line() -> None:
    quotes = quotable(["a bad\nthing \u202e" * 100, "two bad", "two bad", "...", "three", "four", "five"])

    assert len(quotes) == 3
    assert all(len(quote) < 220 and quote.isprintable() for quote in quotes)


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        (["13/10/2026", "02/10/2026"], "from 2 October 2026 to 13 October 2026"),
        (["10/13/2026", "10/02/2026"], "from 2 October 2026 to 13 October 2026"),
        (["05/05/26"], "of 5 May 2026"),
        (["nonsense", "2026-13-45", "99/98/2026"], ""),
    ],
)
def test_the_order_of_day_and_month_is_that_which_the_file_shows(cells: list[str], text: str) -> None:
    assert days_of(cells).text == text


def test_dates_that_may_be_either_are_asked_about(tmp_path: Path) -> None:
    found = read_returns(write(tmp_path, FBA + returned("03/04/2026", "DEFECTIVE")))

    assert "is that 3 April or March 4?" in found.questions[0].text
    assert "2026" not in found.candidates[0].text


def test_a_table_with_commas_is_read(tmp_path: Path) -> None:
    text = 'asin,reason,quantity,customer-comments\nB0EXAMPLE1,DAMAGED_BY_CARRIER,1,"broken, all of it"\n'

    (candidate,) = read_returns(write(tmp_path, text, "cp1252")).candidates

    assert '"broken, all of it"' in candidate.text


def test_rows_of_another_length_are_left_out_and_told(tmp_path: Path) -> None:
    found = read_returns(write(tmp_path, FBA + "a\tb\n" + returned("2026-09-01", "DEFECTIVE")))

    assert len(found.candidates) == 1
    assert "1 rows" in found.notes[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "the column 'asin' is missing; found: none"),
        ("a\tb\n1\t2\n", "the column 'asin' is missing; found: a, b"),
        ("asin\tquantity\n", "the column 'reason' or 'Return Reason' is missing"),
        ("\0\0", "binary data"),
    ],
)
def test_a_file_that_is_no_table_is_one_clear_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        read_returns(write(tmp_path, text))


@pytest.mark.parametrize("theme", load_themes().themes, ids=lambda theme: theme.id)
def test_the_examples_of_a_theme_are_found_and_its_decoys_are_not(theme: object) -> None:
    themes = load_themes()
    for comment in theme.finds:  # type: ignore[attr-defined]
        assert themes.of_comment(comment) == theme
    for comment in theme.ignores:  # type: ignore[attr-defined]
        assert themes.of_comment(comment) != theme


def test_every_kind_of_cause_that_a_theme_names_exists() -> None:
    plugins = {
        "odr": poa_ai_odr,
        "late_shipment": poa_ai_late_shipment,
        "authenticity": poa_ai_authenticity,
        "ip_complaint": poa_ai_ip_complaint,
    }
    types = {issue.id: issue for issue in Registry.of(plugins).issue_types}
    for theme in load_themes().themes:
        for issue, kind in theme.kinds.items():
            assert types[issue].cause_kind(kind) is not None, (theme.id, issue, kind)
