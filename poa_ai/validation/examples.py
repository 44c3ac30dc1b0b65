"""Holding rules to the examples that stand beside them."""

from collections.abc import Iterator

from poa_ai.validation.language import find_language, protected_spans
from poa_ai.validation.rewriting import rewrite
from poa_ai.validation.rule import Rule, RuleSet


def check_examples(rules: RuleSet) -> tuple[str, ...]:
    """One line per example that does not hold.

    A rule is tried on `removes` and `keeps` together with those that hold in its issue types and parts, as in
    a letter, and on `flags` and `misses` alone. A miss that is found by now is reported too, so that it
    becomes an example of the rule.
    """
    return tuple(
        line
        for rule in rules.rules
        for issue in rule.issues or (None,)
        for part in rule.parts or (None,)
        for line in _broken(rule, rules.for_section(issue, part))
    )


def _broken(rule: Rule, rules: RuleSet) -> Iterator[str]:
    where = f"{rule.source_file}: {rule.id}"
    alone = RuleSet((rule,), rules.tone if rule.tone else None)
    for before, after in rule.examples.removes:
        done = rewrite(before, rules)
        if done.text != after:
            yield f"{where}: removes: '{before}' became '{done.text}', not '{after}'"
        elif not any(edit.rule == rule.id for edit in done.edits):
            others = ", ".join(edit.rule for edit in done.edits)
            yield f"{where}: removes: '{before}' was changed by {others}, not by this rule"
    for text in rule.examples.flags:
        if not _finds(alone, text):
            yield f"{where}: flags: nothing found in '{text}'"
    for text in rule.examples.keeps:
        found = [finding.rule for finding in find_language(text, rules, protected_spans(text))]
        if found:
            yield f"{where}: keeps: '{text}' is found by {', '.join(found)}"
    for text in rule.examples.misses:
        if _finds(alone, text):
            yield f"{where}: misses: '{text}' is found by now; move it to the examples that hold"


def _finds(rules: RuleSet, text: str) -> bool:
    return bool(find_language(text, rules, protected_spans(text)))
