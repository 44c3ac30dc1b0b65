"""Checks of the scorers that a plugin brings: pure, within bounds, explained, and without a failure."""

from collections.abc import Iterator

from poa_ai.errors import PoaError
from poa_ai.evaluation.pluginscoring import score_fault
from poa_ai.evaluation.scorer import Scorer, Trial
from poa_ai.factsfile import facts_from_json, load_facts
from poa_ai.testing.factories import facts_json
from poa_ai.testing.issuefacts import issue_facts_json
from poa_ai.testing.pluginsubject import PluginSubject
from poa_ai.testing.plugintrial import example_trial


def scorers(subject: PluginSubject) -> Iterator[str]:
    """Each scorer judges the letter of the example, and one for which the model answered nothing."""
    registry = subject.alone()
    found = registry.scorers()
    if error := subject.fault(registry):
        yield f"it is left out: {error}"
    if not found:
        return
    try:
        trials = _trials(subject)
    except PoaError as error:
        yield f"its scorers can't be tried, since no letter is drafted from its example: {error}"
        return
    for scorer in found.values():
        for told, trial in trials.items():
            yield from (f"{scorer.name}: on {told}, {line}" for line in _faults(scorer, trial))


def _trials(subject: PluginSubject) -> dict[str, Trial]:
    registry = subject.among_installed()
    issues = subject.issues(registry)
    made = issue_facts_json(issues[0]) if issues else facts_json()
    facts = load_facts(subject.facts) if subject.facts is not None else facts_from_json(made)
    return {
        "the letter of its example": example_trial(facts, registry),
        "a letter for which the model answered nothing": example_trial(facts, registry, silent=True),
    }


def _faults(scorer: Scorer, trial: Trial) -> Iterator[str]:
    try:
        first = scorer.score(trial)
        if fault := score_fault(first, scorer):
            yield fault
        elif scorer.score(trial) != first:
            yield "it answers differently the second time; it must rest on the trial alone"
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a scorer may even call sys.exit
        told = " ".join(str(error).split())[:200]
        advice = "answer Score.nothing where there is nothing to score"
        yield f"it fails with {type(error).__name__}: {told}; {advice}"
