"""A whole case drafted against a server with every fault: all facts are told, once, and it is said how."""

import asyncio
import json
import re
import time
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from poa_ai.case import build_case
from poa_ai.chatmodel import ModelOptions, Usage
from poa_ai.composing import compose
from poa_ai.document import Author, SectionDraft
from poa_ai.drafting import Drafting, DraftingResult, Progress, draft_sections
from poa_ai.errors import PromptError
from poa_ai.factsfile import load_facts
from poa_ai.issuefile import load_issue_type
from poa_ai.library import adraft
from poa_ai.llm.openai_chat import OpenAIChat
from poa_ai.llm.retrying import RetryPolicy
from poa_ai.llm.session import Session
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


QUICK = RetryPolicy(attempts=2, first_wait=0.01)


def draft(
    behaviour: Behaviour,
    *,
    timeout: float = 10.0,
    deadline: float = 60.0,
    store: PromptStore = STORE,
    review: bool = False,
    on_progress: Progress = lambda _id, _state: None,
) -> tuple[DraftingResult, Session, LocalChatServer]:
    with LocalChatServer(behaviour) as local:
        model = OpenAIChat(ModelOptions("m", local.base_url, timeout))
        session = replace(Session.of(model), policy=QUICK)
        guarded = session.guarded(OUTLINE.case.facts.private, deadline)

        async def run() -> DraftingResult:
            try:
                drafting = Drafting(guarded, store, load_builtin_rules(), review=review)
                return await draft_sections(OUTLINE, COMPOSED, drafting, on_progress)
            finally:
                await guarded.close()

        return asyncio.run(run()), session, local


def each_in_turn(*behaviours: Behaviour) -> Behaviour:
    """As `in_turn`, for each section by itself: sections are asked at once, and come in any order.

    A repair begins with all messages of its section.
    """
    turns: dict[str, Behaviour] = {}

    def behave(request: server.Request) -> server.Answer:
        messages = request["messages"]
        asked = str(messages[:-2] if is_repair(request) else messages)
        return turns.setdefault(asked, server.in_turn(*behaviours))(request)

    return behave


def texts(drafts: tuple[SectionDraft, ...]) -> list[str]:
    return [statement.cited_text for draft in drafts for statement in draft.statements]


def test_the_facts_echoed_are_accepted_as_the_models() -> None:
    states: list[tuple[str, str]] = []
    result, session, local = draft(server.echo_facts, on_progress=lambda *told: states.append(told))
    statements = [statement for draft in result.drafts for statement in draft.statements]
    assert {statement.by for statement in statements} == {Author.MODEL}
    assert {statement.why for statement in statements} == {""}
    assert texts(result.drafts) == texts(COMPOSED)
    assert [state for _, state in states[:2]] == ["asked", "asked"]
    assert all(state.startswith("done, ") for _, state in states[2:])
    assert result.failures == {}
    assert result.model == "openai:m"
    assert session.meter.spending.usage == Usage(200, 40, 120)
    assert session.meter.spending.calls == 2
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
        (lambda _: server.completion("", "length"), "cut short"),
        (server.broken_body, "broken"),
        (server.drop, "dropped the connection"),
        (server.status(401), "does not accept the API key"),
        (server.status(429), "too many requests"),
        (server.status(500), "HTTP 500"),
        (server.slow(30.0), "no answer within 0.5 seconds"),
    ],
)
def test_a_fault_leaves_the_composed_letter_and_says_why(behaviour: Behaviour, reason: str) -> None:
    result, _, _ = draft(behaviour, timeout=0.5 if reason.startswith("no answer") else 10.0)
    assert texts(result.drafts) == texts(COMPOSED)
    assert list(result.failures) == [draft.plan.id for draft in COMPOSED]
    assert all(reason in failure for failure in result.failures.values())
    for statement in (statement for draft in result.drafts for statement in draft.statements):
        assert statement.by is Author.COMPOSED
        assert statement.why.startswith("no usable answer: ")
        assert reason in statement.why


def test_one_section_may_fail_alone() -> None:
    result, session, _ = draft(server.in_turn(server.status(401), server.echo_facts))
    assert len(result.failures) == 1
    (failed,) = result.failures
    for section in result.drafts:
        expected = Author.COMPOSED if section.plan.id == failed else Author.MODEL
        assert {statement.by for statement in section.statements} == {expected}
    assert session.meter.spending.usage == Usage(100, 20, 60)


@pytest.mark.parametrize("fault", [server.status(500), server.drop])
def test_a_failure_that_passes_is_asked_again(fault: Behaviour) -> None:
    result, session, local = draft(each_in_turn(fault, server.echo_facts))
    assert result.failures == {}
    assert session.meter.spending.calls == len(local.requests) == 4


def test_a_reply_without_statements_is_no_failure_but_tells_nothing() -> None:
    result, _, local = draft(server.says('{"statements": []}'))
    assert result.failures == {}
    assert texts(result.drafts) == texts(COMPOSED)
    assert {s.why for d in result.drafts for s in d.statements} == {"the model left it out"}
    assert len(local.requests) == 4, "each section is sent back once, and not again"


def test_a_reply_cut_short_gives_what_is_whole_and_the_rest_is_asked_for() -> None:
    result, _, local = draft(each_in_turn(server.truncated, server.echo_facts))
    statements = [statement for draft in result.drafts for statement in draft.statements]
    assert {statement.by for statement in statements} == {Author.MODEL}
    whys = {statement.why for statement in statements}
    assert whys == {"", "repaired"}
    repairs = [request for request in local.requests if is_repair(request)]
    assert len(repairs) == 2
    for repair in repairs:
        before = repair["messages"][:-2]
        assert before in [r["messages"] for r in local.requests], "the first request stands, word for word"


