"""One rule file or one prompt file, held to its own examples."""

from pathlib import Path

from poa_ai.chatmodel import RenderedPrompt
from poa_ai.packagefiles import package_folder
from poa_ai.promptstore import PromptStore
from poa_ai.validation.examples import check_examples
from poa_ai.validation.rulefile import add_rules, load_builtin_rules, load_rules


def check_rule(file: Path | str) -> tuple[str, ...]:
    """A line for each example in a rule file that does not hold beside poa-ai's own rules.

    Raises RuleError with file, line, rule and remedy where the file can't be used.
    """
    path = str(file)
    rules = add_rules(load_builtin_rules(), load_rules(Path(file), path))
    return tuple(line for line in check_examples(rules) if line.startswith(f"{path}:"))


def render_prompt(file: Path | str) -> RenderedPrompt:
    """The messages of a prompt file with its own example.

    What it includes may lie in its folder, called by that folder's name, or be shared by poa-ai. Raises
    PromptError with file and line where the file can't be used.
    """
    file = Path(file).resolve()
    folders = {"shared": package_folder("poa_ai_prompts") / "shared", file.parent.name: file.parent}
    prompt = PromptStore.of(folders).get(f"{file.parent.name}/{file.stem}")
    return prompt.render(prompt.example)
