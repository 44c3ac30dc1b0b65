"""A prompt file: Markdown with TOML front matter, read strictly.

    +++
    purpose = "What the prompt is for."
    inputs = ["facts"]
    includes = ["shared/voice"]
    reply = "section"
    max_output_tokens = 1200
    [example]
    facts = "F1: ..."
    +++
    # system
    {shared/voice}
    # user
    {facts}

Between the two, `# example` and `# answer` may show a request and the answer to it, as turns of their own. A
prompt that follows the answer to another one has no `# system`.

`{name}` is an input, `{folder/name}` an include; `{{` and `}}` are braces. There is no logic, no index
and no format. An include is plain text, taken as it stands.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from string import Formatter

from poa_ai.errors import PromptError
from poa_ai.prompt import Prompt
from poa_ai.tomlfile import Table, parse_toml

FENCE = "+++"
"""The line before and after the front matter."""
REPLIES = ("section", "review")
"""The kinds of reply that a prompt may ask for."""
MAX_OUTPUT_TOKENS = 16_000
"""No prompt may ask for more."""

_KEYS = ("purpose", "inputs", "includes", "reply", "max_output_tokens", "example")
_INPUT = re.compile(r"[a-z][a-z0-9_]{0,63}")
_INCLUDE = re.compile(r"[a-z0-9_-]{1,64}/[a-z0-9_-]{1,64}")
_HEADING = re.compile(r"#\s*(system|example|answer|user)\s*", re.IGNORECASE)
_ORDERS = (["system", "user"], ["system", "example", "answer", "user"], ["user"])


def parse_prompt(name: str, data: bytes, path: str, includes: Mapping[str, str]) -> Prompt:
    """The prompt in a file's bytes; `name` becomes its id, `includes` are the texts there are, by id.

    Raises PromptError with file and line.
    """
    text = normalised_text(data, path)
    front, body, body_line = _split(text, path)
    table = parse_toml(f"\n{front}".encode(), path, PromptError).only(_KEYS)  # line 1 is the fence
    inputs = table.strings("inputs", required=True)
    named = table.strings("includes")
    for include in named:
        if not _INCLUDE.fullmatch(include) or include not in includes:
            raise table.fail(
                f"no include '{include}'; known: {', '.join(sorted(includes)) or 'none'}", "includes"
            )
    for given in inputs:
        if not _INPUT.fullmatch(given):
            raise table.fail(f"input '{given}' must be lower-case letters, digits and _", "inputs")
    system, example, answer, user = _messages(body, body_line, path)
    _check_names(body, body_line, path, {*inputs, *named})
    tokens = table.get("max_output_tokens", int)
    if not 0 < tokens <= MAX_OUTPUT_TOKENS:
        raise table.fail(f"'max_output_tokens' must be 1 to {MAX_OUTPUT_TOKENS}", "max_output_tokens")
    included = {include: includes[include] for include in named}
    return Prompt(
        id=name,
        path=path,
        purpose=table.get("purpose", str),
        inputs=inputs,
        includes=named,
        reply=table.choice("reply", REPLIES),
        max_output_tokens=tokens,
        example=_example(table, inputs),
        system=system,
        shown=(example, answer),
        user=user,
        sha256=hashlib.sha256(json.dumps([text, sorted(included.items())]).encode()).hexdigest(),
        included=included,
    )


def normalised_text(data: bytes, path: str) -> str:
    """Text with LF line ends, no trailing blanks and one line end at its end. Raises PromptError."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PromptError(f"{path}: not UTF-8 text") from None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).rstrip("\n") + "\n"


def _split(text: str, path: str) -> tuple[str, str, int]:
    """Front matter, body, and the line in the file at which the body starts."""
    lines = text.split("\n")
    if lines[0] != FENCE:
        raise PromptError(f"{path}:1: a prompt starts with a line '{FENCE}' and its front matter")
    if FENCE not in lines[1:]:
        raise PromptError(f"{path}:1: the front matter has no closing line '{FENCE}'")
    end = lines.index(FENCE, 1)
    return "\n".join(lines[1:end]), "\n".join(lines[end + 1 :]), end + 2


def _messages(body: str, first_line: int, path: str) -> tuple[str, ...]:
    """The texts of system, example, answer and user; "" for one that is not there."""
    texts: dict[str, list[str]] = {}
    current: list[str] | None = None
    for number, line in enumerate(body.split("\n"), first_line):
        heading = _HEADING.fullmatch(line)
        if heading and heading[1].lower() not in texts:
            current = texts[heading[1].lower()] = []
        elif current is not None:
            current.append(line)
        elif line:
            raise PromptError(f"{path}:{number}: text before the heading '# system'")
    if list(texts) not in _ORDERS:
        raise PromptError(
            f"{path}:{first_line}: a prompt has the headings '# system' and '# user', in this order, with or "
            "without '# example' and '# answer' between them"
        )
    filled = {role: "\n".join(lines).strip() for role, lines in texts.items()}
    if empty := next((role for role, text in filled.items() if not text), None):
        raise PromptError(f"{path}:{first_line}: an empty '# {empty}'")
    return tuple(filled.get(role, "") for role in ("system", "example", "answer", "user"))


def _check_names(body: str, first_line: int, path: str, names: set[str]) -> None:
    used: set[str] = set()
    for number, line in enumerate(body.split("\n"), first_line):
        for name in _names(line, f"{path}:{number}"):
            if name not in names:
                raise PromptError(f"{path}:{number}: {{{name}}} is neither an input nor an include")
            used.add(name)
    if unused := sorted(names - used):
        raise PromptError(f"{path}:{first_line}: named in the front matter but not used: {', '.join(unused)}")


def _names(line: str, where: str) -> Iterator[str]:
    try:
        fields = list(Formatter().parse(line))
    except ValueError as reason:
        raise PromptError(f"{where}: {reason}; write {{{{ or }}}} for a brace") from None
    for _, name, form, conversion in fields:
        if name is None:
            continue
        if form or conversion or not (_INPUT.fullmatch(name) or _INCLUDE.fullmatch(name)):
            raise PromptError(
                f"{where}: '{{{name[:40]}}}' is no plain name; write {{name}} or {{folder/name}}"
            )
        yield name


def _example(table: Table, inputs: tuple[str, ...]) -> Mapping[str, str]:
    example = table.table("example")
    if example is None:
        raise table.fail("a prompt without an [example] does not load: give a value for each input")
    example.only(inputs)
    return {name: example.get(name, str) for name in inputs}
