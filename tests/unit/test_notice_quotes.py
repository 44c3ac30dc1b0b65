"""What a message only repeats is no part of it, and what a copied mail shows of its page is no text."""

from poa_ai.intake.noticefindings import read_findings
from poa_ai.intake.noticetext import NoticeText, tidy
from poa_ai.intake.quotes import unquoted, without_quotes
from poa_ai.intake.responsetime import response_time
from poa_ai.registry import Registry

REGISTRY = Registry.installed()
ANSWER = """Hello,

we reviewed your appeal and cannot reinstate the listing, for the invoices do not name the supplier. Please
send invoices that do, within 10 days.

> On Tue, 4 Feb, you wrote:
> Please accept our plan of action. We will answer within 2 days.
"""


def test_quoted_lines_of_the_seller_are_not_read() -> None:
    found = read_findings(NoticeText(tidy(ANSWER)), REGISTRY.issue_types, REGISTRY.match_issue)
    assert len(without_quotes(ANSWER)) == len(ANSWER)
    assert found.plan is not None
    assert not found.plan.asked
    assert response_time(found)[0] == 10


def test_what_stands_below_an_answer_is_not_read() -> None:
    below = ANSWER.replace("> On Tue", "On Tue").replace("> Please", "Please")
    assert "Please accept" not in without_quotes(below)


def test_a_notice_that_was_passed_on_is_read_whole() -> None:
    text = "see below\n\n> Your account has been deactivated.\n> Please respond within\n> 17 days."
    assert unquoted(text).endswith("Please respond within\n17 days.")
    found = read_findings(NoticeText(tidy(text)), REGISTRY.issue_types, REGISTRY.match_issue)
    assert response_time(found)[0] == 17


def test_tags_and_entities_of_a_copied_mail_are_left_out() -> None:
    assert tidy("Pine &amp; Loft,<br>You have 7&nbsp;days<br/>to <b>reply</b>.") == (
        "Pine & Loft,\nYou have 7 days\nto reply."
    )
    assert tidy("See <https://example.com/page> and 3 < 4.") == "See <https://example.com/page> and 3 < 4."


def test_working_days_are_the_fewest_days_where_the_notice_has_no_date() -> None:
    text = NoticeText("Please respond within 10 business days.")
    found = read_findings(text, REGISTRY.issue_types, REGISTRY.match_issue)
    assert response_time(found)[0] == 12


def test_the_date_at_the_head_of_a_notice_counts_where_no_other_is_known() -> None:
    text = NoticeText("Date: 2 November 2026\n\nPlease respond by 16 November 2026.")
    found = read_findings(text, REGISTRY.issue_types, REGISTRY.match_issue)
    assert response_time(found)[0] == 14


def test_marks_of_a_list_are_no_marks_of_quotation() -> None:
    text = "Your reply must hold:\n> invoices of the last 365 days\n> the contact of your supplier"
    assert without_quotes(text) == text
