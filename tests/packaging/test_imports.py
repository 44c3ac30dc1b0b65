"""What each command imports: the model libraries only where a model is named."""

import ast
import json
import pkgutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import poa_ai.validation

MODEL_LIBRARIES = {"httpx2", "openai", "langchain_core", "langsmith", "tiktoken"}
NETWORK = {"asyncio", "http", "http.client", "requests", "httpx", "socket", "ssl", "urllib.request"}
COMMANDS = (
    "--help",
    "--version",
    "plugins list",
    "plugins list --json",
    "check LETTER",
    "check LETTER --facts FACTS",
    "draft --compose FACTS",
    "draft FACTS",
    "gaps FACTS",
    "rules list",
    "prompts list",
    "schema",
)
"""Each ends with exit code 0. FACTS and LETTER are files of one complete case."""

_RUN = """
import json, runpy, sys
out, sys.argv = sys.argv[1], ["poa-ai", *sys.argv[2:]]
try:
    runpy.run_module("poa_ai", run_name="__main__")
except SystemExit as end:
    code = end.code
with open(out, "w") as file:
    json.dump([code, sorted(sys.modules)], file)
"""


@pytest.fixture(scope="module")
def files(cases: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What stands for FACTS and LETTER: a case, and the letter composed from it."""
    facts = str(cases / "combined-odr-late-shipment" / "facts.json")
    folder = tmp_path_factory.mktemp("letter")
    command = [sys.executable, "-m", "poa_ai", "draft", "--compose", facts, "--out", str(folder)]
    subprocess.run(command, check=True, timeout=60)
    return {"FACTS": facts, "LETTER": str(folder / "plan.md")}


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_without_a_model_loads_a_model_library(
    command: str, files: dict[str, str], tmp_path: Path
) -> None:
    code, modules = _run([files.get(word, word) for word in command.split()], tmp_path)

    assert modules & MODEL_LIBRARIES == set()
    assert code == 0


@pytest.mark.parametrize("command", ["--help", "--version"])
def test_help_and_version_load_neither_pydantic_nor_a_plugin(command: str, tmp_path: Path) -> None:
    _, modules = _run([command], tmp_path)

    assert modules & {"pydantic", "pluggy", "poa_ai.registry", "poa_ai_odr"} == set()


def test_importing_the_package_imports_next_to_nothing() -> None:
    assert {name for name in _modules("poa_ai") if name.startswith("poa_ai.")} == {
        "poa_ai.errors",
        "poa_ai.version",
    }


def test_the_validator_loads_no_plugin_and_nothing_that_reaches_a_network() -> None:
    modules = _modules(*_validator())

    assert set(_validator()) <= modules
    assert modules & (MODEL_LIBRARIES | NETWORK | {"pluggy", "pydantic"}) == set()


def test_nor_does_it_from_within_a_function() -> None:
    waiting, ours, outside = _validator(), set[str](), set[str]()
    while waiting:
        module = waiting.pop()
        if module not in ours:
            ours.add(module)
            imported = _imported(module)
            waiting += [name for name in imported if name.startswith("poa_ai")]
            outside |= {name for name in imported if not name.startswith("poa_ai")}

    assert "poa_ai.findings" in ours
    assert outside & NETWORK == set()
    assert {name.partition(".")[0] for name in outside} <= sys.stdlib_module_names


def _validator() -> list[str]:
    path = poa_ai.validation.__path__
    return [
        "poa_ai.validation",
        *(f"poa_ai.validation.{module.name}" for module in pkgutil.iter_modules(path)),
    ]


def _run(arguments: list[str], folder: Path) -> tuple[int, set[str]]:
    """Exit code and loaded modules of one command, run in a process of its own."""
    out = folder / "loaded.json"
    command = [sys.executable, "-c", _RUN, str(out), *arguments]
    subprocess.run(command, check=True, capture_output=True, timeout=60, cwd=folder)
    code, modules = json.loads(out.read_text(encoding="utf-8"))
    return code, set(modules)


def _modules(*names: str) -> set[str]:
    """What is loaded in a new process once these modules are imported."""
    code = f"import json, sys, {', '.join(names)}\nprint(json.dumps(list(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60)
    return set(json.loads(ran.stdout))


def _imported(module: str) -> set[str]:
    """The modules that the source of a module names in its imports, wherever they stand."""
    spec = find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    found: set[str] = set()
    for node in ast.walk(ast.parse(Path(spec.origin).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            package = node.module or ""
            found |= {
                package,
                *(f"{package}.{name.name}" for name in node.names if _is_ours(package, name.name)),
            }
    return found


def _is_ours(package: str, name: str) -> bool:
    spec = find_spec(package) if package.startswith("poa_ai") else None
    return bool(spec and spec.submodule_search_locations and find_spec(f"{package}.{name}"))
