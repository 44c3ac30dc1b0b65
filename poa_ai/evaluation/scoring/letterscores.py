"""Scores of the finished letter, and of what it took."""

from poa_ai.document import Author
from poa_ai.evaluation.scorer import Score, Trial


def letter_clean(trial: Trial) -> Score:
    """Whether no error finding is left on the letter; what the facts lack is not counted."""
    errors = [finding for finding in trial.result.findings if finding.is_error]
    why = "; ".join(f"{finding.rule}: {finding.message}" for finding in errors[:3]) or "no error finding"
    return Score(float(not errors), not errors, why)


def fallback_share(trial: Trial) -> Score:
    """The share of the letter's statements that were composed because the model's could not stand."""
    statements = [s for section in trial.result.document.sections for s in section.draft.statements]
    if not statements:
        return Score.nothing("a letter without statements")
    composed = [statement for statement in statements if statement.by is Author.COMPOSED]
    reasons = dict.fromkeys(statement.why for statement in composed if statement.why)
    share = len(composed) / len(statements)
    return Score(share, not composed, "; ".join(list(reasons)[:3]) or "all statements are the model's")


def expectations(trial: Trial) -> Score:
    """The share of what the suite expects of this letter that is so."""
    expect, result = trial.case.expect, trial.result
    letter = trial.letter.casefold()
    answer = "\n".join(s.text for section in trial.raw for s in section.statements).casefold()
    checks: list[tuple[str, bool]] = []
    if expect.sections is not None:
        checks.append((f"{expect.sections} sections", len(result.document.sections) == expect.sections))
    if expect.gap_draft is not None:
        checks.append((f"gap draft: {expect.gap_draft}", result.gap_draft == expect.gap_draft))
    checks += [(f"holds “{text}”", text.casefold() in letter) for text in expect.contains]
    checks += [(f"lacks “{text}”", text.casefold() not in letter) for text in expect.lacks]
    checks += [(f"answer lacks “{text}”", text.casefold() not in answer) for text in expect.answer_lacks]
    if not checks:
        return Score.nothing("the suite expects nothing of this letter")
    missed = [what for what, so in checks if not so]
    told = f"not so: {'; '.join(missed[:5])}" if missed else "all as expected"
    return Score.share(len(checks) - len(missed), len(checks), told)


def length(trial: Trial) -> Score:
    """Whether the letter has as many words as the suite allows."""
    words = len(trial.letter.split())
    limits = trial.case.expect.words
    if limits is None:
        return Score.nothing(f"{words} words; the suite sets no limits")
    fits = limits[0] <= words <= limits[1]
    return Score(float(fits), fits, f"{words} words; {limits[0]} to {limits[1]} are allowed")


def tokens(trial: Trial) -> Score:
    """Tokens of prompts and answers together; a count, not a share."""
    total = trial.usage.prompt + trial.usage.completion
    if not total:
        return Score.nothing("the model counts no tokens")
    return Score(float(total), None, f"{trial.usage.prompt} of prompts, {trial.usage.completion} of answers")


def calls(trial: Trial) -> Score:
    """Calls of the model: one for each section, and one more for each that was sent back."""
    return Score(float(trial.calls), None, f"{trial.calls} for {len(trial.raw)} sections")
