"""The issue types that no letter answers: identity verification and forged documents."""

from pathlib import Path

import pytest

from poa_ai.errors import WrongArtefactError
from poa_ai.facts import Facts, NoticeFacts
from poa_ai.issue import Marking
from poa_ai.library import draft
from poa_ai.matching import THRESHOLD
from poa_ai.notice import parse_notice
from poa_ai.registry import Registry
from poa_ai.testing import IssuePluginTests

DOCUMENTS = Path(__file__).parents[3] / "evals" / "documents"
REGISTRY = Registry.installed()
ISSUES = {issue.id: issue for issue in REGISTRY.issue_types}


class TestVerification(IssuePluginTests):
    plugin = "poa_ai_verification"
    facts = DOCUMENTS / "verification-utility-bill" / "facts.json"


class TestForgedDocuments(IssuePluginTests):
    plugin = "poa_ai_forged_documents"
    facts = DOCUMENTS / "forged-invoice" / "facts.json"


def heard(text: str) -> set[str]:
    facts = Facts(schema_version=1, notice=NoticeFacts(text=text))
    notice = parse_notice(facts.notice)
    return {
        id for id, issue in ISSUES.items() if REGISTRY.match_issue(facts, notice, issue).score >= THRESHOLD
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We could not verify the authenticity of your identity documents.", {"verification"}),
        (
            "Your account is at risk: under the INFORM Consumers Act we must verify your bank account.",
            {"verification"},
        ),
        ("The name on your utility bill does not match the name on your account.", {"verification"}),
        ("We cannot verify the deposit method of your account.", {"verification"}),
        ("Please join a video call to verify the identity of the account holder.", {"verification"}),
        ("The letter of authorization you uploaded is fake.", {"forged_documents"}),
        ("Our review found that documents submitted on your account were altered.", {"forged_documents"}),
        ("Your account was suspended due to submission of forged documentation.", {"forged_documents"}),
        ("The receipts you sent us seem to have been digitally edited.", {"forged_documents"}),
        ("We could not verify your invoices. Documents must be authentic and unaltered.", set()),
        ("Accounts that submit forged or manipulated documents can be closed for good.", set()),
        ("We were unable to verify your supplier by the telephone number you gave.", set()),
        ("Enable two-step verification, and verify your e-mail address.", set()),
        ("To show that you do not own the other store, send a utility bill.", set()),
    ],
)
def test_each_hears_what_is_said_of_this_account_alone(text: str, expected: set[str]) -> None:
    assert heard(text) == expected


def test_doubts_about_invoices_stay_with_authenticity() -> None:
    text = "We could not verify your invoices, and have concerns about the authenticity of these items."
    assert heard(text) == {"authenticity"}


@pytest.mark.parametrize("asks", [True, False])
def test_a_plan_is_never_drafted_whatever_the_facts_say(asks: bool) -> None:
    for id in ("verification", "forged_documents"):
        facts = {"schema_version": 1, "issues": [id], "notice": {"asks_for_plan": asks}}
        with pytest.raises(WrongArtefactError):
            draft(facts)


def test_their_papers_are_never_marked_and_no_prompt_is_brought() -> None:
    papers = [paper for id in ("verification", "forged_documents") for paper in ISSUES[id].evidence]
    assert {paper.id for paper in papers if paper.marking is not Marking.NEVER} == {"explanation"}
    assert not {"verification", "forged_documents"} & set(REGISTRY.prompt_folders())
