"""A whole case drafted against a server with every fault: all facts are told, once, and it is said how."""

from importlib.resources import files
from pathlib import Path

import pytest

from poa_ai.case import build_case
from poa_ai.chatmodel import ModelOptions, Usage
from poa_ai.composing import compose
from poa_ai.document import Author, SectionDraft
from poa_ai.drafting import DraftingResult, draft_sections
from poa_ai.errors import PromptError
from poa_ai.factsfile import load_facts
from poa_ai.issuefile import load_issue_type
from poa_ai.llm.openai_chat import OpenAIChat
from poa_ai.matching import match_issues, score_issue
from poa_ai.notice import parse_notice
from poa_ai.outline import Outline, plan_sections
from poa_ai.promptstore import PromptStore
from poa_ai.testing import chatserver as server
from poa_ai.testing.chatserver import Behaviour, LocalChatServer
from poa_ai.validation.rulefile import load_builtin_rules

ROOT = Path(__file__).parents[2]
FACTS = ROOT / "evals" / "cases" / "odr-untracked-mail" / "facts.json"
PROMPTS = files("poa_ai_prompts")
STORE = PromptStore.of({name: PROMPTS / name for name in ("shared", "odr")})


def outline() -> Outline:
    facts = load_facts(FACTS)
    notice = parse_notice(facts.notice)
    issue = load_issue_type(files("poa_ai_odr") / "issue.toml", "poa_ai_odr/issue.toml")
    case = build_case(facts, notice, match_issues(facts, notice, [issue], score_issue))
    return Outline(case, plan_sections(case.causes))


OUTLINE = outline()
COMPOSED = compose(OUTLINE)


def draft(behaviour: Behaviour, *, timeout: float = 10.0, deadline: float = 20.0) -> DraftingResult:
    with LocalChatServer(behaviour) as local:
        model = OpenAIChat(ModelOptions("m", local.base_url, timeout))
        return draft_sections(OUTLINE, COMPOSED, STORE, model, load_builtin_rules(), deadline=deadline)


def texts(drafts: tuple[SectionDraft, ...]) -> list[str]:
    return [statement.cited_text for draft in drafts for statement in draft.statements]


def test_the_facts_echoed_are_accepted_as_the_models() -> None:
    lines: list[str] = []
    with LocalChatServer() as local:
        model = OpenAIChat(ModelOptions("m", local.base_url))
        rules = load_builtin_rules()
        result = draft_sections(
            OUTLINE, COMPOSED, STORE, model, rules, deadline=20.0, on_progress=lines.append
        )
    statements = [statement for draft in result.drafts for statement in draft.statements]
    assert {statement.by for statement in statements} == {Author.MODEL}
    assert {statement.why for statement in statements} == {""}
    assert texts(result.drafts) == texts(COMPOSED)
    assert sorted(lines) == [f"section {draft.plan.id}: answered" for draft in COMPOSED]
    assert result.failures == {}
    assert result.model == "openai:m"
    assert result.usage == Usage(200, 40, 120)
    assert [ref.id for ref in result.prompts] == ["odr/section"]
    systems = {request["messages"][0]["content"] for request in local.requests}
    assert len(systems) == 1, "what sections share is the same, word for word"


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (server.garbage, "no JSON object"),
        (server.wrong_schema, "shape asked for"),
        (server.says("[]"), "no JSON object"),
        (server.html, "check the base URL"),
        (server.empty, "empty"),
        (server.no_choices, "without a message"),
        (server.refusal, "refused"),
        (server.truncated, "cut short"),
        (server.broken_body, "broken"),
        (server.drop, "dropped the connection"),
        (server.status(401), "does not accept the API key"),
        (server.status(429), "too many requests"),
        (server.status(500), "HTTP 500"),
        (server.slow(30.0), "no answer within 0.5 seconds"),
    ],
)
def test_a_fault_leaves_the_composed_letter_and_says_why(behaviour: Behaviour, reason: str) -> None:
    result = draft(behaviour, timeout=0.5 if reason.startswith("no answer") else 10.0)
    assert texts(result.drafts) == texts(COMPOSED)
    assert list(result.failures) == [draft.plan.id for draft in COMPOSED]
    assert all(reason in failure for failure in result.failures.values())
    for statement in (statement for draft in result.drafts for statement in draft.statements):
        assert statement.by is Author.COMPOSED
        assert statement.why.startswith("no usable answer: ")
        assert reason in statement.why


def test_one_section_may_fail_alone() -> None:
    result = draft(server.in_turn(server.status(500), server.echo_facts))
    assert len(result.failures) == 1
    (failed,) = result.failures
    for section in result.drafts:
        expected = Author.COMPOSED if section.plan.id == failed else Author.MODEL
        assert {statement.by for statement in section.statements} == {expected}
    assert result.usage == Usage(100, 20, 60)


def test_a_reply_without_statements_is_no_failure_but_tells_nothing() -> None:
    result = draft(server.says('{"statements": []}'))
    assert result.failures == {}
    assert texts(result.drafts) == texts(COMPOSED)
    assert {s.why for d in result.drafts for s in d.statements} == {"the model left it out"}


def test_a_section_too_long_for_a_prompt_is_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("poa_ai.drafting.MAX_PROMPT_CHARS", 100)
    with LocalChatServer() as local:
        model = OpenAIChat(ModelOptions("m", local.base_url))
        result = draft_sections(OUTLINE, COMPOSED, STORE, model, load_builtin_rules(), deadline=20.0)
    assert local.requests == []
    assert all("too long for one prompt" in failure for failure in result.failures.values())
    assert texts(result.drafts) == texts(COMPOSED)


def test_a_prompt_that_does_not_exist_is_an_error() -> None:
    model = OpenAIChat(ModelOptions("m", "http://127.0.0.1:9/v1"))
    empty = PromptStore.of({"shared": PROMPTS / "shared"})
    with pytest.raises(PromptError, match="no prompt 'odr/section'"):
        draft_sections(OUTLINE, COMPOSED, empty, model, load_builtin_rules(), deadline=20.0)


def test_a_prompt_that_wants_what_no_section_has_is_an_error(tmp_path: Path) -> None:
    text = (PROMPTS / "odr" / "section.md").read_text(encoding="utf-8")
    (tmp_path / "section.md").write_text(text.replace("fact_ids", "weather"), encoding="utf-8")
    model = OpenAIChat(ModelOptions("m", "http://127.0.0.1:9/v1"))
    store = PromptStore.of({"shared": PROMPTS / "shared", "odr": tmp_path})
    with pytest.raises(PromptError, match="a section has no input 'weather'"):
        draft_sections(OUTLINE, COMPOSED, store, model, load_builtin_rules(), deadline=20.0)
