"""All trials of a run: so many at once, in whatever order they finish, and sorted in the end."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from poa_ai.chatmodel import ChatModel
from poa_ai.evaluation.judge import judge_info
from poa_ai.evaluation.results import CaseResult, Missed, Results, Ring, ScorerInfo, State
from poa_ai.evaluation.scorer import Better, Scorer
from poa_ai.evaluation.suite import EvalCase, Suite
from poa_ai.evaluation.trying import Setup, try_case
from poa_ai.prompt import Prompt

OnCase = Callable[[CaseResult], None]
"""Told each trial the moment it is done."""


@dataclass(frozen=True, slots=True)
class Task:
    """One trial that is to be made."""

    suite: Suite
    case: EvalCase
    repeat: int


def tasks_of(suites: Iterable[Suite], limit: int | None = None, repeats: int | None = None) -> list[Task]:
    """The trials of a run in their order; at most `limit` cases of all suites together."""
    cases = [(suite, case) for suite in suites for case in suite.cases][:limit]
    return [Task(suite, case, n) for suite, case in cases for n in range(repeats or suite.repeats)]


async def run_tasks(
    tasks: Sequence[Task],
    setup: Setup,
    models: Mapping[str, ChatModel],
    *,
    at_once: int,
    on_case: OnCase = lambda _result: None,
    judges: Mapping[str, ChatModel] | None = None,
) -> tuple[CaseResult, ...]:
    """The results in the order of the tasks. `models` are by suite, and so are `judges`, None for no judge.

    Twice `at_once` cases are prepared or scored while so many are asked for, so that the model never waits.
    Raises what `try_case` raises. Cancelled, it cancels its calls.
    """
    room = asyncio.Semaphore(2 * at_once)

    async def trial(task: Task) -> CaseResult:
        async with room:
            judge = None if judges is None else judges[task.suite.id]
            result = await try_case(task.suite, task.case, task.repeat, setup, models[task.suite.id], judge)
        on_case(result)
        return result

    try:
        async with asyncio.TaskGroup() as group:
            running = [group.create_task(trial(task)) for task in tasks]
    except ExceptionGroup as several:  # a case or a prompt that is broken: the first one tells it
        raise several.exceptions[0] from None
    return tuple(done.result() for done in running)


def gather(
    label: str,
    ring: Ring,
    model: str,
    tasks: Sequence[Task],
    cases: Sequence[CaseResult],
    setup: Setup,
    *,
    cost: float | None = None,
    judge: str | None = None,
) -> Results:
    """A run as a whole: the prompts that it used, what it scored by, and the thresholds that it missed.

    `judge` is the name of the model that gave its opinion.
    """
    suites = list(dict.fromkeys(task.suite.id for task in tasks))
    by_id = {task.suite.id: task.suite for task in tasks}
    prompts = used_prompts(tasks, setup)
    scorers = {name: scorer for suite in suites for name, scorer in setup.scorers[suite].items()}
    return Results(
        label=label,
        ring=ring,
        model=model,
        suites=tuple(suites),
        repeats=max((task.repeat + 1 for task in tasks), default=1),
        prompts=tuple(prompt.ref for prompt in prompts),
        prompt_texts={prompt.id: prompt_text(prompt) for prompt in prompts},
        scorers=(
            *scorers_told(scorers.values()),
            *(() if judge is None else (judge_info(judge, model),)),
        ),
        cases=tuple(cases),
        missed=tuple(miss for suite in suites for miss in _missed(by_id[suite], cases, scorers)),
        cost=cost,
        problems=tuple(_problems(by_id.values(), cases)),
    )


def used_prompts(tasks: Iterable[Task], setup: Setup) -> list[Prompt]:
    """The prompts that the cases are drafted with, by id; the repair prompt where a suite lets repair."""
    ids = set[str]()
    for suite, case in {(t.suite.id, t.case.id): (t.suite, t.case) for t in tasks}.values():
        issues = {cause.issue for cause in case.facts.root_causes}
        ids |= {id for id in setup.store.ids() if id.partition("/")[0] in issues}
        ids |= {"shared/repair"} if suite.repairs else set()
    return [setup.store.get(id) for id in sorted(ids)]


def prompt_text(prompt: Prompt) -> str:
    """All words of a prompt with its includes, as a person compares two versions of it."""
    included = [f"## {{{id}}}\n{text.strip()}" for id, text in sorted(prompt.included.items())]
    shown = [
        f"# {role}\n{text.strip()}" for role, text in zip(("example", "answer"), prompt.shown, strict=True)
    ]
    parts = [f"# system\n{prompt.system.strip()}", *shown, f"# user\n{prompt.user.strip()}", *included]
    return "\n\n".join(parts) + "\n"


def scorers_told(scorers: Iterable[Scorer]) -> tuple[ScorerInfo, ...]:
    """The scorers as results name them."""
    return tuple(ScorerInfo(s.name, s.title, s.better, s.before) for s in scorers)


def _problems(suites: Iterable[Suite], cases: Sequence[CaseResult]) -> Iterable[str]:
    """Scorers of plugins that failed, and thresholds that nothing was held against."""
    for suite in suites:
        own = [case for case in cases if case.suite == suite.id and case.state is State.SCORED]
        for name in suite.scorers:
            told = (case.scores[name].why for case in own if name in case.scores)
            faults = [why for why in told if why.startswith(f"scorer {name} of ")]
            if faults:
                yield f"{faults[0]} ({len(faults)} of {len(own)} trials)"
        for name in suite.thresholds:
            given = [case.scores[name].value for case in own if name in case.scores]
            if given and all(value is None for value in given):
                yield f"{suite.id}: the threshold of {name} was held against nothing: no case has a value"


def _missed(suite: Suite, cases: Iterable[CaseResult], scorers: Mapping[str, Scorer]) -> Iterable[Missed]:
    own = [case for case in cases if case.suite == suite.id]
    for name, asked in suite.thresholds.items():
        values = [s.value for case in own if (s := case.scores.get(name)) is not None and s.value is not None]
        if not values:
            continue
        mean = sum(values) / len(values)
        short = mean > asked if scorers[name].better is Better.LOWER else mean < asked
        if short and abs(mean - asked) > 1e-9:
            yield Missed(suite.id, name, asked, mean)
