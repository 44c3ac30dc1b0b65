"""Settings: the file, then the environment, then flags; whatever is wrong is named."""

from pathlib import Path

import pytest

from poa_ai.allowance import Allowance
from poa_ai.errors import SettingsError
from poa_ai.settings import Settings, load_settings

FULL = """\
model = "openai:a"
base_url = "http://127.0.0.1:1/v1"
timeout = 5
temperature = 0.5
seed = 3
without = ["odr"]
prompts = "mine"
"""


def load(folder: Path, text: str | None = None, **environment: str) -> Settings:
    if text is not None:
        (folder / "poa-ai.toml").write_text(text, encoding="utf-8")
    return load_settings(folder, environment)


def test_without_anything_no_model_is_named(tmp_path: Path) -> None:
    assert load(tmp_path) == Settings()
    assert Settings().model is None


def test_a_key_alone_names_no_model(tmp_path: Path) -> None:
    assert load(tmp_path, OPENAI_API_KEY="sk-x").model is None


def test_every_key_of_the_file_counts(tmp_path: Path) -> None:
    assert load(tmp_path, FULL) == Settings(
        "openai:a", "http://127.0.0.1:1/v1", 5.0, 0.5, 3, ("odr",), tmp_path / "mine"
    )


def test_what_may_stand_has_its_place(tmp_path: Path) -> None:
    text = """\
[[allow]]
rule = "emotive.thanks"
because = "  the word of  a quoted buyer "
path = "letters/*.md"

[[allow]]
rule = "blame"
"""
    assert load(tmp_path, text).allow == (
        Allowance("emotive.thanks", "the word of a quoted buyer", "letters/*.md", "poa-ai.toml", 1),
        Allowance("blame", "", None, "poa-ai.toml", 6),
    )


def test_the_environment_goes_before_the_file_and_flags_before_both(tmp_path: Path) -> None:
    settings = load(
        tmp_path,
        FULL,
        POA_AI_MODEL="openai:b",
        POA_AI_WITHOUT=" x, ,y",
        POA_AI_TIMEOUT="7",
        POA_AI_BASE_URL="http://h/v1",
    )
    assert (settings.model, settings.base_url, settings.timeout) == ("openai:b", "http://h/v1", 7.0)
    assert settings.without == ("x", "y")
    assert settings.seed == 3
    flagged = settings.with_flags(model="openai:c", base_url=None)
    assert (flagged.model, flagged.base_url) == ("openai:c", "http://h/v1")


def test_empty_variables_are_as_good_as_none(tmp_path: Path) -> None:
    assert load(tmp_path, POA_AI_MODEL="", POA_AI_TIMEOUT="", POA_AI_WITHOUT="") == Settings()


@pytest.mark.parametrize(
    "text",
    [
        "modell = 'x'",
        "model = 5",
        "model = ''",
        "timeout = -1",
        "timeout = inf",
        "seed = 1.5",
        "without = [1]",
        "[a]",
        "allow = 'emotive'",
        "[[allow]]\nbecause = 'x'",
        "[[allow]]\nrule = ''\nbecause = 'x'",
        "[[allow]]\nrule = 'emotive'\nbecause = 5",
        "[[allow]]\nrule = 'emotive'\nbecause = 'x'\npath = ''",
        "[[allow]]\nrule = 'emotive'\nbecuse = 'x'",
    ],
)
def test_a_wrong_file_is_refused_by_name(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError, match=r"poa-ai\.toml"):
        load(tmp_path, text)


@pytest.mark.parametrize("value", ["soon", "-1", "nan", "inf"])
def test_a_wrong_timeout_variable_is_refused_by_name(tmp_path: Path, value: str) -> None:
    with pytest.raises(SettingsError, match="POA_AI_TIMEOUT"):
        load(tmp_path, POA_AI_TIMEOUT=value)


@pytest.mark.parametrize(
    "address", ["notaurl", "http//x/v1", "ftp://h/v1", "http://", "http://h o/v1", "http://h:99999"]
)
def test_an_address_that_is_none_is_refused_before_anything_is_sent(tmp_path: Path, address: str) -> None:
    with pytest.raises(SettingsError, match=r"POA_AI_BASE_URL: .* is no address; write one like http"):
        load(tmp_path, POA_AI_BASE_URL=address)
    with pytest.raises(SettingsError, match=r"poa-ai\.toml: 'base_url': .* is no address"):
        load(tmp_path, f'base_url = "{address}"\n')
