"""The words by which documents are read: labels, forms of company, papers that are never marked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from poa_ai.errors import DataFileError
from poa_ai.packagefiles import package_folder
from poa_ai.tomlfile import Table, parse_toml, read_data

_FILE = "vocabulary.toml"


@dataclass(frozen=True)
class Vocabulary:
    """What stands in vocabulary.toml, with the patterns made of it.

    `fields` tells for each name of a field, in lower case, what is looked for.
    """

    labels: dict[str, tuple[str, ...]]
    company: tuple[str, ...]
    street: tuple[str, ...]
    unmarked_issues: tuple[str, ...]
    unmarked_kinds: tuple[str, ...]
    unmarked_words: tuple[str, ...]
    fields: dict[str, str]

    def label(self, name: str) -> re.Pattern[str]:
        """The labels of that name as whole words anywhere, longest first."""
        return self._labels[name]

    @cached_property
    def _labels(self) -> dict[str, re.Pattern[str]]:
        return {name: any_of(words) for name, words in self.labels.items()}

    @cached_property
    def company_form(self) -> re.Pattern[str]:
        """A form of company behind a name: "Ltd." in "Brightwater Home Goods Ltd."."""
        forms = "|".join(re.escape(form).replace(r"\.", r"\.?") for form in _longest_first(self.company))
        return re.compile(
            rf"(?<=\w[ ,])(?:{forms})\.?(?![\w&])|(?<=\w, )(?:{forms})\.?(?![\w&])", re.IGNORECASE
        )

    @cached_property
    def street_word(self) -> re.Pattern[str]:
        """A word that names a street or a house, and German names that end with one."""
        words = "|".join(map(re.escape, _longest_first(self.street)))
        return re.compile(
            rf"(?<!\w)(?:{words})(?!\w)|\w(?:stra(?:ß|ss)e|str\.|weg|platz|allee)(?!\w)", re.IGNORECASE
        )

    @cached_property
    def unmarked_word(self) -> re.Pattern[str]:
        """Words that only papers hold that are never marked."""
        return any_of(self.unmarked_words)

    @cached_property
    def unmarked_title(self) -> re.Pattern[str]:
        """Names of such papers, as a title or a file name has them."""
        return any_of(kind.replace("_", " ") for kind in self.unmarked_kinds if len(kind) >= 4)


def any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of the phrases as whole words in any case, the longest where several begin at one place."""
    words = (r"\s".join(map(re.escape, phrase.split())) for phrase in _longest_first(phrases))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])", re.IGNORECASE)


def load_vocabulary() -> Vocabulary:
    """The vocabulary that comes with the package. Raises DataFileError where the file is wrong."""
    file = package_folder("poa_ai.evidence") / _FILE
    root = parse_toml(read_data(file, _FILE, DataFileError), _FILE, DataFileError)
    root.only(("labels", "names", "never_marked", "field"))
    labels, names, never = (_part(root, name) for name in ("labels", "names", "never_marked"))
    labels.only(kinds := ("issue_date", "other_date", "buyer", "supplier", "quantity"))
    names.only(("company", "street"))
    never.only(("issues", "kinds", "words"))
    fields: dict[str, str] = {}
    for entry in root.tables("field"):
        entry.only(("shows", "named"))
        fields |= dict.fromkeys(entry.strings("named", required=True), entry.get("shows", str))
    return Vocabulary(
        {kind: labels.strings(kind, required=True) for kind in kinds},
        names.strings("company", required=True),
        names.strings("street", required=True),
        never.strings("issues", required=True),
        never.strings("kinds", required=True),
        never.strings("words", required=True),
        fields,
    )


def _part(root: Table, name: str) -> Table:
    part = root.table(name)
    if part is None:
        raise root.fail(f"the table '{name}' is missing", name)
    return part


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted(words, key=len, reverse=True)
