"""From facts to letter: the order of the steps, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from poa_ai.attesting import Attestation, attest
from poa_ai.case import Case, build_case
from poa_ai.casegrounds import grounds_of
from poa_ai.completeness import PRODUCT_UNANSWERED, find_gaps
from poa_ai.composing import compose
from poa_ai.consistency import find_contradictions
from poa_ai.document import Document, SectionDraft, assemble
from poa_ai.errors import FactsError, ModelError, Problem
from poa_ai.facts import Facts
from poa_ai.findings import Finding, Severity
from poa_ai.matching import match_issues, require_plan
from poa_ai.notice import parse_notice
from poa_ai.outline import Outline
from poa_ai.registry import Registry
from poa_ai.render.markdown import render_markdown
from poa_ai.report import DraftResult
from poa_ai.validation.checking import Grounds, check_letter
from poa_ai.validation.rule import RuleSet

if TYPE_CHECKING:
    from poa_ai.drafting import DraftingResult
    from poa_ai.dryrun import PlannedCall
    from poa_ai.llm.session import Session
    from poa_ai.merging import Merged
    from poa_ai.promptstore import PromptStore

Progress = Callable[[str, str], None]
"""Told the id of a section and its state, in a few words, for a person who waits."""


@dataclass(frozen=True)
class PreparedCase:
    """A case that is ready to be drafted: what was withheld, and what is missing or contradictory."""

    case: Case
    attestation: Attestation
    gaps: tuple[Finding, ...]

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The gaps and contradictions that make the letter a gap draft."""
        return tuple(gap for gap in self.gaps if gap.is_error)

    @cached_property
    def grounds(self) -> Grounds:
        """What a letter that a person wrote is held against; the same for every letter on the case."""
        return grounds_of(self.case)


@dataclass(frozen=True, slots=True)
class ModelRun:
    """How a model is to be asked. `deadline` is in seconds, for all its calls together.

    With `review` a further call per section names weaknesses; without `repairs` what fails is not sent back.
    """

    session: Session
    store: PromptStore
    deadline: float = 600.0
    review: bool = False
    repairs: bool = True


@dataclass(frozen=True, slots=True)
class Begun:
    """A letter composed from the facts, before any model is asked.

    `kept` is what of an earlier letter stands again, by the id of the root cause; empty without one.
    """

    prepared: PreparedCase
    rules: RuleSet
    outline: Outline
    composed: tuple[SectionDraft, ...]
    kept: Mapping[str, Merged] = field(default_factory=dict)

    @property
    def drafts(self) -> tuple[SectionDraft, ...]:
        """The sections as they stand without a model."""
        return tuple(self.kept[d.plan.id].draft() if d.plan.id in self.kept else d for d in self.composed)


def prepare(facts: Facts, registry: Registry, rules: RuleSet, today: date | None = None) -> PreparedCase:
    """Bind the facts to issue types and find what is missing. Raises IssueMatchError.

    With `today` also dates that lie ahead are found, and papers that are too old on that day.
    """
    attestation = attest(facts, rules)
    notice = parse_notice(attestation.facts.notice)
    matches = match_issues(attestation.facts, notice, registry.issue_types, registry.match_issue)
    case = build_case(attestation.facts, notice, matches, today)
    withheld = tuple(
        Finding(
            "structure.withheld",
            Severity.WARNING,
            f"{entry.id}: withheld from the letter ({entry.rule}): {entry.text}",
            _suggestion(entry.rule, rules),
            item=entry.id,
        )
        for entry in attestation.withheld
    )
    return PreparedCase(case, attestation, (*find_gaps(case), *find_contradictions(case, today), *withheld))


def draft(
    facts: Facts,
    registry: Registry,
    rules: RuleSet,
    run: ModelRun | None = None,
    *,
    strict: bool = False,
    today: date | None = None,
    earlier: str | None = None,
    progress: Progress = lambda _id, _state: None,
) -> DraftResult:
    """The letter. Without a `run` it is composed from the facts alone. Not for use inside an event loop.

    Of the `earlier` letter, if one was sent before, stays what still holds; only the rest is written anew.

    Raises WrongArtefactError where the notice wants no plan, IssueMatchError where no issue type fits,
    and with `strict` FactsError for gaps and ModelError for a section that the model did not answer.
    """
    begun = begin(facts, registry, rules, strict=strict, today=today, earlier=earlier)
    if run is None:
        return finish(begun, registry, None)
    import asyncio  # of no use without a model

    return finish(begun, registry, asyncio.run(_ask(begun, run, strict=strict, progress=progress)))


async def adraft(
    facts: Facts,
    registry: Registry,
    rules: RuleSet,
    run: ModelRun | None = None,
    *,
    strict: bool = False,
    today: date | None = None,
    earlier: str | None = None,
    progress: Progress = lambda _id, _state: None,
) -> DraftResult:
    """The same inside an event loop. Cancelled, it cancels its calls and closes its connections."""
    begun = begin(facts, registry, rules, strict=strict, today=today, earlier=earlier)
    drafting = None if run is None else await _ask(begun, run, strict=strict, progress=progress)
    return finish(begun, registry, drafting)


