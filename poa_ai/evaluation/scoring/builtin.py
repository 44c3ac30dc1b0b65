"""The list of the built-in scorers, in the order of reports."""

from poa_ai.errors import SuiteError
from poa_ai.evaluation.scorer import Better, Scorer, Scorers
from poa_ai.evaluation.scoring.beforefix import (
    cites_before_fix,
    fact_coverage,
    grounded_before_fix,
    tone_before_fix,
)
from poa_ai.evaluation.scoring.letterscores import (
    calls,
    expectations,
    fallback_share,
    length,
    letter_clean,
    tokens,
)
from poa_ai.evaluation.scoring.sections import checklist_coverage, one_section_per_cause
from poa_ai.evaluation.suite import Suite

_HIGHER, _LOWER, _NEITHER = Better.HIGHER, Better.LOWER, Better.NEITHER
BUILTIN = (
    Scorer("tone-before-fix", "statements without an offending word", _HIGHER, True, tone_before_fix),
    Scorer("grounded-before-fix", "statements that the facts hold", _HIGHER, True, grounded_before_fix),
    Scorer("cites-before-fix", "statements with the right fact ids", _HIGHER, True, cites_before_fix),
    Scorer("one-section-per-cause", "sections with all parts told", _HIGHER, True, one_section_per_cause),
    Scorer("fact-coverage", "facts told at the first answer", _HIGHER, True, fact_coverage),
    Scorer("fallback-share", "statements composed instead", _LOWER, False, fallback_share),
    Scorer("checklist-coverage", "checklist items kept in the letter", _HIGHER, False, checklist_coverage),
    Scorer("letter-clean", "letters without an error finding", _HIGHER, False, letter_clean),
    Scorer("expectations", "what the suite expects", _HIGHER, False, expectations),
    Scorer("length", "letters of the right length", _HIGHER, False, length),
    Scorer("tokens", "tokens for a letter", _NEITHER, False, tokens),
    Scorer("calls", "calls for a letter", _NEITHER, False, calls),
)
"""Those of every suite."""


def scorers_for(suite: Suite, of_plugins: Scorers) -> Scorers:
    """The built-in scorers and those of plugins. Raises SuiteError for a threshold of none that decides."""
    known = {scorer.name: scorer for scorer in BUILTIN} | dict(of_plugins)
    for name in suite.thresholds:
        if name not in known or known[name].better is _NEITHER:
            deciding = [scorer.name for scorer in known.values() if scorer.better is not _NEITHER]
            raise SuiteError(
                f"{suite.path}: [thresholds]: no scorer '{name}' decides; there are: {', '.join(deciding)}"
            )
    return known
