"""Every error that poa-ai raises on purpose, with the exit code it ends a command with.

PoaError
├── UsageError            2   wrong use of a command
├── InputError            3   what the seller gave
│   ├── FactsError            facts.json, with every problem at once
│   ├── LetterError           a letter to be checked
│   ├── IssueMatchError       no issue type fits, or a cause has no owner
│   └── WrongArtefactError    the notice wants something else than a plan
├── DataFileError         4   our own or a plugin's files
│   ├── SettingsError         poa-ai.toml or a POA_AI_ variable
│   ├── RuleError             a rule file
│   ├── IssueTypeError        an issue.toml
│   ├── PromptError           a prompt file
│   ├── SuiteError            a suite of evals, one of its cases, or a baseline
│   └── PluginError           a plugin as a whole
├── ModelError            5   the language model
│   ├── UnusableReplyError    it answered, and the answer is none
│   ├── StaleRecordingError   a recording holds no answer to this prompt
│   └── NotAskedError         a prompt that was never sent
└── InternalError        70   a bug in poa-ai
"""

from collections.abc import Iterable
from typing import NamedTuple


def one_line(text: str) -> str:
    """The text as a terminal may show it: on one line, with control characters as `\\x1b`."""
    joined = " ".join(text.split())
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in joined)


class PoaError(Exception):
    """Base of all errors raised on purpose. `lines` is what a person is shown, a line per problem."""

    exit_code = 70

    @property
    def lines(self) -> tuple[str, ...]:
        """The message, one entry per line to print; never empty."""
        return (one_line(str(self)) or type(self).__name__,)


class UsageError(PoaError):
    """A command was used in a way it does not have."""

    exit_code = 2


class InputError(PoaError):
    """Something the seller gave can't be used."""

    exit_code = 3


class Problem(NamedTuple):
    """One thing wrong in a file: where it is, what is wrong, what would be right.

    `pointer` is a JSON pointer (RFC 6901), or "" where the file as a whole is meant.
    """

    path: str
    pointer: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """Path, place, fault and remedy on one line."""
        where = f"{self.path}: {self.pointer}: " if self.pointer else f"{self.path}: "
        line = where + self.message + (f"; {self.hint}" if self.hint else "")
        return one_line(line)


class FactsError(InputError):
    """The facts can't be used; carries every problem found, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    @property
    def lines(self) -> tuple[str, ...]:
        """One line per problem."""
        return tuple(map(str, self.problems))


class LetterError(InputError):
    """A letter can't be read."""


class IssueMatchError(InputError):
    """No issue type fits the case, or a root cause belongs to none of those there are."""


class WrongArtefactError(InputError):
    """The notice wants documents, an acknowledgement or nothing written, so that a plan would be refused."""


class DataFileError(PoaError):
    """A file of poa-ai, of a plugin or of the settings can't be used."""

    exit_code = 4


class SettingsError(DataFileError):
    """The settings file or a settings variable is wrong."""


class RuleError(DataFileError):
    """A rule file is wrong; names file, line, rule and what would be right."""


class IssueTypeError(DataFileError):
    """An issue.toml is wrong; names file, line and key."""


class PromptError(DataFileError):
    """A prompt can't be loaded or rendered; names file and line."""


class SuiteError(DataFileError):
    """A suite of evals can't be used; names file, line, case and what would be right."""


class PluginError(DataFileError):
    """A plugin failed; names the plugin, and the distribution that brought it where known."""


class ModelError(PoaError):
    """The language model gave no usable answer.

    `transient` tells that asking again may help, `retry_after` (seconds) when the server wants to be asked
    again; None where it did not say. `charged` tells that the provider may charge for the failed call.
    """

    exit_code = 5

    def __init__(
        self,
        message: str,
        *,
        transient: bool = False,
        retry_after: float | None = None,
        charged: bool = False,
    ) -> None:
        super().__init__(message)
        self.transient = transient
        self.retry_after = retry_after
        self.charged = charged


class UnusableReplyError(ModelError):
    """An answer that came and is none: refused, empty, far too long. Asking again gives the same."""

    def __init__(self, message: str) -> None:
        super().__init__(message, charged=True)


class StaleRecordingError(ModelError):
    """A recording holds no answer to a prompt: the prompt or the facts have changed since."""


class NotAskedError(ModelError):
    """A prompt was not sent: there is nothing to tell in it, or it is too long."""


class InternalError(PoaError):
    """A promise that poa-ai makes to itself is broken: a bug."""
