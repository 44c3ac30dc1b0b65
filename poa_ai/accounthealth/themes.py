"""What buyers complain of, in themes: by the code of a return reason, or by the words of a comment."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from poa_ai.errors import DataFileError
from poa_ai.normalised import normalise
from poa_ai.packagefiles import package_folder
from poa_ai.patterns import Pattern, compile_pattern, occurs
from poa_ai.tomlfile import Table, read_toml

_PREFIXES = ("CR_", "AMZ_PG_", "AMZ_", "PG_")


@dataclass(frozen=True, slots=True)
class Theme:
    """A complaint that buyers share: `told` ends "returned as ...", `about` ends "ratings about ...".

    `kinds` maps an issue type to the kind of cause that it may show.
    """

    id: str
    told: str
    about: str
    codes: frozenset[str]
    words: tuple[Pattern, ...]
    kinds: Mapping[str, str]
    finds: tuple[str, ...] = ()
    ignores: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Themes:
    """All themes, and the codes of reasons that show no cause on the seller's side."""

    themes: tuple[Theme, ...]
    no_cause: frozenset[str]

    def of_code(self, reason: str) -> Theme | None:
        """The theme of a return reason such as "CR-DEFECTIVE"; None for one that has none."""
        code = plain_code(reason)
        return next((theme for theme in self.themes if code in theme.codes), None)

    def of_comment(self, comment: str) -> Theme | None:
        """The first theme whose words the comment holds; None where it holds none."""
        text = normalise(comment)
        return next((theme for theme in self.themes if occurs(theme.words, text)), None)


def plain_code(reason: str) -> str:
    """A return reason as the list of codes has it: capitals, underscores, no prefix."""
    code = "_".join(reason.upper().replace("-", " ").replace("_", " ").split())
    for prefix in _PREFIXES:
        code = code.removeprefix(prefix)
    return code


@cache
def load_themes() -> Themes:
    """The themes of reasons.toml. Raises DataFileError for a file that is wrong."""
    folder = package_folder("poa_ai.accounthealth")
    root = read_toml(folder / "reasons.toml", "poa_ai/accounthealth/reasons.toml", DataFileError)
    root.only(["theme", "no_cause"])
    none = (code for table in root.tables("no_cause") for code in table.only(["codes"]).strings("codes"))
    return Themes(tuple(_theme(table) for table in root.tables("theme")), frozenset(none))


def _theme(table: Table) -> Theme:
    table.only(["id", "told", "about", "codes", "words", "kinds", "finds", "ignores"])
    return Theme(
        table.get("id", str),
        table.get("told", str),
        table.get("about", str),
        frozenset(table.strings("codes")),
        tuple(compile_pattern(word) for word in table.strings("words", required=True)),
        dict(table.get("kinds", dict)),
        table.strings("finds", required=True),
        table.strings("ignores", required=True),
    )
