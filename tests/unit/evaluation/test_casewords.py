"""The file of words: whatever is not known or not whole is refused, with its line."""

from importlib.resources import files

import pytest

from poa_ai.errors import DataFileError
from poa_ai.evaluation.casewords import PATH, read_case_words
from poa_ai.tomlfile import parse_toml

GOOD = (files("poa_ai") / "evaluation" / "casewords.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("houses = [", "house = [", "did you mean 'houses'"),
        ("asks = [", "asks = []\nclosings2 = [", "unknown key 'closings2'"),
        ('form = "LLC"', 'shape = "LLC"', "unknown key 'shape'"),
        ('kind = "untracked-mail"', 'sort = "untracked-mail"', "unknown key 'sort'"),
        ("least = 1.2", "least = 0.9", "must rise"),
        ("windows = [60]", "windows = []", "whole numbers of days"),
        ("windows = [60]", 'windows = ["60"]', "whole numbers of days"),
        ("for the {product} were sent", "for the {thing} were sent", "'{thing}' in 'statement' is no value"),
        ("for the {product} were sent", "for the {product were sent", "'statement': expected '}'"),
        ("for the {product} were sent", "for the {} were sent", "'{}' in 'statement' is no value"),
        ('report = ["claims_report", ', 'report = ["claims_report", "again", ', "must be kind and title"),
        ('fact = "{part} of the {count} defects were A-to-z claims for undelivered', "", "not TOML"),
    ],
)
def test_a_file_with_a_mistake_is_refused_with_its_line(before: str, after: str, told: str) -> None:
    assert before in GOOD
    broken = GOOD.replace(before, after, 1)
    with pytest.raises(DataFileError) as error:
        read_case_words(parse_toml(broken.encode(), PATH, DataFileError))
    assert told in str(error.value)
    assert str(error.value).startswith(PATH)


def test_an_issue_type_without_causes_is_refused() -> None:
    head = GOOD.partition("[[issue]]")[0]
    with pytest.raises(DataFileError, match="no causes"):
        read_case_words(
            parse_toml((head + '[[issue]]\nid = "odr"\nnotice = ["x"]\n').encode(), PATH, DataFileError)
        )
