"""The ids of the findings that code makes, read from its source."""

import ast
from collections.abc import Iterator
from pathlib import Path

from poa_ai.validation.checks import CATEGORIES
from poa_ai.values import Kind


def ids_in(folder: Path) -> dict[str, str]:
    """Each id that a module below the folder makes, with the module's name.

    An id is found where it is written out, where a function makes it of a name that it is given
    (`f"structure.{name}"`, called with the name), and where it is that of a kind of value.
    """
    found: dict[str, str] = {}
    for file in sorted(folder.rglob("*.py")):
        for id in _ids(ast.parse(file.read_text(encoding="utf-8"))):
            found.setdefault(id, file.name)
    return found


def _ids(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_id(node.value):
            yield node.value
        elif isinstance(node, ast.FunctionDef):
            for made in ast.walk(node):
                if isinstance(made, ast.JoinedStr):
                    yield from _made(made, node, tree)


def _made(made: ast.JoinedStr, function: ast.FunctionDef, tree: ast.Module) -> Iterator[str]:
    """The ids of an f-string that begins with a category and ends with one value."""
    match made.values:
        case [ast.Constant(value=str(start)), ast.FormattedValue(value=value)] if _is_id(f"{start}x"):
            if isinstance(value, ast.Name):
                yield from (f"{start}{name}" for name in _names(function, value.id, tree))
            elif isinstance(value, ast.Attribute) and value.attr == "kind":
                yield from (f"{start}{kind}" for kind in Kind)


def _names(function: ast.FunctionDef, argument: str, tree: ast.Module) -> Iterator[str]:
    """What the calls of a function give as one of its arguments, where they write it out."""
    place = [given.arg for given in function.args.args].index(argument)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == function.name:
            given = node.args[place]
            if isinstance(given, ast.Constant):
                yield str(given.value)


def _is_id(text: str) -> bool:
    category, dot, name = text.partition(".")
    return category in CATEGORIES and bool(dot) and bool(name) and name.replace("-", "a").isalnum()
