"""Folders of a git revision: as they were, of the right repository, and a clear word where there are none."""

import subprocess
from pathlib import Path

import pytest

from poa_ai.errors import SuiteError, UsageError
from poa_ai.evaluation.revisions import folder_at, folders_at


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.com"]
    command = ["git", "-C", str(folder), *who, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def put(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file.parent


def commit(top: Path) -> str:
    git(top, "add", "-A")
    git(top, "commit", "-q", "-m", "a change")
    return git(top, "rev-parse", "HEAD")


def repository(top: Path) -> Path:
    top.mkdir(parents=True)
    git(top, "init", "-q", "-b", "main")
    return top


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """Evals alone at first, then prompts as well, then other prompts on the disk."""
    top = repository(tmp_path / "our repo")
    put(top / "evals" / "suites" / "mine.toml", "")
    commit(top)
    git(top, "tag", "first")
    put(top / "prompts" / "odr" / "section.md", "old")
    commit(top)
    put(top / "prompts" / "odr" / "section.md", "new")
    return top


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """A plugin in a repository of its own."""
    top = repository(tmp_path / "plugin")
    put(top / "prompts" / "gift" / "section.md", "theirs")
    commit(top)
    return top


def test_a_folder_comes_as_it_was(ours: Path, tmp_path: Path) -> None:
    folders = {"odr": ours / "prompts" / "odr"}
    found = folders_at("main", folders, tmp_path / "out", home=ours / "evals")
    assert list(found) == ["odr"]
    assert (found["odr"] / "section.md").read_text(encoding="utf-8") == "old"
    assert (ours / "prompts" / "odr" / "section.md").read_text(encoding="utf-8") == "new"


def test_a_folder_of_another_repository_is_not_looked_up_there(
    ours: Path, theirs: Path, tmp_path: Path
) -> None:
    folders = {"gift": theirs / "prompts" / "gift", "odr": ours / "prompts" / "odr"}
    for revision in ("main", git(ours, "rev-parse", "HEAD")):  # theirs has a main too, and not that commit
        found = folders_at(revision, folders, tmp_path / revision, home=ours / "evals")
        assert list(found) == ["odr"]
    with pytest.raises(UsageError, match="is no file, no folder and no git revision"):
        folders_at(git(theirs, "rev-parse", "HEAD"), folders, tmp_path / "none", home=ours / "evals")


def test_a_repository_within_the_repository_is_another_one(ours: Path, tmp_path: Path) -> None:
    inner = repository(ours / "prompts" / "gift")
    put(inner / "section.md", "inner")
    commit(inner)
    folders = {"gift": inner, "odr": ours / "prompts" / "odr"}
    assert list(folders_at("main", folders, tmp_path / "out", home=ours / "evals")) == ["odr"]


@pytest.mark.parametrize("revision", ["no-such", "--all", "", "main:prompts", "a\0b", "\ud800", "x\x1b[2J"])
def test_what_git_does_not_know_is_told_on_one_line(ours: Path, tmp_path: Path, revision: str) -> None:
    with pytest.raises(UsageError, match="is no file, no folder and no git revision") as told:
        folders_at(revision, {"odr": ours / "prompts" / "odr"}, tmp_path / "out", home=ours / "evals")
    assert str(told.value).isprintable()


def test_evals_outside_of_git_are_told(ours: Path, tmp_path: Path) -> None:
    (tmp_path / "evals").mkdir()
    with pytest.raises(UsageError, match="evals lies in no git repository"):
        folders_at("main", {"odr": ours / "prompts" / "odr"}, tmp_path / "out", home=tmp_path / "evals")


def test_a_revision_before_the_prompts_is_told(ours: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'first' has none of the prompt folders in use, such as"):
        folders_at("first", {"odr": ours / "prompts" / "odr"}, tmp_path / "out", home=ours / "evals")


def test_prompts_that_are_all_elsewhere_are_told(ours: Path, theirs: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="lie outside of the git repository"):
        folders_at("main", {"gift": theirs / "prompts" / "gift"}, tmp_path / "out", home=ours / "evals")


def test_one_folder_may_be_missing(ours: Path, theirs: Path, tmp_path: Path) -> None:
    home = ours / "evals"
    assert folder_at("main", home / "recordings", tmp_path / "a", home=home) is None
    assert folder_at("main", theirs / "prompts", tmp_path / "b", home=home) is None
    found = folder_at("main", home / "suites", tmp_path / "c", home=home)
    assert found is not None
    assert (found / "mine.toml").is_file()


def test_names_are_taken_as_they_stand(ours: Path, tmp_path: Path) -> None:
    folder = put(ours / "prompts" / "[o]*dr\n é" / "section.md", "odd")
    commit(ours)
    found = folders_at("main", {"odd": folder, "top": ours}, tmp_path / "out", home=ours / "evals")
    assert [path.name for path in found["odd"].iterdir()] == ["section.md"]
    assert (found["top"] / "evals" / "suites" / "mine.toml").is_file()


def test_a_link_that_leads_out_of_the_folder_is_refused(ours: Path, tmp_path: Path) -> None:
    (ours / "prompts" / "odr" / "link.md").symlink_to("/etc/hostname")
    commit(ours)
    with pytest.raises(SuiteError, match="can't be written"):
        folders_at("main", {"odr": ours / "prompts" / "odr"}, tmp_path / "out", home=ours / "evals")
