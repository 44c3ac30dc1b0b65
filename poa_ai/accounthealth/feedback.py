"""Seller feedback (GET_SELLER_FEEDBACK_DATA): what buyers with one or two stars complained of."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from poa_ai.accounthealth.comments import quotable
from poa_ai.accounthealth.flatfile import Row, read_table
from poa_ai.accounthealth.imported import Candidate, Gathering, Imported
from poa_ai.accounthealth.reportdates import days_of
from poa_ai.accounthealth.themes import load_themes

NEGATIVE = 2
"""Feedback of so many stars or fewer counts as a defect (Seller Central, Order Defect Rate)."""


def read_feedback(path: Path, private: Iterable[str] = ()) -> Imported:
    """Candidates from negative feedback, by what the comments speak of. The raters' addresses are not read.

    Raises InputError for a file that is no table of feedback.
    """
    table = read_table(path, ["rating", "comments"], "seller feedback")
    found, themes = Gathering(), load_themes()
    found.notes += table.notes(path)
    rated = [row for row in table.rows if _stars(row) is not None]
    negative = [row for row in rated if (_stars(row) or 0) <= NEGATIVE]
    days = days_of(row.get("date", "") for row in rated)
    if days.unsure:
        found.ask(f"{path.name} writes dates as 03/04/2026: is that 3 April or March 4? No dates were taken.")
    when = f" {days.text}" if days.text else ""
    groups: dict[str, list[str]] = defaultdict(list)
    for row in negative:
        theme = themes.of_comment(row["comments"])
        groups[theme.id if theme else ""].append(row["comments"])
    for theme in sorted(themes.themes, key=lambda theme: -len(groups[theme.id])):
        if comments := groups[theme.id]:
            count = f"{len(comments)} of {len(negative)} negative ratings{when}"
            quotes = quotable(comments, private)
            wrote = f" Buyers wrote: {'; '.join(quotes)}." if quotes else ""
            statement = f"Buyers left {len(comments)} negative ratings about {theme.about}."
            text = f"{count} were about {theme.about}.{wrote}"
            found.candidates.append(Candidate(text, statement, theme.kinds, f"{path.name}: comments"[:500]))
    if others := len(groups[""]):
        found.notes.append(
            f"{path}: {others} of {len(negative)} negative ratings speak of nothing that is known"
        )
    if not negative:
        found.notes.append(f"{path}: no feedback of one or two stars")
    return found.done()


def _stars(row: Row) -> int | None:
    given = row["rating"][:1]
    return int(given) if given in set("12345") and not row["rating"][1:2].isdigit() else None
