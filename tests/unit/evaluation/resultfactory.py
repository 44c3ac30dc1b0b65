"""Results and comparisons to try reports with: cases whose letters a prompt change spoils."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from hashlib import sha256

from poa_ai.chatmodel import PromptRef, Usage
from poa_ai.evaluation.comparison import Comparison, Effect, Flip, PassAll, Verdict
from poa_ai.evaluation.results import (
    CaseResult,
    FoundMark,
    Missed,
    RawText,
    Results,
    Ring,
    ScorerInfo,
    State,
)
from poa_ai.evaluation.scorer import Better, Score

TONE = ScorerInfo("tone-before-fix", "No emotion, plea or blame", Better.HIGHER, True)
GROUNDED = ScorerInfo("grounded-before-fix", "Every value stands in the facts", Better.HIGHER, True)
COVERAGE = ScorerInfo("fact-coverage", "Share of the facts that are told", Better.HIGHER, True)
FALLBACK = ScorerInfo("fallback-share", "Statements that code had to compose", Better.LOWER, False)
LENGTH = ScorerInfo("length", "Words of the letter", Better.NEITHER, False)
SCORERS = (TONE, GROUNDED, COVERAGE, FALLBACK, LENGTH)

PROMPT = """# system

You write one section of a plan of action.
Write what happened, what was done, and what is done from now on.
Leave out emotion: no apology, no plea, no thanks.
Name the ids of the facts that each statement rests on.
"""
WORSE_PROMPT = PROMPT.replace("Leave out emotion: no apology, no plea, no thanks.\n", "Be polite.\n")
PLAIN = """# Plan of Action

Account: Tarnfell Outdoor LLC (A2TARNFELL7Q4K) | Notice received: 14 October 2026 | Marketplace: US

## 1. Order defect rate: Untracked mail for small orders

### Root cause

- The order defect rate was 1.8% over 60 days as of 12 October 2026; the target is below 1%.
- Orders below 20 USD were sent by untracked letter mail, so that no scan showed a delivery.

### Corrective actions taken

- On 16 October 2026, we switched all 42 SKUs below 20 USD to tracked parcels (E2).

### Preventive measures

