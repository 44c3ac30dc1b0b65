"""Returns files, Amazon-fulfilled and seller-fulfilled: why each product came back, as candidates."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from poa_ai.accounthealth.comments import quotable
from poa_ai.accounthealth.flatfile import Row, read_table
from poa_ai.accounthealth.imported import Candidate, Gathering, Imported
from poa_ai.accounthealth.reportdates import Days, days_of
from poa_ai.accounthealth.themes import Theme, Themes, load_themes, plain_code
from poa_ai.errors import InputError

MOST = 12
"""So many candidates are proposed, those with the most units first."""
_REASONS = ("reason", "return_reason")
_DATES = ("return_date", "return_request_date", "return_delivery_date")
_COMMENTS = ("customer_comments", "buyer_comments", "comments")
_ASIN_CHARS = 10


def read_returns(path: Path, private: Iterable[str] = ()) -> Imported:
    """Candidates for why each product was returned: units by reason, with comments in quotation marks.

    Raises InputError for a file that is no table of returns.
    """
    table = read_table(path, ["asin"], "returns file")
    reason = next((name for name in _REASONS if name in table.columns), None)
    if reason is None:
        raise InputError(f"{path}: no returns file: the column 'reason' or 'Return Reason' is missing")
    rows = [row for row in table.rows if len(row["asin"]) == _ASIN_CHARS and row["asin"].isalnum()]
    found, themes = Gathering(), load_themes()
    found.notes += table.notes(path)
    days = days_of(day for row in rows for day in (_first(row, _DATES),) if day)
    if days.unsure:
        found.ask(f"{path.name} writes dates as 03/04/2026: is that 3 April or March 4? No dates were taken.")
    proposed = sorted(_candidates(rows, reason, days, themes, path.name, tuple(private)), key=lambda c: -c[0])
    found.candidates += [candidate for _, candidate in proposed[:MOST]]
    if len(proposed) > MOST:
        found.notes.append(f"{path}: {len(proposed) - MOST} rarer reasons are not listed")
    found.notes += _unknown(rows, reason, themes, path)
    return found.done()


def _candidates(
    rows: list[Row], reason: str, days: Days, themes: Themes, file: str, private: tuple[str, ...]
) -> Iterator[tuple[int, Candidate]]:
    total: Counter[str] = Counter()
    units: Counter[tuple[str, str]] = Counter()
    comments: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        asin, quantity = row["asin"].upper(), _quantity(row)
        total[asin] += quantity
        theme = themes.of_code(row[reason])
        if theme is not None:
            units[asin, theme.id] += quantity
            comments[asin, theme.id].append(_first(row, _COMMENTS))
    known: dict[str, Theme] = {theme.id: theme for theme in themes.themes}
    for (asin, id), count in units.items():
        theme = known[id]
        when = f" {days.text}" if days.text else ""
        quotes = quotable(comments[asin, id], private)
        wrote = f" Buyers wrote: {'; '.join(quotes)}." if quotes else ""
        text = (
            f"{count} of {total[asin]} returned units of {asin}{when} were returned as {theme.told}.{wrote}"
        )
        statement = f"Buyers returned {count} of {total[asin]} units of {asin} as {theme.told}."
        yield count, Candidate(text, statement, theme.kinds, f"{file}: returns of {asin}"[:500], asin)


def _unknown(rows: list[Row], reason: str, themes: Themes, path: Path) -> Iterator[str]:
    codes = (
        {plain_code(row[reason]) for row in rows if themes.of_code(row[reason]) is None}
        - themes.no_cause
        - {""}
    )
    if codes:
        listed = ", ".join(sorted(code[:40] for code in codes)[:8])
        yield f"{path}: {len(codes)} reasons are not known and were left out: {listed}"


def _first(row: Row, names: Iterable[str]) -> str:
    return next((row[name] for name in names if row.get(name)), "")


def _quantity(row: Row) -> int:
    given = row.get("quantity") or row.get("return_quantity") or "1"
    return int(given) if given.isascii() and given.isdigit() and len(given) <= 6 else 1
