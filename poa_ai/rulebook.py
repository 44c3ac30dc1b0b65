"""The language rules of a run: our own, and those that plugins bring."""

from poa_ai.errors import RuleError
from poa_ai.registry import Registry
from poa_ai.validation.rule import RuleSet
from poa_ai.validation.rulefile import add_rule_file, load_builtin_rules


def load_rulebook(registry: Registry) -> RuleSet:
    """All rules. A plugin whose rule file can't be used is named among the broken, and its rules stay out."""
    rules = load_builtin_rules()
    for name, file in registry.rule_files():
        try:
            rules = add_rule_file(rules, file, f"{name}/{file.name}")
        except RuleError as error:
            registry.leave_out(name, error)
    return rules
