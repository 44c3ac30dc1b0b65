"""Writing: all files or none, and never over what somebody has edited."""

import json
import os
from pathlib import Path

import pytest

from poa_ai.errors import UsageError
from poa_ai.output import fingerprint, write_files, write_text


def written(text: str) -> dict[str, str]:
    return {"plan.md": text, "report.json": json.dumps({"files": {"plan.md": fingerprint(text)}})}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_files_are_written_as_given_and_readable(tmp_path: Path) -> None:
    assert write_files(tmp_path / "a" / "b", written("é\n")) == ()
    assert (tmp_path / "a/b/plan.md").read_bytes() == "é\n".encode()
    assert (tmp_path / "a/b/plan.md").stat().st_mode & 0o777 == 0o644


def test_an_unedited_file_is_replaced(tmp_path: Path) -> None:
    write_files(tmp_path, written("one"))
    assert write_files(tmp_path, written("two")) == ()
    assert names(tmp_path) == ["plan.md", "report.json"]
    assert (tmp_path / "plan.md").read_text() == "two"


def test_each_edited_file_is_kept_under_a_name_of_its_own(tmp_path: Path) -> None:
    for number in (1, 2):
        write_files(tmp_path, written("draft"))
        (tmp_path / "plan.md").write_text(f"edit {number}")
        assert write_files(tmp_path, written("draft")) == (f"plan.edited-{number}.md",)
    assert (tmp_path / "plan.edited-1.md").read_text() == "edit 1"
    assert (tmp_path / "plan.edited-2.md").read_text() == "edit 2"
    assert (tmp_path / "plan.md").read_text() == "draft"


@pytest.mark.parametrize(
    "report", [None, "not json", "[]", "{}", '{"files": null}', '{"files": {"plan.md": 5}}']
)
def test_a_file_of_unknown_origin_counts_as_edited(tmp_path: Path, report: str | None) -> None:
    (tmp_path / "plan.md").write_text("mine")
    if report is not None:
        (tmp_path / "report.json").write_text(report)
    assert write_files(tmp_path, written("draft")) == ("plan.edited-1.md",)


def test_a_failure_leaves_everything_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, written("old"))
    (tmp_path / "plan.md").write_text("edited")
    before = {name: (tmp_path / name).read_bytes() for name in names(tmp_path)}

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "chmod", fail)
    with pytest.raises(UsageError, match="No space left on device"):
        write_files(tmp_path, written("new"))
    assert {name: (tmp_path / name).read_bytes() for name in names(tmp_path)} == before


def test_a_second_file_that_cant_be_staged_takes_the_first_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = os.fdopen, []

    def second_fails(*arguments: object, **options: object) -> object:
        calls.append(1)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        return real(*arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "fdopen", second_fails)
    with pytest.raises(UsageError):
        write_files(tmp_path, written("new"))
    assert names(tmp_path) == []


def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="can't be written"):
        write_files(tmp_path / "file", written("x"))


def test_a_single_file_that_cant_be_moved_leaves_nothing_beside_its_place(tmp_path: Path) -> None:
    (tmp_path / "results.json").mkdir()
    with pytest.raises(UsageError, match="can't be written"):
        write_text(tmp_path / "results.json", "x")
    assert names(tmp_path) == ["results.json"]
    write_text(tmp_path / "other.json", "é")
    assert names(tmp_path) == ["other.json", "results.json"]
    assert (tmp_path / "other.json").read_bytes() == "é".encode()