def is_repair(request: server.Request) -> bool:
    """Whether it is the second request for a section."""
    return "These can't stand, or are missing" in request["messages"][-1]["content"]


def invents(request: server.Request) -> server.Answer:
    """The echo, with another number in each statement of the first answer."""
    answer = server.echo_facts(request)
    if is_repair(request):
        return answer
    reply = json.loads(json.loads(answer.body)["choices"][0]["message"]["content"])
    for statement in reply["statements"]:
        statement["text"] = re.sub(r"\d+", lambda found: str(int(found[0]) + 1), statement["text"], count=1)
    return server.completion(json.dumps(reply))


def test_what_is_wrong_is_sent_back_once_with_the_reason_and_both_versions_are_kept() -> None:
    result, _, local = draft(invents)
    assert texts(result.drafts) == texts(COMPOSED)
    repaired = [s for d in result.drafts for s in d.statements if s.why.startswith("repaired")]
    assert repaired
    assert all(statement.by is Author.MODEL and statement.rejected for statement in repaired)
    last = next(filter(is_repair, local.requests))["messages"][-1]["content"]
    assert "can't stand" in last
    assert "says what no fact holds" in last or "drops" in last


def test_a_review_names_weaknesses_and_changes_no_word() -> None:
    note = {
        "kind": "action_misses_cause",
        "facts": ["C1"],
        "weakness": "The action does not answer the cause.",
    }
    parroted = "The cause is missing tape; the action only informs buyers."
    notes = [note, {**note, "weakness": "41 parcels were lost."}, {**note, "weakness": parroted}]
    said = server.says(json.dumps({"notes": notes}))

    def behave(request: server.Request) -> server.Answer:
        return (
            said(request) if "weaknesses" in request["messages"][0]["content"] else server.echo_facts(request)
        )

    result, session, _ = draft(behave, review=True)
    assert texts(result.drafts) == texts(COMPOSED)
    for critique in result.reviews:
        assert [f.message for f in critique.notes] == [
            "The corrective actions may not answer the cause: The action does not answer the cause."
            + (" (C1)" if critique.notes[0].section == "C1" else "")
        ], "a note with a figure of its own is left out"
        assert not critique.notes[0].is_error
    assert session.meter.spending.calls == 4


@pytest.mark.parametrize("answer", ["nonsense", '{"notes": 5}', '{"notes": [{"kind": "x", "weakness": 3}]}'])
def test_a_review_that_can_not_be_read_is_said(answer: str) -> None:
    def behave(request: server.Request) -> server.Answer:
        weak = "weaknesses" in request["messages"][0]["content"]
        return server.completion(answer) if weak else server.echo_facts(request)

    result, _, _ = draft(behave, review=True)
    assert {critique.failure for critique in result.reviews} == {
        "the answer does not have the shape asked for"
    }
    assert result.failures == {}


def test_a_section_too_long_for_a_prompt_is_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("poa_ai.drafting.MAX_PROMPT_CHARS", 100)
    result, _, local = draft(server.echo_facts)
    assert local.requests == []
    assert all("too long for one prompt" in failure for failure in result.failures.values())
    assert texts(result.drafts) == texts(COMPOSED)


def test_a_prompt_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(PromptError, match="no prompt 'odr/section'"):
        draft(server.echo_facts, store=PromptStore.of({"shared": PROMPTS / "shared"}))


def test_a_prompt_that_wants_what_no_section_has_is_an_error(tmp_path: Path) -> None:
    text = (PROMPTS / "odr" / "section.md").read_text(encoding="utf-8")
    (tmp_path / "section.md").write_text(text.replace("fact_ids", "weather"), encoding="utf-8")
    with pytest.raises(PromptError, match="a section has no input 'weather'"):
        draft(server.echo_facts, store=PromptStore.of({"shared": PROMPTS / "shared", "odr": tmp_path}))


def test_the_deadline_holds_for_all_calls_together() -> None:
    started = time.monotonic()
    result, _, _ = draft(server.slow(30.0), deadline=0.5)
    assert time.monotonic() - started < 5.0
    assert set(result.failures.values()) == {"no answer within 0.5 seconds"}


def test_a_section_that_came_back_stays_when_its_repair_is_late() -> None:
    def behave(request: server.Request) -> server.Answer:
        if is_repair(request):
            return server.slow(30.0)(request)
        return server.truncated(request)

    result, _, _ = draft(behave, deadline=4.0)
    by = [statement.by for d in result.drafts for statement in d.statements]
    assert Author.MODEL in by
    assert Author.COMPOSED in by
    assert result.failures == {}


def test_a_draft_that_is_cancelled_cancels_its_calls() -> None:
    async def run(local: LocalChatServer) -> float:
        model = OpenAIChat(ModelOptions("m", local.base_url))
        task = asyncio.create_task(adraft(FACTS, model=model))
        while not local.requests:
            await asyncio.sleep(0.01)
        began = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return time.monotonic() - began

    with LocalChatServer(server.slow(30.0)) as local:
        assert asyncio.run(run(local)) < 5.0


def test_drafts_run_beside_each_other_in_one_loop() -> None:
    async def run(base_url: str) -> list[str]:
        models = [OpenAIChat(ModelOptions("m", base_url)) for _ in range(3)]
        results = await asyncio.gather(*(adraft(FACTS, model=model) for model in models))
        return [result.made_by for result in results]

    with LocalChatServer(server.echo_facts) as local:
        assert asyncio.run(run(local.base_url)) == ["model"] * 3
