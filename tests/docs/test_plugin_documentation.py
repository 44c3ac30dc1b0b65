"""docs/plugins.md describes every hook with its arguments, and every hook has a plugin that uses it."""

import ast
import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from documents import ROOT, blocks, read

from poa_ai import builtin, hookspecs, plugin, testing

HOOKS: dict[str, Callable[..., Any]] = {
    name: hook for name, hook in vars(hookspecs).items() if name.startswith("poa_ai_")
}
_SECTION = re.compile(r"^### (\w+)\((.*?)\)\n(.*?)(?=^### |\Z)", re.MULTILINE | re.DOTALL)
SECTIONS = {name: (arguments, text) for name, arguments, text in _SECTION.findall(read("docs/plugins.md"))}


def test_each_hook_has_a_section_with_its_exact_arguments() -> None:
    wanted = {name: ", ".join(inspect.signature(hook).parameters) for name, hook in HOOKS.items()}

    assert {name: arguments for name, (arguments, _) in SECTIONS.items()} == wanted
    assert list(SECTIONS) == list(HOOKS)


@pytest.mark.parametrize("hook", HOOKS)
def test_a_section_says_when_what_and_what_none_means(hook: str) -> None:
    _, text = SECTIONS[hook]

    assert "\n- Called " in text
    assert "\n- Returns " in text
    assert re.search(r"\bNone: [a-z]", text)


@pytest.mark.parametrize("hook", HOOKS)
def test_the_example_of_a_section_implements_the_hook(hook: str) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", SECTIONS[hook][1], re.DOTALL)
    tree = ast.parse(example)
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}

    assert [argument.arg for argument in functions[hook].args.args] == list(
        inspect.signature(HOOKS[hook]).parameters
    )
    assert [ast.unparse(mark) for mark in functions[hook].decorator_list] == ["hookimpl"]


def test_the_examples_import_only_what_plugins_may() -> None:
    for example in blocks("docs/plugins.md", "python"):
        for node in ast.walk(ast.parse(example)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("poa_ai"):
                assert node.module in {"poa_ai.plugin", "poa_ai.testing"}
                known = plugin.__all__ if node.module == "poa_ai.plugin" else testing.__all__
                assert {name.name for name in node.names} <= set(known)


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_is_used_by_a_plugin(hook: str) -> None:
    outside = [*(ROOT / "tests" / "thirdparty" / "poa-ai-returns").rglob("*.py")]
    sources = [Path(str(builtin.__file__)), *outside]

    assert any(
        re.search(rf"^@hookimpl.*\ndef {hook}\(", file.read_text(encoding="utf-8"), re.M) for file in sources
    )