- The scan-rate report is reviewed daily by the warehouse lead, from 20 October 2026.
"""
PLEA = "We are deeply sorry for the trouble, and we beg you to reinstate our account."


def result(
    case: str, good: bool, *, suite: str = "odr", repeat: int = 0, generated: bool = False
) -> CaseResult:
    """A scored trial: a plain letter, or one with a plea that the scorers find."""
    letter = PLAIN if good else PLAIN.replace("- On 16 October", f"- {PLEA}\n- On 16 October")
    start = letter.find("We are deeply sorry")
    mark = FoundMark("emotive.apology", "An apology; Amazon asks for facts.", start, start + 19)
    scores = {
        TONE.name: Score(float(good), good, "no emotive words" if good else '"deeply sorry" is emotive'),
        GROUNDED.name: Score(1.0, True, "all 6 values stand in the facts"),
        COVERAGE.name: Score(0.9 if good else 0.8, False, "one of ten facts is not told"),
        FALLBACK.name: Score(0.05 if good else 0.15, None, "composed instead of rejected statements"),
        LENGTH.name: Score(183.0 if good else 197.0, None, "words"),
    }
    raw = (RawText("C1", "corrective_actions", PLEA if not good else "We switched all 42 SKUs.", ("A1",)),)
    return CaseResult(
        suite, case, repeat, generated, State.SCORED, "", scores, letter, () if good else (mark,), raw,
        Usage(812, 140, 0), 2,
    )  # fmt: skip


def unscored(case: str, state: State, why: str, suite: str = "odr") -> CaseResult:
    """A trial that came to nothing."""
    return CaseResult(suite, case, 0, generated=False, state=state, why=why)


def run(
    cases: Sequence[CaseResult], *, label: str = "main", prompt: str = PROMPT, missed: tuple[Missed, ...] = ()
) -> Results:
    """A run of the prompt over these cases."""
    suites = tuple(dict.fromkeys(case.suite for case in cases))
    ref = PromptRef("odr/section", sha256(prompt.encode()).hexdigest())
    return Results(
        label=label,
        ring=Ring.REPLAY,
        model="openai:qwen2.5-1.5b",
        suites=suites,
        repeats=max((case.repeat + 1 for case in cases), default=1),
        prompts=(ref,),
        prompt_texts={ref.id: prompt},
        scorers=SCORERS,
        cases=tuple(sorted(cases, key=lambda case: (*case.key, case.repeat))),
        missed=missed,
        cost=0.0123,
    )


@cache
def names(count: int) -> tuple[str, ...]:
    """Names of so many cases."""
    words = ("untracked-mail", "late-scan", "wrong-size", "damaged-box", "slow-reply", "missing-part")
    return tuple(f"{words[number % 6]}-{number:03}" for number in range(count))


def compared(verdict: Verdict, count: int = 24, flipped: int = 9, repeats: int = 1) -> Comparison:
    """Two runs of so many cases of which some flip, the way the verdict says."""
    better = verdict is Verdict.BETTER
    changed = set(names(count)[:flipped])
    pairs = [(name, repeat) for name in names(count) for repeat in range(repeats)]
    plain = [result(name, good=not (better and name in changed), repeat=number) for name, number in pairs]
    other = [result(name, good=better or name not in changed, repeat=number) for name, number in pairs]
    before = run(plain, label="main")
    after = run(other, label="HEAD", prompt=WORSE_PROMPT)
    flips = tuple(
        Flip(TONE.name, better, old, new)
        for old, new in zip(before.cases, after.cases, strict=True)
        if old.case in changed and old.repeat == 0
    )
    sign = 1 if better else -1
    effects = tuple(_effect(scorer, count, flipped, sign) for scorer in SCORERS)
    passes = tuple(PassAll(TONE.name, k + 1, 1.0, 0.62) for k in range(repeats))
    return Comparison(
        verdict, _REASONS[verdict], before, after, effects, flips, passes, count, 8, 0.05, 0.1, 0.8,
        ("odr/only-in-one",), ("odr/section",) if flipped else (),
    )  # fmt: skip


_REASONS = {
    Verdict.WORSE: (
        "tone-before-fix fell from 1.00 to 0.62: 9 cases flipped to worse, none to better "
        "(p = 0.0039, adjusted 0.0156).",
    ),
    Verdict.BETTER: (
        "tone-before-fix rose from 0.62 to 1.00: 9 cases flipped to better, none to worse "
        "(p = 0.0039, adjusted 0.0156).",
    ),
    Verdict.SAME: ("No scorer changed by more than 0.10, and the intervals lie within that margin.",),
    Verdict.NOT_ENOUGH_DATA: (
        "Nothing changed beyond chance, but 24 cases can only see 8 or more that flip one way.",
        "About 70 cases would be needed for the margin of 0.10.",
    ),
}


def _effect(scorer: ScorerInfo, count: int, flipped: int, sign: int) -> Effect:
    share = flipped / count if count else 0.0
    sizes = {
        TONE.name: share,
        COVERAGE.name: 0.1 * share,
        FALLBACK.name: 0.1 * share,
        LENGTH.name: -14 * share,
    }
    size = sizes.get(scorer.name, 0.0)
    change, wide = sign * size, 0.4 * abs(size) + 0.03
    first, last = {LENGTH.name: (183.0, 183.0 + 14 * share), FALLBACK.name: (0.05, 0.05 + size)}.get(
        scorer.name, (1.0, 1.0 - size)
    )
    before, after = (first, last) if sign < 0 else (last, first)
    flips = (flipped if sign > 0 else 0, flipped if sign < 0 else 0) if scorer is TONE else (0, 0)
    p = 0.0039 if size and flipped > 5 else 1.0
    return Effect(
        scorer, "McNemar" if scorer in (TONE, GROUNDED) else "sign-flip", count, before, after, change,
        change - wide, change + wide, p, min(1.0, 4 * p), 0.35 if count > 8 else None, *flips,
        scorer.better is not Better.NEITHER,
    )  # fmt: skip


def hostile(text: str) -> Comparison:
    """A comparison in which every text that comes from outside is this one."""
    base = compared(Verdict.WORSE, 3, 1)
    scorer = ScorerInfo(text, text, Better.HIGHER, True)
    mark = FoundMark(text, text, 0, min(3, len(text)))
    old = CaseResult(text, text, 0, False, State.SCORED, text, {text: Score(1.0, True, text)}, f"a\n{text}")
    new = replace(
        old,
        scores={text: Score(0.0, False, text)},
        letter=text,
        marks=(mark,),
        raw=(RawText(text, text, text, (text,)),),
    )
    lost = CaseResult(text, text, 1, False, State.STALE, text)
    ref = PromptRef(text, text)
    before, after = (
        Results(
            text, Ring.LIVE, text, (text,), 1, (ref,), {text: body}, (scorer,), (case, lost),
            (Missed(text, text, 0.9, 0.1),), (text,), 1.0,
        )
        for case, body in ((old, "old"), (new, text))
    )  # fmt: skip
    effect = replace(base.effects[0], scorer=scorer)
    return replace(
        base, before=before, after=after, effects=(effect,), flips=(Flip(text, False, old, new),),
        reasons=(text,), unpaired=(text,), changed_prompts=(text,), pass_all=(PassAll(text, 1, 1.0, 0.5),),
    )  # fmt: skip
