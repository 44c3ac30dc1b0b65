"""The documents of the project and their fenced blocks."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def read(name: str) -> str:
    """The text of a document, by its path from the root."""
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    """The contents of the blocks of one language ("sh", "python"), in order."""
    return [body for kind, body in _BLOCK.findall(read(name)) if kind == language]


def commands(name: str) -> list[str]:
    """The command lines of a document: those of its sh blocks, and those after a $ in its console blocks."""
    lines = [line for block in blocks(name, "sh") for line in block.splitlines()]
    prompts = [line for block in blocks(name, "console") for line in block.splitlines() if line[:2] == "$ "]
    return lines + [line[2:] for line in prompts]


def steps(session: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a console block with the lines shown below it."""
    for part in re.split(r"^\$ ", session, flags=re.MULTILINE)[1:]:
        command, *shown = part.splitlines()
        yield command, shown


def printed_as(shown: Sequence[str]) -> str:
    """What is printed, as a pattern: a line of dots stands for any lines, dots in one for any part of it."""
    return "".join(
        r"(?:.*\n)*?" if line == "..." else re.escape(line).replace(r"\ \.\.\.", " .*") + "\n"
        for line in shown
    )
