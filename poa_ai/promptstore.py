"""All prompts there are, by id, with the user's own in place of those that they override."""

import difflib
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Self

from poa_ai.errors import PromptError
from poa_ai.prompt import Prompt
from poa_ai.promptfile import FENCE, normalised_text, parse_prompt

MAX_BYTES = 200_000
"""A prompt file larger than this is refused unread."""

_SUFFIX = ".md"


@dataclass(frozen=True, slots=True)
class _Source:
    path: str
    data: bytes

    @property
    def is_prompt(self) -> bool:
        """A prompt starts with front matter; any other file is an include."""
        return self.data.removeprefix(b"\xef\xbb\xbf").startswith(FENCE.encode())


@dataclass(frozen=True, slots=True)
class PromptStore:
    """Prompt files by id: `folder/section.md` of namespace "odr" is "odr/section".

    A prompt is parsed when it is first asked for, so a broken one harms nobody else.
    """

    _sources: Mapping[str, _Source]
    _overridden: Mapping[str, _Source]
    _known: dict[str, Prompt] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, folders: Mapping[str, Traversable], overrides: Path | None = None) -> Self:
        """The prompts of all namespaces. `overrides` is a folder with the same paths: odr/section.md.

        Raises PromptError for a folder or a file that can't be read, and for an override of nothing.
        """
        sources = dict(
            pair for name, folder in sorted(folders.items()) for pair in _files(name, folder, name)
        )
        if overrides is None:
            return cls(sources, {})
        own = dict(_overrides(overrides))
        for name, source in own.items():
            if name not in sources:
                raise PromptError(f"{source.path}: overrides no prompt; {_nearest(name, sources)}")
            if source.is_prompt != sources[name].is_prompt:
                kind = "a prompt with front matter" if sources[name].is_prompt else "an include, plain text"
                raise PromptError(f"{source.path}:1: must be {kind}, as {sources[name].path} is")
        return cls({**sources, **own}, {name: sources[name] for name in own})

    @property
    def fingerprint(self) -> str:
        """SHA-256 (hex) over all files, changed by any byte of any of them."""
        seen = hashlib.sha256()
        for name, source in sorted(self._sources.items()):
            seen.update(f"{name} {len(source.data)} ".encode() + source.data)
        return seen.hexdigest()

    def ids(self) -> tuple[str, ...]:
        """The ids of all prompts, sorted; includes are none."""
        return tuple(sorted(name for name, source in self._sources.items() if source.is_prompt))

    def get(self, name: str) -> Prompt:
        """The prompt of that id, "odr/section".

        Raises PromptError where there is none, where its file is wrong, or where an override changes
        inputs, includes or reply.
        """
        if name not in self._known:
            self._known[name] = self._read(name)
        return self._known[name]

    def _read(self, name: str) -> Prompt:
        source = self._sources.get(name)
        if source is None or not source.is_prompt:
            raise PromptError(f"there is no prompt '{name}'; {_nearest(name, self.ids())}")
        prompt = self._parsed(name, source)
        if name in self._overridden:
            original = self._parsed(name, self._overridden[name])
            if prompt.contract != original.contract:
                raise PromptError(
                    f"{prompt.path}:1: an override keeps inputs, includes and reply of {original.path}: "
                    f"inputs {', '.join(original.inputs)}; includes {', '.join(original.includes) or 'none'}"
                    f"; reply {original.reply}"
                )
        return prompt

    def _parsed(self, name: str, source: _Source) -> Prompt:
        includes = {
            include: normalised_text(other.data, other.path)
            for include, other in self._sources.items()
            if not other.is_prompt
        }
        return parse_prompt(name, source.data, source.path, includes)


def _files(namespace: str, folder: Traversable, shown: str) -> Iterator[tuple[str, _Source]]:
    try:
        files = sorted(
            (file for file in folder.iterdir() if file.name.endswith(_SUFFIX)), key=lambda f: f.name
        )
        for file in files:
            yield f"{namespace}/{file.name.removesuffix(_SUFFIX)}", _read(file, f"{shown}/{file.name}")
    except OSError as reason:
        raise PromptError(f"{shown}: can't be read ({reason.strerror or type(reason).__name__})") from None


def _read(file: Traversable, path: str) -> _Source:
    with file.open("rb") as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise PromptError(f"{path}: larger than {MAX_BYTES} bytes")
    return _Source(path, data)


def _overrides(folder: Path) -> Iterator[tuple[str, _Source]]:
    if not folder.is_dir():
        raise PromptError(f"{folder}: no such folder of prompts")
    for namespace in sorted(entry for entry in folder.iterdir() if entry.is_dir()):
        yield from _files(namespace.name, namespace, str(namespace))


def _nearest(name: str, known: Mapping[str, _Source] | tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name, list(known), 1)
    return f"did you mean '{near[0]}'?" if near else f"known: {', '.join(sorted(known)) or 'none'}"
