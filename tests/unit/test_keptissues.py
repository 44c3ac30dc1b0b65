"""Issue types that are kept as they were once read are those that the files describe."""

from pathlib import Path

import pytest

from poa_ai import issuefile
from poa_ai.issueexamples import check_issue_examples
from poa_ai.keptissues import KeptIssues, load_kept, write_kept
from poa_ai.packagefiles import fingerprint, package_folder
from poa_ai.patterns import compile_pattern

PATH = "poa_ai_odr/issue.toml"
FILE = package_folder("poa_ai_odr") / "issue.toml"


@pytest.mark.parametrize("path", load_kept().fingerprints)
def test_a_kept_issue_type_is_the_one_of_its_file(path: str) -> None:
    file = package_folder(path.partition("/")[0]) / "issue.toml"
    assert load_kept().values(file.read_bytes(), path) is not None
    kept, anew = issuefile.load_issue_type(file, path), issuefile.load_issue_type(file, "elsewhere")
    assert kept == anew
    for ours, read in zip(kept.signals, anew.signals, strict=True):
        assert [pattern.form for pattern in ours.match] == [pattern.form for pattern in read.match]
    assert not check_issue_examples(kept)


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    changed = FILE.read_text("utf-8").replace("match = [", 'match = ["some other words", ', 1)
    file = tmp_path / "issue.toml"
    file.write_text(changed, "utf-8")
    assert load_kept().values(file.read_bytes(), PATH) is None
    issue = issuefile.load_issue_type(file, PATH)
    sources = [pattern.source for signal in issue.signals for pattern in signal.match]
    sources += [pattern.source for variant in issue.variants for pattern in variant.signal.match]
    sources += [pattern.source for entry in issue.route.exceptions for pattern in entry.signal.match]
    assert "some other words" in sources


def test_what_is_written_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    pattern = compile_pattern(r"late (?:parcels|orders) \d+")
    text = write_kept({"x/issue.toml": (b"as it was", {"id": "x"}, [pattern, pattern])})
    head, *lines = text.split("\n")
    kept = KeptIssues({"x/issue.toml": fingerprint(b"as it was")}, lines)
    assert f'"{kept.fingerprints["x/issue.toml"]}"' in head
    assert kept.values(b"as it is", "x/issue.toml") is None
    assert kept.values(b"as it was", "y/issue.toml") is None
    assert kept.pattern(pattern.source) is None
    assert kept.values(b"as it was", "x/issue.toml") == {"id": "x"}
    found = kept.pattern(pattern.source)
    assert found == pattern
    assert found is not None
    assert found.form == pattern.form
