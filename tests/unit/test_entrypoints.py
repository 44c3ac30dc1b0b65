"""Entry points read from the metadata are those that the standard library finds."""

import sys
import zipfile
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from poa_ai.entrypoints import EntryPoint, entry_points_in

GROUP = "poa_ai_probe"


def distribution(folder: Path, name: str, version: str, entries: str, *, ending: str = "dist-info") -> None:
    """Write what an installer leaves behind of a distribution."""
    metadata = folder / f"{name.replace('-', '_')}-{version}.{ending}"
    metadata.mkdir(parents=True)
    header = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n\nName: no header\n"
    (metadata / ("METADATA" if ending == "dist-info" else "PKG-INFO")).write_text(header, encoding="utf-8")
    if entries:
        (metadata / "entry_points.txt").write_text(entries, encoding="utf-8")


def found(monkeypatch: pytest.MonkeyPatch, *path: Path) -> list[EntryPoint]:
    """What is found on a path, which is also what `importlib.metadata` finds there."""
    monkeypatch.setattr(sys, "path", [str(folder) for folder in path])
    entries = sorted(entry_points_in(GROUP))
    known = [(e.name, e.value, e.dist.name, e.dist.version) for e in entry_points(group=GROUP) if e.dist]
    assert entries == sorted(known)
    return entries


def test_only_the_lines_of_the_group_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = (
        f"[console_scripts]\na = b:c\n\n[{GROUP}]\n# a comment\none = pkg.one\n two=pkg:two\n[last]\nx = y\n"
    )
    distribution(tmp_path, "poa-probe", "1.2", entries)
    distribution(tmp_path, "bare", "1.0", "")
    assert found(monkeypatch, tmp_path) == [
        EntryPoint("one", "pkg.one", "poa-probe", "1.2"),
        EntryPoint("two", "pkg:two", "poa-probe", "1.2"),
    ]


def test_of_one_name_the_first_on_the_path_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    distribution(tmp_path / "a", "Poa.Probe", "2.0", f"[{GROUP}]\nnew = pkg\n")
    distribution(tmp_path / "b", "poa-probe", "1.0", f"[{GROUP}]\nold = pkg\n")
    (entry,) = found(monkeypatch, tmp_path / "a", tmp_path / "missing", tmp_path / "b")
    assert (entry.name, entry.version) == ("new", "2.0")


def test_a_distribution_without_entry_points_hides_a_later_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    distribution(tmp_path / "a", "poa-probe", "2.0", "")
    distribution(tmp_path / "b", "poa-probe", "1.0", f"[{GROUP}]\nold = pkg\n")
    assert found(monkeypatch, tmp_path / "a", tmp_path / "b") == []


def test_an_older_form_of_metadata_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    distribution(tmp_path, "poa-probe", "0.9", f"[{GROUP}]\none = pkg\n", ending="egg-info")
    assert found(monkeypatch, tmp_path) == [EntryPoint("one", "pkg", "poa-probe", "0.9")]


def test_what_lies_in_an_archive_is_found_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    distribution(tmp_path / "a", "poa-probe", "1.0", f"[{GROUP}]\none = pkg\n")
    archive = tmp_path / "packed.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for file in (tmp_path / "a").rglob("*"):
            packed.write(file, file.relative_to(tmp_path / "a"))
    assert [entry.name for entry in found(monkeypatch, archive)] == ["one"]


def test_metadata_that_is_no_utf8_is_no_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    distribution(tmp_path, "poa-probe", "1.0", f"[{GROUP}]\none = pkg\n")
    (tmp_path / "poa_probe-1.0.dist-info" / "METADATA").write_bytes(
        b"Name: poa-probe\nVersion: 1.0\nA: \xff\n\n"
    )
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert list(entry_points_in(GROUP)) == [EntryPoint("one", "pkg", "poa-probe", "1.0")]
