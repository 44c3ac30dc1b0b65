"""The outline: one section for each cause, in order, with a heading that says what it is about."""

from dataclasses import replace
from typing import Any

import pytest

import poa_ai_odr
from poa_ai.case import Case, build_case
from poa_ai.composing import compose
from poa_ai.document import Rejected, SectionDraft, Statement, assemble
from poa_ai.errors import InternalError, PluginError
from poa_ai.factsfile import facts_from_json
from poa_ai.matching import match_issues
from poa_ai.notice import parse_notice
from poa_ai.outline import Outline, Part, plan_sections
from poa_ai.registry import Registry
from poa_ai.testing.factories import cause_json, facts_json


def case_of(*causes: dict[str, Any]) -> Case:
    registry = Registry.of({"odr": poa_ai_odr})
    facts = facts_from_json(facts_json(root_causes=list(causes)))
    notice = parse_notice(facts.notice)
    return build_case(facts, notice, match_issues(facts, notice, registry.issue_types, registry.match_issue))


def heading(**changes: Any) -> str:
    case = case_of(cause_json(**changes))
    return plan_sections(case.causes)[0].heading


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"title": " Thin boxes: "}, "Thin boxes"),
        ({"title": None, "kind": None, "statement": "Boxes were thin. More."}, "Boxes were thin"),
        ({"title": None, "kind": "no such", "statement": "Boxes were thin, and wet."}, "Boxes were thin"),
        ({"title": None, "kind": None, "statement": "..."}, "root cause"),
        ({"title": None, "kind": None, "statement": "x" * 500}, "root cause"),
        (
            {
                "title": None,
                "kind": None,
                "statement": "Parcels waited " * 7 + "for one business day at the dock",
            },
            ("Parcels waited " * 7).strip() + " for one",
        ),
    ],
)
def test_a_section_is_headed_by_issue_and_cause(changes: dict[str, Any], expected: str) -> None:
    assert heading(**changes) == f"Order defect rate: {expected}"


def test_a_kind_that_is_known_lends_its_title() -> None:
    case = case_of(cause_json(title=None))
    kind = case.causes[0].kind
    assert kind is not None
    assert plan_sections(case.causes)[0].heading.endswith(kind.title)


@pytest.mark.parametrize("change", ["swapped", "dropped", "doubled", "headless"])
def test_an_outline_that_is_not_one_section_per_cause_is_refused(change: str) -> None:
    case = case_of(cause_json(), {"id": "C2", "issue": "odr", "statement": "Boxes were thin."})
    first, second = plan_sections(case.causes)
    broken = {
        "swapped": (second, first),
        "dropped": (first,),
        "doubled": (first, second, second),
        "headless": (first, replace(second, heading=" ")),
    }
    assert Outline(case, (first, second)).sections[1].id == "C2"
    with pytest.raises(PluginError):
        Outline(case, broken[change])


def test_drafts_that_are_not_those_of_the_outline_are_a_bug() -> None:
    case = case_of(cause_json(), {"id": "C2", "issue": "odr", "statement": "Boxes were thin."})
    outline = Outline(case, plan_sections(case.causes))
    drafts = compose(outline)
    with pytest.raises(InternalError):
        assemble(outline, drafts[::-1], gap_draft=False)
    document = assemble(outline, drafts, gap_draft=False)
    assert [section.heading[:2] for section in document.sections] == ["1.", "2."]


def test_the_header_and_the_exhibits_hold_facts_alone() -> None:
    case = case_of(cause_json())
    outline = Outline(case, plan_sections(case.causes))
    document = assemble(outline, compose(outline), gap_draft=True)
    assert document.header == (
        ("Account", "Northfield Outdoor LLC (A1EXAMPLE)"),
        ("Notice received", "14 October 2026"),
        ("Marketplace", "US"),
    )
    assert [exhibit.shows for exhibit in document.exhibits] == [
        "Section 1: root cause, corrective actions taken",
        "Section 1: corrective actions taken",
    ]


@pytest.mark.parametrize(
    ("text", "exhibits", "cited"),
    [
        ("It was late.", ("E1",), "It was late (E1)."),
        ("It was late", ("E1", "E2"), "It was late (E1, E2)"),
        ("It was late.", (), "It was late."),
        ("It came from Brightline Co.", ("E1",), "It came from Brightline Co. (E1)."),
        ("It weighed 3 kg.", ("E1",), "It weighed 3 kg (E1)."),
    ],
)
def test_an_exhibit_stands_behind_its_statement(text: str, exhibits: tuple[str, ...], cited: str) -> None:
    assert Statement(Part.ROOT_CAUSE, text, ("F1",), exhibits).cited_text == cited


def test_a_draft_gives_its_statements_by_part() -> None:
    case = case_of(cause_json())
    plan = plan_sections(case.causes)[0]
    rejected = Rejected("x", ("no",))
    one = Statement(Part.CORRECTIVE_ACTIONS, "Done.", ("A1",), rejected=(rejected,))
    draft = SectionDraft(plan, (one,))
    assert draft.of(Part.CORRECTIVE_ACTIONS) == (one,)
    assert draft.of(Part.ROOT_CAUSE) == ()