def plan_calls(
    facts: Facts, registry: Registry, rules: RuleSet, store: PromptStore, earlier: str | None = None
) -> list[PlannedCall]:
    """The first call of each section that `draft` would make, masked, as it would leave. None is made."""
    from poa_ai.dryrun import planned_calls

    begun = begin(facts, registry, rules, earlier=earlier)
    return planned_calls(begun.outline, begun.composed, store, begun.kept)


def begin(
    facts: Facts,
    registry: Registry,
    rules: RuleSet,
    *,
    strict: bool = False,
    today: date | None = None,
    earlier: str | None = None,
) -> Begun:
    """The letter composed, with its outline. Raises what `draft` raises but for ModelError."""
    rules = rules.on_facts
    prepared = prepare(facts, registry, rules, today)
    case = prepared.case
    require_plan(case.notice, case.matches)
    outline = registry.plan_outline(case)
    composed = compose(outline)
    kept: Mapping[str, Merged] = {}
    if earlier is not None or case.notice.scope == "reply":
        from poa_ai.secondappeal import second_appeal  # of no use for the first letter

        second = second_appeal(outline, composed, earlier, rules)
        kept, prepared = second.kept, replace(prepared, gaps=(*prepared.gaps, *second.gaps))
    if strict and prepared.blocking:
        raise FactsError(
            Problem("facts", f"/{gap.item or ''}", gap.message, gap.hint) for gap in prepared.blocking
        )
    return Begun(prepared, rules, outline, composed, kept)


def finish(begun: Begun, registry: Registry, drafting: DraftingResult | None) -> DraftResult:
    """The letter with the model's sections, or as it was composed, and what is found on it."""
    prepared = begun.prepared
    drafts = begun.drafts if drafting is None else drafting.drafts
    document = assemble(begun.outline, drafts, gap_draft=bool(prepared.blocking))
    letter = render_markdown(document)
    findings = (
        *review(letter, prepared, begun.rules, document),
        *registry.review(prepared.case, document),
        *(note for critique in (drafting.reviews if drafting else ()) for note in critique.notes),
    )
    return DraftResult(document, prepared.attestation, prepared.gaps, findings, drafting)


def review(
    letter: str, prepared: PreparedCase, rules: RuleSet, document: Document | None = None
) -> tuple[Finding, ...]:
    """The finished text held against rules, structure and facts; gaps are not repeated.

    `document` is the one that the text was rendered from; None for a letter that a person wrote.
    """
    grounds = prepared.grounds if document is None else grounds_of(prepared.case, document)
    # Of the products of a notice one may be missing from the facts, and another from the letter alone.
    known = {_place_of(gap) for gap in prepared.blocking}
    empty = any(
        gap.rule in {"structure.part-empty", "structure.issue-without-cause"} for gap in prepared.blocking
    )
    found = check_letter(letter, rules.on_facts, grounds)
    return tuple(
        finding
        for finding in found
        if _place_of(finding) not in known and not (empty and finding.rule in {"structure.no-section"})
    )


def _place_of(finding: Finding) -> tuple[str, str | None]:
    return finding.rule, finding.item if finding.rule == PRODUCT_UNANSWERED else finding.section


async def _ask(begun: Begun, run: ModelRun, *, strict: bool, progress: Progress) -> DraftingResult:
    # The model's side of the program is imported when a model is named, and not before.
    from poa_ai.drafting import Drafting, draft_sections

    model = run.session.guarded(begun.outline.case.facts.private, run.deadline)
    drafting = Drafting(
        model, run.store, begun.rules, review=run.review, repairs=run.repairs, kept=begun.kept
    )
    try:
        result = await draft_sections(begun.outline, begun.composed, drafting, progress)
    finally:
        await model.close()
    if strict and result.failures:
        raise ModelError("; ".join(dict.fromkeys(result.failures.values())))
    return replace(result, spending=run.session.meter.spending, price=run.session.meter.price)


_SUGGESTIONS = {
    "structure.future-action": "Say what was done, and on which day; a plan is a preventive measure.",
    "structure.placeholder": "Put the real value from your records in its place.",
    "structure.unknown-exhibit": "Name an exhibit that stands under evidence.",
    "privacy.private-word": "Say it without the private word; an order id is enough.",
}


def _suggestion(rule: str, rules: RuleSet) -> str:
    found = next((entry for entry in rules.rules if entry.id == rule), None)
    plain = "Write what happened, when and how many: for example '41 of 58 orders were confirmed late.'"
    return _SUGGESTIONS.get(rule) or (found.hint if found is not None and found.hint else plain)
