"""Scores of the model's own words: its tone, its grounding, its cites, and the facts it told."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from poa_ai.document import Rejected
from poa_ai.evaluation.scorer import RawSection, Score, Trial
from poa_ai.facttext import fact_texts
from poa_ai.merging import Merged
from poa_ai.sectionprompt import fact_ids
from poa_ai.sectionreply import ProposedStatement
from poa_ai.statementcheck import StatementCheck
from poa_ai.validation.rewriting import rewrite
from poa_ai.validation.rule import RuleSet

_UNGROUNDED = re.compile(
    r"grounding\.|cites no fact of this part|changes the order|counts something else|confuses target"
    r"|says yes where|does not call|tells as a plan|holds the mark"
)
"""How `statementcheck` begins its reasons against a statement that says what no fact says."""
_TOLD = 3  # so many offences are spelt out


def tone_before_fix(trial: Trial) -> Score:
    """The share of statements in which no language rule finds an error or has anything to take out."""
    written = list(_statements(trial))
    if not written:
        return _nothing(trial)
    names = trial.outline.case.facts.names
    offences = [said for section, one in written if (said := _offence(one, section, trial.rules, names))]
    return Score.share(len(written) - len(offences), len(written), _listed(offences, "no offending word"))


def grounded_before_fix(trial: Trial) -> Score:
    """The share of statements without a value, name, word or claim that the facts do not hold there."""
    written = list(_statements(trial))
    if not written:
        return _nothing(trial)
    faults = [fault for section in trial.raw for fault in _ungrounded(section, trial)]
    return Score.share(
        max(0, len(written) - len(faults)), len(written), _listed(faults, "all from the facts")
    )


def cites_before_fix(trial: Trial) -> Score:
    """The share of statements that cite facts of their section, and those that they tell."""
    written = list(_statements(trial))
    if not written:
        return _nothing(trial)
    wrong = [fault for section in trial.raw for fault in _miscited(section, _first(trial, section))]
    return Score.share(max(0, len(written) - len(wrong)), len(written), _listed(wrong, "all cites are right"))


def fact_coverage(trial: Trial) -> Score:
    """The share of the facts' sentences that the first answer told so that they can stand."""
    asked = sum(len(section.composed.statements) for section in trial.raw)
    if not asked:
        return Score.nothing("no facts to tell")
    left = [
        ", ".join(unit.facts) for section in trial.raw for unit in _first(trial, section).missing.statements
    ]
    told = f"not told, or not so that it can stand: {'; '.join(left[:8])}" if left else "every fact is told"
    return Score.share(asked - len(left), asked, told)


def _statements(trial: Trial) -> Iterator[tuple[RawSection, ProposedStatement]]:
    return ((section, statement) for section in trial.raw for statement in section.statements)


def _nothing(trial: Trial) -> Score:
    """A model that wrote nothing that can be read fails; a case without facts to tell is not scored."""
    failures = [section.failure or "the answer holds none" for section in trial.raw]
    return Score(0.0, False, f"no statement: {failures[0]}") if failures else Score.nothing("nothing asked")


def _first(trial: Trial, section: RawSection) -> Merged:
    drafting = trial.result.drafting
    return drafting.first[section.cause] if drafting is not None else Merged(section.composed)


def _offence(
    statement: ProposedStatement, section: RawSection, rules: RuleSet, names: tuple[str, ...]
) -> str:
    held = rules.for_section(section.composed.plan.cause.issue.id, str(statement.part))
    validated = rewrite(statement.text, held, names)
    found = [edit.rule for edit in validated.edits] + [f.rule for f in validated.findings if f.is_error]
    return f"{found[0]} in “{statement.text[:120]}”" if found else ""


def _ungrounded(section: RawSection, trial: Trial) -> Iterator[str]:
    attempts = [attempt.rejected for attempt in _first(trial, section).attempts]
    judged = [_without_tone(rejected, section, trial) for rejected in attempts]
    for rejected in judged:
        if fault := next((reason for reason in rejected.reasons if _UNGROUNDED.match(reason)), ""):
            yield f"{fault} in “{rejected.text[:120]}”"


def _without_tone(rejected: Rejected, section: RawSection, trial: Trial) -> Rejected:
    """What would speak against a statement but for its tone, which is judged before its grounding."""
    if not any(reason.partition(".")[0] in trial.rules.categories for reason in rejected.reasons):
        return rejected
    case = trial.outline.case
    check = StatementCheck(
        RuleSet(()),
        case.facts.names,
        case.facts.private,
        fact_texts(case),
        section.composed.plan.cause.issue.vocabulary,
    )
    again = [s for s in section.statements if s.text.strip().startswith(rejected.text[:60])]
    (verdict,) = check.judge(again[:1], section.composed) or [rejected]
    return verdict if isinstance(verdict, Rejected) else replace(rejected, reasons=())


def _miscited(section: RawSection, first: Merged) -> Iterator[str]:
    known = set(fact_ids(section.composed))
    for statement in section.statements:
        if not statement.facts or set(statement.facts) - known:
            strange = ", ".join(sorted(set(statement.facts) - known)) or "none"
            yield f"cites {strange[:60]} for “{statement.text[:80]}”"
    for accepted in dict.fromkeys(accepted for _, accepted in first.placed):
        cited = next((s.facts for s in section.statements if s.text.strip() == accepted.text), None)
        if "cites corrected" in accepted.why and cited and not set(cited) - known:
            yield f"{accepted.why[:80]} for “{accepted.text[:80]}”"


def _listed(faults: Sequence[str], fine: str) -> str:
    if not faults:
        return fine
    more = f" and {len(faults) - _TOLD} more" if len(faults) > _TOLD else ""
    return "; ".join(faults[:_TOLD]) + more
