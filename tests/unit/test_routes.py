"""Notices that want papers, or nothing at all: what is told, and what is asked of the facts."""

from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

import pytest

from poa_ai.case import Case, build_case
from poa_ai.completeness import find_gaps
from poa_ai.errors import WrongArtefactError
from poa_ai.factsfile import facts_from_json
from poa_ai.issue import Artefact, EvidenceRequirement, IssueType, Level, Marking, Route, RouteException
from poa_ai.issuefile import load_issue_type
from poa_ai.matching import artefact_wanted, match_issues, require_plan, score_issue
from poa_ai.notice import parse_notice
from poa_ai.patterns import compile_pattern

LATE = load_issue_type(files("poa_ai_late_shipment") / "issue.toml", "late_shipment")
ODR = load_issue_type(files("poa_ai_odr") / "issue.toml", "odr")
BILL = EvidenceRequirement(
    id="bill",
    title="Utility bill",
    kinds=("utility_bill",),
    level=Level.REQUIRED,
    window_days=90,
    counted_from="today",
    fields=("name", "address"),
    per_product=False,
    quantities=False,
    variants=(),
    why="It shows the address.",
    disqualified=(),
    source=ODR.sources[0],
    formats=("pdf", "png", "jpeg", "gif"),
    marking=Marking.NEVER,
)
PAPERS = replace(
    ODR,
    id="papers",
    title="Papers",
    route=Route(Artefact.DOCUMENTS),
    cause_kinds=(),
    checklist=(),
    evidence=(BILL,),
)
NOTHING = replace(PAPERS, id="nothing", title="Nothing", route=Route(Artefact.NONE, (), "ask the supplier"))
TODAY = date(2026, 10, 20)


def case_of(*issues: str, bill: dict[str, Any] | None = None, **notice: Any) -> Case:
    known: tuple[IssueType, ...] = (LATE, PAPERS, NOTHING)
    evidence = [] if bill is None else [{"id": "E1", "kind": "utility_bill", "title": "Bill", **bill}]
    causes = [{"issue": issue, "statement": "41 of 58 orders were late."} for issue in issues]
    raw = {"schema_version": 1, "issues": list(issues), "root_causes": causes, "evidence": evidence}
    facts = facts_from_json(raw | {"notice": {"received": "2026-10-14", **notice}})
    found = parse_notice(facts.notice)
    return build_case(facts, found, match_issues(facts, found, known, score_issue), TODAY)


def refusal(case: Case) -> str:
    with pytest.raises(WrongArtefactError) as caught:
        require_plan(case.notice, case.matches)
    return str(caught.value)


def rules(case: Case) -> set[str]:
    return {gap.rule for gap in find_gaps(case)}


@pytest.mark.parametrize("asks", [None, True, False])
def test_where_nothing_may_be_drafted_the_advice_says_what_can_help(asks: bool | None) -> None:
    told = refusal(case_of("nothing", asks_for_plan=asks))
    assert told == "nothing is drafted for this notice: ask the supplier; `poa-ai gaps` lists it"


def test_it_decides_for_the_whole_case_and_names_the_way_to_the_other_letter() -> None:
    told = refusal(case_of("late_shipment", "nothing", asks_for_plan=True))
    assert told.endswith('lists it; a letter on late_shipment alone needs "issues": ["late_shipment"]')


@pytest.mark.parametrize("asks", [None, True, False])
def test_papers_are_papers_whatever_a_notice_calls_them(asks: bool | None) -> None:
    assert refusal(case_of("papers", asks_for_plan=asks)).startswith("the notice wants documents, not a plan")


def test_a_signal_in_the_notice_can_forbid_every_draft() -> None:
    signal = replace(ODR.signals[0], match=(compile_pattern("altered papers"),))
    route = Route(Artefact.PLAN, (RouteException(Artefact.NONE, signal, "stop"),))
    case = case_of("late_shipment", text="You sent altered papers. Send a plan of action.")
    matches = [replace(case.matches[0], issue=replace(LATE, route=route))]
    assert artefact_wanted(case.notice, matches) == (Artefact.NONE, "stop")


def test_a_plan_for_the_other_issue_has_no_section_on_papers() -> None:
    case = case_of("late_shipment", "papers", bill={"dated": "2026-10-01"}, asks_for_plan=True)
    require_plan(case.notice, case.matches)
    assert [cause.issue.id for cause in case.causes] == ["late_shipment"]
    assert not [gap for gap in find_gaps(case) if gap.item == "E1"]  # the bill goes for itself
    told = [gap.message for gap in find_gaps(case) if gap.item == "C2"]
    assert told == ["C2: gets no section: no plan is ever written on papers."]


def test_gaps_ask_for_the_papers_and_for_no_root_cause() -> None:
    assert rules(case_of("papers", text="Items B0EXAMPLE1 are blocked.")) == {
        "evidence.papers-bill",
        "structure.unreferenced",  # the root cause that the facts hold
    }
    (gap,) = [gap for gap in find_gaps(case_of("papers")) if gap.item == "bill"]
    assert gap.is_error
    assert gap.hint.endswith("It must show: name, address. Amazon takes it as pdf, png, jpeg or gif.")


@pytest.mark.parametrize(
    ("bill", "rule"),
    [
        ({"file": "bill.PDF"}, None),
        ({"file": "bill.jpg"}, None),  # another name of jpeg
        ({"file": "docs.d/bill"}, None),
        ({"file": "bill.docx"}, "evidence.format"),
        ({"file": "bill.png.heic"}, "evidence.format"),
        ({"highlight": ["the address"]}, "evidence.marks"),
    ],
)
def test_format_and_marks_are_held_against_what_is_accepted(bill: dict[str, Any], rule: str | None) -> None:
    found = rules(case_of("papers", bill={"dated": "2026-10-01", **bill})) - {"structure.unreferenced"}
    assert found == ({rule} if rule else set())


@pytest.mark.parametrize(
    ("age", "counts"), [(-1, False), (0, True), (90, True), (91, False)], ids=["ahead", "today", "90", "91"]
)
def test_a_window_may_count_back_from_the_day_of_the_command(age: int, counts: bool) -> None:
    found = rules(case_of("papers", bill={"dated": str(TODAY - timedelta(days=age))}))
    assert ("evidence.outside-window" not in found) == counts


@pytest.mark.parametrize(("start", "counts"), [(None, True), ("notice", True), ("2026-10-14", False)])
def test_the_issue_type_knows_what_the_window_of_a_request_counts_from(
    start: str | None, counts: bool
) -> None:
    request = {"id": "R1", "kind": "utility_bill", "window_days": 90, "counted_from": start}
    found = rules(case_of("papers", bill={"dated": "2026-10-18"}, requests=[request]))
    assert ("evidence.outside-window" not in found) == counts
