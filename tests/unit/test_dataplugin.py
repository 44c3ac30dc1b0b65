"""Plugins without Python: read like published ones, and nothing in a folder does harm."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from poa_ai import dataplugin
from poa_ai.dataplugin import MAX_ENTRIES, data_candidates
from poa_ai.errors import PluginError
from poa_ai.promptstore import MAX_BYTES as MAX_PROMPT_BYTES
from poa_ai.promptstore import PromptStore
from poa_ai.registry import Registry
from poa_ai.rulebook import load_rulebook
from poa_ai.tomlfile import MAX_BYTES

EXAMPLE = Path(__file__).parents[1] / "thirdparty" / "gift-cards-data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A good plugin folder that a test may spoil."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "gift-cards"))


def registry_of(*folders: Path) -> Registry:
    return Registry(data_candidates(folders))


def fault(folder: Path) -> str:
    (broken,) = registry_of(folder).broken
    assert broken.state == "broken"
    assert "\n" not in (broken.error or "")
    return broken.error or ""


def test_a_folder_is_a_plugin_with_issue_type_prompts_and_rules(folder: Path) -> None:
    registry = registry_of(folder)

    assert registry.plugins[0].to_json() == {
        "name": "gift-cards",
        "distribution": str(folder),
        "version": "",
        "state": "ok",
        "issue_types": ["gift_cards"],
        "error": None,
    }
    assert registry.plugins[0].origin == str(folder)
    store = PromptStore.of(registry.prompt_folders())
    assert "gift_cards/section" in store.ids()
    assert store.get("gift_cards/section").inputs[0] == "issue"
    assert "blame.gift-card-fraudster" in {rule.id for rule in load_rulebook(registry).rules}
    assert registry.broken == ()


def test_rules_are_optional(folder: Path) -> None:
    (folder / "rules.toml").unlink()

    registry = registry_of(folder)

    assert registry.rule_files() == ()
    assert registry.plugins[0].state == "ok"


def test_a_folder_of_folders_brings_each_by_name(folder: Path) -> None:
    shutil.copytree(folder, folder.parent / "another")
    (folder.parent / "notes").mkdir()
    (folder.parent / "notes" / "readme.md").write_text("No plugin.", encoding="utf-8")

    registry = registry_of(folder.parent)

    assert [(info.name, info.state) for info in registry.plugins] == [
        ("another", "ok"),
        ("gift-cards", "broken"),
    ]
    assert registry.broken[0].error == "the issue type 'gift_cards' is already brought by another"


def test_a_folder_given_twice_counts_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    given = [Path(), folder, folder.parent, Path("..") / "gift-cards"]

    (candidate,) = data_candidates(given)

    assert candidate.name == "gift-cards"


def test_a_folder_called_like_another_plugin_is_listed_beside_it(folder: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(folder, tmp_path / "other" / "gift-cards"))
    issue = other / "issue.toml"
    text = issue.read_text(encoding="utf-8")
    issue.write_text(text.replace('id = "gift_cards"', 'id = "vouchers"'), encoding="utf-8")

    registry = registry_of(folder, other)

    assert [info.state for info in registry.plugins] == ["ok", "ok"]
    assert [issue.id for issue in registry.issue_types] == ["gift_cards", "vouchers"]
    off = Registry(data_candidates([folder, other]), without=[str(other)])
    assert [info.state for info in off.plugins] == ["ok", "off"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('title = "Gift', 'titel = "Gift', "issue.toml:3: unknown key 'titel'; did you mean 'title'?"),
        (
            'interface = "1.0"',
            'interface = "2.0"',
            "issue.toml:2: needs poa-ai interface 2.0; this is 1.2: pip",
        ),
        ('interface = "1.0"', "interface = 1.0", "issue.toml:2: 'interface' must be a text like '1.2'"),
        ('id = "gift_cards"', 'id = "../odr"', "issue.toml:1: the id '../odr' must be lower-case"),
        ('source = "trade"', 'source = "nobody"', "'nobody' is no [[source]] of this file"),
    ],
)
def test_a_fault_in_the_issue_file_has_file_line_and_remedy(
    folder: Path, old: str, new: str, told: str
) -> None:
    file = folder / "issue.toml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    assert told in fault(folder)
    assert str(folder) in fault(folder)


def test_a_fault_in_the_rules_names_the_plugin_and_keeps_the_other_rules(folder: Path) -> None:
    file = folder / "rules.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("keeps", "keep"), encoding="utf-8")
    registry = registry_of(folder)

    rules = load_rulebook(registry)

    assert "gift-cards/rules.toml:12: [[rule]] blame.gift-card-fraudster: unknown key 'keep'" in (
        registry.broken[0].error or ""
    )
    assert rules.rules


def _no_issue(folder: Path) -> None:
    (folder / "issue.toml").rename(folder / "issues.txt")


def _misspelt(folder: Path) -> None:
    (folder / "rules.toml").rename(folder / "rule.toml")


def _python(folder: Path) -> None:
    (folder / "__init__.py").write_text("raise SystemExit", encoding="utf-8")


def _no_prompts(folder: Path) -> None:
    shutil.rmtree(folder / "prompts")


def _linked(inside: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        moved = folder.parent / "outside"
        (folder / inside).rename(moved)
        (folder / inside).symlink_to(moved)

    return spoil


def _link_to_itself(folder: Path) -> None:
    (folder / "rules.toml").unlink()
    (folder / "prompts" / "loop.md").symlink_to("loop.md")


def _huge(inside: str, size: int) -> Callable[[Path], None]:
    return lambda folder: os.truncate(folder / inside, size + 1)


def _pipe(folder: Path) -> None:
    (folder / "prompts" / "more.md").unlink(missing_ok=True)
    os.mkfifo(folder / "prompts" / "more.md")


def _folder_in_place_of_a_file(folder: Path) -> None:
    (folder / "rules.toml").unlink()
    (folder / "rules.toml").mkdir()


def _crowded(folder: Path) -> None:
    for number in range(MAX_ENTRIES):
        (folder / "prompts" / f"{number}.md").touch()


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_no_issue, "issue.toml: is missing; a plugin folder has issue.toml and prompts/section.md"),
        (_no_prompts, "prompts/section.md: is missing"),
        (_misspelt, "rule.toml: unknown file; a plugin folder has issue.toml and rules.toml"),
        (_python, "__init__.py: a plugin folder holds no Python"),
        (_linked("issue.toml"), "issue.toml: a link that leads out of the plugin folder"),
        (_linked("rules.toml"), "rules.toml: a link that leads out of the plugin folder"),
        (_linked("prompts/section.md"), "section.md: a link that leads out of the plugin folder"),
        (_linked("prompts"), "section.md: a link that leads out of the plugin folder"),
        (_link_to_itself, "can't be read"),
        (_huge("issue.toml", MAX_BYTES), f"issue.toml: larger than {MAX_BYTES} bytes"),
        (_huge("rules.toml", MAX_BYTES), f"rules.toml: larger than {MAX_BYTES} bytes"),
        (_huge("prompts/section.md", MAX_PROMPT_BYTES), f"section.md: larger than {MAX_PROMPT_BYTES} bytes"),
        (_pipe, "more.md: must be a file"),
        (_folder_in_place_of_a_file, "rules.toml: must be a file"),
        (_crowded, f"prompts: more than {MAX_ENTRIES} entries"),
    ],
)
def test_a_spoilt_folder_is_named_broken(folder: Path, spoil: Callable[[Path], None], told: str) -> None:
    spoil(folder)

    assert told in fault(folder)


def test_a_link_out_of_the_folder_of_plugins_is_refused(folder: Path, tmp_path: Path) -> None:
    plugins = tmp_path / "plugins"
    plugins.mkdir()
    (plugins / "linked").symlink_to(folder)

    assert "a link that leads out of" in fault(plugins)
    assert registry_of(plugins / "linked").broken == ()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("nowhere", "no such folder; give a plugin folder, or a folder of plugin folders"),
        ("file", "no such folder"),
        ("empty", "holds no plugin: no issue.toml, neither in it nor in a folder in it"),
        ("x" * 5000, "can't be read (File name too long)"),
        ("nul\0byte", "no such folder"),
    ],
)
def test_what_is_no_plugin_folder_is_told_in_one_line(tmp_path: Path, given: str, told: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "empty").mkdir()

    with pytest.raises(PluginError) as error:
        data_candidates([tmp_path / given])

    assert told in str(error.value)
    assert len(error.value.lines) == 1


def test_a_folder_that_cannot_be_read_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may be allowed to read everything, hence the patch."""

    def refuse(folder: Path) -> list[Path]:
        raise PermissionError(13, "Permission denied", str(folder))

    monkeypatch.setattr(dataplugin, "_entries", refuse)
    assert "can't be read (Permission denied)" in fault(folder)
    with pytest.raises(PluginError, match=r"can't be read \(Permission denied\)"):
        data_candidates([folder.parent])


@pytest.mark.parametrize("name", ["two\nlines", "\x1b[31mred", "n" * 200, "häuser 你好", "a,b"])
def test_any_name_of_a_folder_is_shown_on_one_short_line(folder: Path, name: str) -> None:
    renamed = folder.rename(folder.parent / name)

    (info,) = registry_of(renamed).plugins

    assert info.state == "ok"
    assert info.name.isprintable()
    assert info.distribution.isprintable()
    assert len(info.name) <= 64
