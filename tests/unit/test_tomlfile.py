"""Our TOML files: strict on keys and types, and every fault with its line."""

from importlib.resources.abc import Traversable
from pathlib import Path
from typing import cast

import pytest

from poa_ai.errors import DataFileError, RuleError, SettingsError
from poa_ai.tomlfile import MAX_BYTES, Table, parse_toml, read_toml

TEXT = """\
title = "x"
count = 3
names = ["a", "b"]

[limits]
share = 1

[[rule]]
id = "first"
[[rule.case]]
text = "a"

[[rule]]
id = "second"
text = ""
flag = true
[[rule.case]]
text = "b"
txet = "c"
"""


def table(text: str = TEXT) -> Table:
    return parse_toml(text.encode(), "x.toml", SettingsError)


def fails(error: pytest.ExceptionInfo[DataFileError], *told: str) -> None:
    assert all(part in str(error.value) for part in told), str(error.value)


def test_values_come_by_key_and_type() -> None:
    root = table()
    assert root.get("title", str) == "x"
    assert root.get("count", int) == 3
    assert root.get("count", float) == 3.0
    assert root.get("absent", str, "d") == "d"
    assert root.strings("names") == ("a", "b")
    assert root.strings("absent") == ()
    limits = root.table("limits")
    assert limits is not None
    assert limits.get("share", float) == 1.0
    assert root.table("absent") is None


def test_an_unknown_key_names_its_line_and_the_nearest_known() -> None:
    second = table().tables("rule")[1].tables("case", "rule.case")[0]
    with pytest.raises(SettingsError) as caught:
        second.only(("text", "label"))
    fails(caught, "x.toml:19:", "unknown key 'txet'", "did you mean 'text'?")


def test_an_unknown_key_like_no_other_lists_the_known() -> None:
    with pytest.raises(SettingsError) as caught:
        table("zzz = 1").only(("b", "a"))
    fails(caught, "x.toml:1:", "known keys: a, b")


@pytest.mark.parametrize(
    ("read", "told"),
    [
        (lambda t: t.get("absent", str), "'absent' is missing"),
        (lambda t: t.get("title", int), "x.toml:1: 'title' must be a whole number, not a string"),
        (lambda t: t.get("count", str), "x.toml:2: 'count' must be a string, not a whole number"),
        (lambda t: t.get("count", bool), "must be true or false"),
        (lambda t: t.tables("rule")[1].get("flag", int), "[[rule]] second: 'flag' must be a whole number"),
        (lambda t: t.tables("rule")[1].get("text", str), "x.toml:15: [[rule]] second: 'text' is empty"),
        (lambda t: t.tables("rule")[0].get("text", str), "x.toml:8: [[rule]] first: 'text' is missing"),
        (lambda t: t.choice("title", ("y", "z")), "'title' is 'x'; it must be one of: y, z"),
        (lambda t: t.strings("none", required=True), "'none' is missing"),
        (lambda t: t.tables("names"), "list of tables, written [[names]]"),
        (lambda t: t.table("title"), "must be a table"),
    ],
)
def test_wrong_values_are_named(read: object, told: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(table())  # type: ignore[operator]
    fails(caught, told)


@pytest.mark.parametrize("text", ["names = []", 'names = [""]', "names = [1]"])
def test_a_required_list_of_strings_holds_some(text: str) -> None:
    with pytest.raises(SettingsError):
        table(text).strings("names", required=True)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"a = ", "not TOML"),
        (b"a = 1\na = 2\nb = 3", "line 2"),
        (b"a = '\xff'", "not UTF-8"),
        (b"#" * (MAX_BYTES + 1), "larger than"),
        (b"a = " + b"[" * 20_000, "not TOML"),
    ],
)
def test_a_file_that_is_no_toml_is_refused(data: bytes, told: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse_toml(data, "rules.toml", RuleError)
    fails(caught, "rules.toml", told)


def test_a_file_that_cant_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="can't be read"):
        read_toml(cast("Traversable", tmp_path / "absent.toml"), "absent.toml", RuleError)
