"""Values and grounding hold for any text, and for any value in any usual form."""

import datetime
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from poa_ai.validation.grounding import Attested, ground
from poa_ai.validation.wording import unattested_words
from poa_ai.values import Kind, extract_values

MESSY = st.text(
    st.one_of(st.characters(), st.sampled_from("0123456789 .,-/:%$€@()EB0xone\n\u00a0\u202f٤४")), max_size=200
)
DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2099, 12, 31))
DATE_FORMS = st.sampled_from(
    ["%Y-%m-%d", "%-d %B %Y", "%B %-d, %Y", "%d %b %Y", "%Y/%m/%d", "%d-%b-%Y", "%B %d %Y"]
)


@given(MESSY)
@settings(max_examples=100, deadline=None)
def test_values_index_the_text_and_stay_apart(text: str) -> None:
    values = extract_values(text)
    for value in values:
        assert text[value.span.start : value.span.end] == value.text
        assert value.normal
    for before, after in pairwise(values):
        assert before.span.end <= after.span.start


@given(MESSY)
@settings(max_examples=100, deadline=None)
def test_a_text_grounds_itself(text: str) -> None:
    assert ground(text, Attested.of({"F1": [text]})) == ()


@given(MESSY)
@settings(max_examples=100, deadline=None)
def test_without_facts_each_value_is_a_finding(text: str) -> None:
    findings = ground(text, Attested.of({}))
    assert [finding.span for finding in findings] == [value.span for value in extract_values(text)]
    for finding in unattested_words(text, [], []):
        assert finding.span is not None
        assert text[finding.span.start : finding.span.end] == finding.text


@given(MESSY)
@settings(max_examples=100, deadline=None)
def test_a_text_attests_its_own_words(text: str) -> None:
    findings = unattested_words(text, [text], [])
    assert findings == ()


@given(DAYS, DATE_FORMS)
@settings(deadline=None)
def test_dates_round_trip(day: datetime.date, form: str) -> None:
    written = day.strftime(form)
    values = extract_values(f"Closed on {written} for good.")
    assert [(value.kind, value.normal, value.text) for value in values] == [
        (Kind.DATE, day.isoformat(), written)
    ]


@given(DAYS)
@settings(deadline=None)
def test_slashed_dates_hold_the_day(day: datetime.date) -> None:
    for form in ("%m/%d/%Y", "%d/%m/%Y", "%-d.%-m.%Y"):
        (value,) = extract_values(day.strftime(form))
        assert day.isoformat() in value.normal.split("|")


@given(st.integers(0, 10**9), st.integers(0, 99))
@settings(deadline=None)
def test_amounts_and_percents_round_trip(whole: int, cents: int) -> None:
    forms = [f"${whole:,}.{cents:02}", f"USD {whole}.{cents:02}", f"{whole:,}.{cents:02} USD"]
    assert len({value.normal for form in forms for value in extract_values(form)}) == 1
    percents = [f"{whole}.{cents:02}%", f"{whole}.{cents:02} percent", f"{whole:,}.{cents:02} per cent"]
    expected = f"{whole}.{cents:02}".rstrip("0").rstrip(".")
    for form in percents:
        assert [(value.kind, value.normal) for value in extract_values(form)] == [(Kind.PERCENT, expected)]


@given(st.integers(0, 10**6), st.integers(0, 10**6))
@settings(deadline=None)
def test_numbers_are_held_exactly_where_they_stand(stated: int, held: int) -> None:
    attested = Attested.of({"F1": [f"{held} orders were late."], "F2": ["none"]})
    assert bool(ground(f"{stated:,} orders", attested)) == (stated != held)
