"""One case drafted once, and scored."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from poa_ai.chatmodel import NO_USAGE, ChatModel, RenderedPrompt, Reply, Usage
from poa_ai.drafting import Drafting, DraftingResult, draft_sections
from poa_ai.errors import (
    InputError,
    ModelError,
    NotAskedError,
    StaleRecordingError,
    SuiteError,
    UnusableReplyError,
)
from poa_ai.evaluation.judge import NAME as JUDGE
from poa_ai.evaluation.judge import judge as ask_judge
from poa_ai.evaluation.results import CaseResult, FoundMark, RawText, State
from poa_ai.evaluation.scorer import RawSection, Scorers, Trial
from poa_ai.evaluation.suite import EvalCase, Suite
from poa_ai.llm.masked import MaskedChat
from poa_ai.masking import Mask
from poa_ai.pipeline import Begun, begin, finish
from poa_ai.promptstore import PromptStore
from poa_ai.registry import Registry
from poa_ai.report import DraftResult
from poa_ai.sectionreply import ProposedStatement, parse_reply
from poa_ai.validation.rule import RuleSet


@dataclass(frozen=True, slots=True)
class Setup:
    """What all trials of a run share. `scorers` are by suite."""

    registry: Registry
    rules: RuleSet
    store: PromptStore
    scorers: Mapping[str, Scorers]


class Repeated:
    """A chat model that is asked for one of several answers to the same prompt."""

    def __init__(self, model: ChatModel, repeat: int) -> None:
        self._model = model
        self._repeat = repeat

    @property
    def name(self) -> str:
        """Provider and model."""
        return self._model.name

    async def complete(self, prompt: RenderedPrompt) -> Reply:
        """The answer of that repeat. Raises ModelError."""
        return await self._model.complete(replace(prompt, repeat=self._repeat))

    async def close(self) -> None:
        """Nothing of its own is open."""


def begin_case(suite: Suite, case: EvalCase, setup: Setup) -> Begun:
    """The case composed. Raises SuiteError where no letter can be written from its facts."""
    try:
        return begin(case.facts, setup.registry, setup.rules)
    except InputError as reason:
        raise SuiteError(f"{suite.path}: case '{case.id}': {reason.lines[0]}") from None


async def try_case(
    suite: Suite,
    case: EvalCase,
    repeat: int,
    setup: Setup,
    model: ChatModel,
    judge: ChatModel | None = None,
) -> CaseResult:
    """Draft a case with the model and score it; a `judge` is asked for its opinion besides.

    Raises SuiteError, PromptError, and InputError for a recording that can't be written; what the model does
    wrong is a result.
    """
    begun = begin_case(suite, case, setup)
    masked = MaskedChat(Repeated(model, repeat), Mask(case.facts.private))
    asked = Drafting(masked, setup.store, begun.rules, repairs=suite.repairs)
    drafting = await draft_sections(begun.outline, begun.composed, asked)
    plain = CaseResult(suite.id, case.id, repeat, case.generated is not None, State.SCORED)
    for answer in (answer for answers in drafting.answers.values() for answer in answers):
        if isinstance(answer, ModelError) and not isinstance(answer, UnusableReplyError | NotAskedError):
            state = State.STALE if isinstance(answer, StaleRecordingError) else State.FAILED
            return replace(plain, state=state, why=str(answer))
    result = finish(begun, setup.registry, drafting)
    trial = _trial(case, begun, drafting, result)
    scores = {name: scorer.score(trial) for name, scorer in setup.scorers[suite.id].items()}
    if judge is not None:
        scores[JUDGE] = await ask_judge(trial, MaskedChat(judge, Mask(case.facts.private)), setup.store)
    return replace(
        plain,
        scores=scores,
        letter=trial.letter,
        marks=tuple(_marks(result)),
        raw=tuple(
            RawText(section.cause, str(s.part), s.text, s.facts)
            for section in trial.raw
            for s in section.statements
        ),
        usage=trial.usage,
        calls=trial.calls,
    )


def _trial(case: EvalCase, begun: Begun, drafting: DraftingResult, result: DraftResult) -> Trial:
    answers = [answer for given in drafting.answers.values() for answer in given]
    replies = [answer for answer in answers if isinstance(answer, Reply)]
    raw = [
        RawSection(composed.plan.id, composed, *_read(drafting.answers[composed.plan.id][0]))
        for composed in begun.composed
        if composed.statements
    ]
    usage = sum((reply.usage for reply in replies), NO_USAGE)
    letter, paid = result.text(), _paid(usage)
    return Trial(case, begun.outline, tuple(raw), result, letter, begun.rules, paid, len(replies))


def _read(answer: Reply | ModelError) -> tuple[tuple[ProposedStatement, ...], str]:
    try:
        if isinstance(answer, ModelError):
            raise answer
        return parse_reply(answer), ""
    except ModelError as reason:
        return (), str(reason)


def _paid(usage: Usage) -> Usage:
    """Without what a provider's cache held: that differs from run to run."""
    return replace(usage, cached=0)


def _marks(result: DraftResult) -> Iterator[FoundMark]:
    for finding in result.findings:
        if finding.is_error and finding.span is not None:
            yield FoundMark(finding.rule, finding.message, finding.span.start, finding.span.end)
