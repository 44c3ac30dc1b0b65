"""The static ring: whether prompts render, hold what the letter needs, and fit. No model is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from poa_ai.chatmodel import RenderedPrompt
from poa_ai.errors import PromptError
from poa_ai.evaluation.results import CaseResult, Missed, Results, Ring, ScorerInfo, State
from poa_ai.evaluation.running import Task, gather
from poa_ai.evaluation.scorer import Better, Score
from poa_ai.evaluation.scoring.sections import met_items
from poa_ai.evaluation.trying import Setup, begin_case
from poa_ai.llm.tokens import TokenCounter
from poa_ai.outline import Part, SectionPlan
from poa_ai.patterns import occurs
from poa_ai.pipeline import Begun
from poa_ai.promptdata import as_data
from poa_ai.sectionprompt import render_section, section_inputs

SCORERS = (
    ScorerInfo("renders", "prompts that render", Better.HIGHER, False),
    ScorerInfo("facts-in-prompt", "facts that reach the prompt", Better.HIGHER, False),
    ScorerInfo("checklist-in-prompt", "checklist items that reach the prompt", Better.HIGHER, False),
    ScorerInfo("tokens-in-budget", "prompts that fit with their answer", Better.HIGHER, False),
    ScorerInfo("prompt-tokens", "tokens of the longest prompt", Better.NEITHER, False),
)
"""What the static ring looks at."""

_COUNTER = TokenCounter.bound()


@dataclass(frozen=True, slots=True)
class _Rendered:
    begun: Begun
    prompts: Mapping[str, RenderedPrompt]
    broken: Mapping[str, str]


def run_static(label: str, tasks: Sequence[Task], setup: Setup) -> Results:
    """Every case once. A check that fails for a case is a missed threshold of 1. Raises SuiteError."""
    cases = [_static_case(task, setup) for task in tasks if task.repeat == 0]
    plain = gather(
        label, Ring.STATIC, "", tasks, cases, replace(setup, scorers={suite: {} for suite in setup.scorers})
    )
    return replace(plain, repeats=1, scorers=SCORERS, missed=tuple(_missed(cases)))


def _static_case(task: Task, setup: Setup) -> CaseResult:
    begun = begin_case(task.suite, task.case, setup)
    rendered = _render(begun, setup)
    scores = {
        "renders": _renders(rendered),
        "facts-in-prompt": _facts(rendered),
        "checklist-in-prompt": _checklist(rendered),
        "tokens-in-budget": _budget(rendered, task.suite.context_tokens),
        "prompt-tokens": _tokens(rendered),
    }
    generated = task.case.generated is not None
    return CaseResult(task.suite.id, task.case.id, 0, generated, State.SCORED, scores=scores)


def _render(begun: Begun, setup: Setup) -> _Rendered:
    prompts, broken = {}, {}
    for plan in _told(begun):
        try:
            prompts[plan.id] = render_section(setup.store.get(plan.prompt), plan, begun.outline.case)
        except PromptError as reason:
            broken[plan.id] = str(reason)
    return _Rendered(begun, prompts, broken)


def _told(begun: Begun) -> list[SectionPlan]:
    return [draft.plan for draft in begun.composed if draft.statements]


def _renders(rendered: _Rendered) -> Score:
    of = len(rendered.prompts) + len(rendered.broken)
    if not of:
        return Score.nothing("no section to ask for")
    return Score.share(len(rendered.prompts), of, "; ".join(rendered.broken.values()) or "all render")


def _facts(rendered: _Rendered) -> Score:
    case = rendered.begun.outline.case
    wanted = [
        (plan.id, as_data(line))
        for plan in _told(rendered.begun)
        for part in Part
        for line in section_inputs(plan, case)[f"{part}_facts"].splitlines()
        if ": " in line
    ]
    if not wanted:
        return Score.nothing("no facts to tell")
    lost = [line.partition(":")[0] for section, line in wanted if line not in _user(rendered, section)]
    return Score.share(
        len(wanted) - len(lost), len(wanted), f"not in the prompt: {', '.join(lost)}" if lost else "all"
    )


def _checklist(rendered: _Rendered) -> Score:
    items = list(met_items(rendered.begun.outline.case))
    if not items:
        return Score.nothing("no checklist item of this case is met in words")
    asked = "\n".join(_user(rendered, id) for id in rendered.prompts)
    titles = "\n".join(exhibit.title for exhibit in rendered.begun.outline.case.facts.evidence)
    # A title of a document stands in the table of exhibits, which no model writes.
    lost = [
        item.id for item in items if not occurs(item.patterns, asked) and not occurs(item.patterns, titles)
    ]
    return Score.share(
        len(items) - len(lost), len(items), f"not asked for: {', '.join(lost)}" if lost else "all"
    )


def _budget(rendered: _Rendered, context: int) -> Score:
    if not rendered.prompts:
        return Score.nothing("no section to ask for")
    over = {
        id: need
        for id, prompt in rendered.prompts.items()
        if (need := _COUNTER.message_tokens(prompt) + prompt.max_output_tokens) > context
    }
    told = "; ".join(f"{id}: up to {need} tokens with its answer, {context} fit" for id, need in over.items())
    return Score.share(len(rendered.prompts) - len(over), len(rendered.prompts), told or "all fit")


def _tokens(rendered: _Rendered) -> Score:
    counts = [_COUNTER.message_tokens(prompt) for prompt in rendered.prompts.values()]
    if not counts:
        return Score.nothing("no section to ask for")
    return Score(float(max(counts)), None, f"at most {max(counts)} tokens, counted high")


def _user(rendered: _Rendered, section: str) -> str:
    prompt = rendered.prompts.get(section)
    return prompt.messages[-1].content if prompt is not None else ""


def _missed(cases: Sequence[CaseResult]) -> list[Missed]:
    found = []
    for suite in dict.fromkeys(case.suite for case in cases):
        for scorer in SCORERS:
            given = (case.scores[scorer.name].value for case in cases if case.suite == suite)
            values = [value for value in given if value is not None]
            if scorer.better is Better.HIGHER and values and min(values) < 1:
                found.append(Missed(suite, scorer.name, 1.0, sum(values) / len(values)))
    return found
