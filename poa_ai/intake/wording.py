"""The wording of notices, by family.

A value that a phrase speaks of stands in it as a word of its own: `thatspan` (a length of time), `thatday`,
`thatrate` (a percentage); other values of these kinds are `otherspan`, `otherday`, `otherrate`.
"""

from collections.abc import Mapping
from functools import cache

from poa_ai.normalised import NormalisedText
from poa_ai.packagefiles import package_folder
from poa_ai.wordfamilies import Family, read_families

FILES = ("wording.toml", "timewords.toml", "documentwords.toml")


@cache
def wording() -> Mapping[str, Family]:
    """All families, by id. Raises RuleError where a file is wrong."""
    folder = package_folder("poa_ai") / "intake"
    return {
        id: family
        for name in FILES
        for id, family in read_families(folder / name, f"poa_ai/intake/{name}").items()
    }


def hears(id: str, text: NormalisedText | str) -> bool:
    """Whether a phrase of the family `id` occurs in the text."""
    return wording()[id].heard(text)
