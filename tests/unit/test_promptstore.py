"""Prompts by id from the folders of all plugins, and the user's own in their place."""

from importlib.resources import files
from pathlib import Path

import pytest

from poa_ai.errors import PromptError
from poa_ai.promptstore import MAX_BYTES, PromptStore

PROMPT = """+++
purpose = "{purpose}"
inputs = ["facts"]
includes = ["shared/voice"]
reply = "section"
max_output_tokens = 900
[example]
facts = "F1: late."
+++
# system
{{shared/voice}}
# user
{{facts}}
"""
BUILTIN = ("odr", "late_shipment", "ip_complaint", "authenticity")


def write(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(
        tmp_path / "prompts",
        {
            "shared/voice.md": "Be plain.\n",
            "odr/section.md": PROMPT.format(purpose="ODR."),
            "late/section.md": PROMPT.format(purpose="Late."),
            "late/notes.txt": "no prompt",
        },
    )


def store(folder: Path, overrides: Path | None = None) -> PromptStore:
    return PromptStore.of({name: folder / name for name in ("shared", "odr", "late")}, overrides)


def test_prompts_are_listed_and_includes_are_not(folder: Path) -> None:
    assert store(folder).ids() == ("late/section", "odr/section")
    assert store(folder).get("odr/section").purpose == "ODR."


@pytest.mark.parametrize(
    ("wanted", "hint"), [("odr/sektion", "did you mean 'odr/section'"), ("x", "known: late/")]
)
def test_an_unknown_prompt_is_an_error_with_a_hint(folder: Path, wanted: str, hint: str) -> None:
    with pytest.raises(PromptError, match=hint):
        store(folder).get(wanted)


def test_an_include_is_no_prompt(folder: Path) -> None:
    with pytest.raises(PromptError, match="no prompt 'shared/voice'"):
        store(folder).get("shared/voice")


def test_a_broken_prompt_harms_no_other(folder: Path) -> None:
    write(folder, {"late/section.md": "+++\nnonsense\n+++\n"})
    assert store(folder).get("odr/section").purpose == "ODR."
    with pytest.raises(PromptError, match="not TOML"):
        store(folder).get("late/section")


def test_an_override_takes_the_place_of_a_prompt_or_an_include(folder: Path, tmp_path: Path) -> None:
    own = write(
        tmp_path / "own", {"odr/section.md": PROMPT.format(purpose="Mine."), "shared/voice.md": "Be brief.\n"}
    )
    overridden = store(folder, own).get("odr/section")
    assert overridden.purpose == "Mine."
    assert overridden.included == {"shared/voice": "Be brief.\n"}
    assert store(folder, own).get("late/section").purpose == "Late."
    assert overridden.sha256 != store(folder).get("odr/section").sha256


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("odr/sektion.md", PROMPT, "overrides no prompt; did you mean 'odr/section'"),
        ("other/section.md", PROMPT, "overrides no prompt"),
        ("odr/section.md", "plain", "must be a prompt with front matter"),
        ("shared/voice.md", PROMPT, "must be an include, plain text"),
        ("odr/section.md", PROMPT.replace('"facts"]', '"facts", "more"]'), "not used: more"),
        (
            "odr/section.md",
            PROMPT.replace('["facts"]', '["other"]')
            .replace("facts =", "other =")
            .replace("{{facts}}", "{{other}}"),
            "keeps inputs, includes and reply of odr/section.md: inputs facts",
        ),
        (
            "odr/section.md",
            PROMPT.replace('"shared/voice"', "").replace("{{shared/voice}}", "Hello"),
            "includes shared/voice",
        ),
    ],
)
def test_an_override_keeps_the_contract(
    folder: Path, tmp_path: Path, path: str, text: str, message: str
) -> None:
    own = write(tmp_path / "own", {path: text.format(purpose="Mine.") if "{purpose}" in text else text})
    with pytest.raises(PromptError, match=message):
        store(folder, own).get("odr/section")


def test_what_cannot_be_read_is_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(PromptError, match="no such folder"):
        store(folder, tmp_path / "nowhere")
    with pytest.raises(PromptError, match="gone: can't be read"):
        PromptStore.of({"gone": tmp_path / "gone"})
    write(folder, {"odr/section.md": "x" * (MAX_BYTES + 1)})
    with pytest.raises(PromptError, match="larger than"):
        store(folder)


def test_every_built_in_prompt_renders_from_its_example() -> None:
    root = files("poa_ai_prompts")
    built_in = PromptStore.of({name: root / name for name in ("shared", *BUILTIN)})
    sections = sorted(f"{name}/section" for name in BUILTIN)
    assert built_in.ids() == (*sections, "shared/judge", "shared/repair", "shared/review")
    repair, review = (built_in.get(name) for name in built_in.ids()[-2:])
    roles = [[message.role for message in p.render(p.example).messages] for p in (repair, review)]
    assert roles == [["user"], ["system", "user"]], "a repair follows what was asked before"
    systems = []
    for name in sections:
        prompt = built_in.get(name)
        rendered = prompt.render(prompt.example)
        assert [message.role for message in rendered.messages] == ["system", "user", "assistant", "user"]
        assert rendered.messages[-1].content.count("<<<facts\n") == 1
        systems.append(rendered.messages[0].content)
    shared = "".join(
        (root / "shared" / file).read_text(encoding="utf-8").rstrip("\n") + "\n\n"
        for file in ("voice.md", "reply.md")
    )
    assert all(system.startswith(shared) for system in systems)


def test_a_prompt_is_parsed_once(folder: Path) -> None:
    prompts = store(folder)
    assert prompts.get("odr/section") is prompts.get("odr/section")
