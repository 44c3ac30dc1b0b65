"""What holds for the composed letter of any valid facts, however unfriendly they are."""

import json
import re
from functools import cache
from typing import Any

from hypothesis import HealthCheck, given, settings

import poa_ai_late_shipment
import poa_ai_odr
from poa_ai.factsfile import facts_from_json
from poa_ai.letter import read_letter
from poa_ai.library import check
from poa_ai.normalised import normalise
from poa_ai.outline import Part
from poa_ai.pipeline import draft, prepare
from poa_ai.registry import Registry
from poa_ai.render.formats import FORMATS
from poa_ai.report import DraftResult
from poa_ai.rulebook import load_rulebook
from poa_ai.sentences import split_sentences
from poa_ai.testing.parts import ids_of
from poa_ai.testing.strategies import facts_jsons
from poa_ai.validation.rule import RuleSet
from poa_ai.validation.withholding import REDACTED, collapse

SHORT = settings(
    max_examples=30,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
TRIMMED = " *_:`\\"
"""What reading trims off a title as marks of emphasis."""
PARTS = ["### Root cause", "### Corrective actions taken", "### Preventive measures"]


@cache
def registry() -> Registry:
    return Registry.of({"odr": poa_ai_odr, "late_shipment": poa_ai_late_shipment})


@cache
def rules() -> RuleSet:
    return load_rulebook(registry())


def drafted(raw: dict[str, Any]) -> DraftResult:
    return draft(facts_from_json(raw), registry(), rules())


def unescaped(text: str) -> str:
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


def one_line(text: str) -> str:
    return " ".join(text.split())


@SHORT
@given(facts_jsons())
def test_the_only_errors_are_gaps(raw: dict[str, Any]) -> None:
    result = drafted(raw)
    left = [
        (found.rule, found.section, found.text, found.message) for found in result.findings if found.is_error
    ]
    assert left == []
    assert result.gap_draft == any(gap.is_error for gap in result.gaps) == (result.exit_code == 1)
    checked = check(result.text(), raw, registry=registry())
    assert [found.message for found in checked if found.is_error] == []


def reads_back(result: DraftResult) -> None:
    letter = read_letter(result.text())
    assert letter.other == ()
    for section, read in zip(result.document.sections, letter.sections, strict=True):
        assert [part.name for part in read.parts] == [str(part) for part in Part]
        assert unescaped(read.title).strip(TRIMMED) == one_line(section.draft.plan.heading).strip(TRIMMED)
        for part, found in zip(Part, read.parts, strict=True):
            written = [one_line(statement.cited_text) for statement in section.draft.of(part)]
            assert [(block.kind, unescaped(block.text)) for block in found.blocks] == [
                ("item", w) for w in written
            ]
    rows = [block for block in letter.evidence if block.kind == "row"]
    assert len(rows) == len(result.document.exhibits) + bool(result.document.exhibits)


def formats_agree(result: DraftResult) -> None:
    lines = result.text("txt").splitlines()
    for section in result.document.sections:
        assert one_line(section.heading) in lines
        for statement in section.draft.statements:
            assert f"- {one_line(statement.cited_text)}" in lines
    assert not re.search(
        r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", result.text() + result.text("txt")
    )


@SHORT
@given(facts_jsons())
def test_the_shape_of_the_letter(raw: dict[str, Any]) -> None:
    facts = facts_from_json(raw)
    result = draft(facts, registry(), rules())
    letter = result.text()
    confirmed = [cause.id for cause in facts.root_causes if cause.confirmed]
    assert [section.id for section in result.document.sections] == confirmed
    headings = [line for line in letter.splitlines() if line.startswith("#")]
    sections = [line for line in headings if line.startswith("## ")]
    exhibits = ["## Supporting evidence"] if facts.evidence else []
    assert [line.split(" ")[1] for line in sections[: len(confirmed)]] == [
        f"{n}." for n in range(1, len(confirmed) + 1)
    ]
    assert sections[len(confirmed) :] == exhibits
    expected = [line for section in sections[: len(confirmed)] for line in (section, *PARTS)]
    assert headings == ["# Plan of Action", *expected, *exhibits]
    reads_back(result)
    formats_agree(result)


def digits(text: str) -> set[str]:
    return {number.replace(",", "").lstrip("0") for number in re.findall(r"[0-9](?:[0-9]|,(?=[0-9]))*", text)}


def stays_withheld(result: DraftResult) -> None:
    told = [gap.message for gap in result.gaps if gap.rule == "structure.withheld"]
    assert len(told) == len(result.attestation.withheld)
    spoken = {one_line(s.text) for section in result.document.sections for s in section.draft.statements}
    for entry in result.attestation.withheld:
        assert any(entry.text in message for message in told)
        assert one_line(entry.text) not in spoken


def stays_private(result: DraftResult) -> None:
    for section in result.document.sections:
        for statement in section.draft.statements:
            folded = normalise(statement.text).folded
            assert not re.search(r"\b(?:jane buyer|dhl)\b", folded)


@SHORT
@given(facts_jsons())
def test_what_the_letter_may_say(raw: dict[str, Any]) -> None:
    raw = {**raw, "private": ["Jane Buyer", "DHL"]}
    facts = facts_from_json(raw)
    result = draft(facts, registry(), rules())
    values = [
        value for metric in facts.metrics for value in (metric.value, metric.target) if value is not None
    ]
    held = facts.model_dump_json() + " ".join(f" {value:.10f} {abs(value):,.10f} " for value in values)
    numbered = " ".join(str(number) for number in range(1, len(facts.root_causes) + 1))
    texts = result.text() + result.text("txt")
    # Zeros behind a value's last figure are not written, hence the prefixes.
    known = digits(held) | digits(numbered) | digits(json.dumps(raw)) | {""}
    missing = digits(texts) - known
    assert not [number for number in missing if not any(k.rstrip("0") == number for k in known)]
    stays_withheld(result)
    stays_private(result)


@SHORT
@given(facts_jsons())
def test_the_report_is_complete_and_drafting_twice_gives_the_same_bytes(raw: dict[str, Any]) -> None:
    facts = facts_from_json(raw)
    result = draft(facts, registry(), rules())
    again = drafted(json.loads(json.dumps(raw)))
    assert [again.text(format).encode() for format in FORMATS] == [
        result.text(format).encode() for format in FORMATS
    ]
    assert json.dumps(again.report()) == json.dumps(result.report())
    report = json.loads(json.dumps(result.report(), allow_nan=False, ensure_ascii=False).encode())
    ids, exhibits = ids_of(facts), {exhibit.id for exhibit in facts.evidence}
    statements = [statement for section in report["sections"] for statement in section["statements"]]
    assert len({statement["id"] for statement in statements}) == len(statements)
    for statement in statements:
        assert statement["facts"]
        assert set(statement["facts"]) <= ids
        assert set(statement["exhibits"]) <= exhibits
        assert statement["by"] == "composed"
        assert statement["part"] in set(Part)
        assert statement["text"].strip()
    assert {entry["id"] for entry in report["withheld"]} <= ids | {"seller", "products"}
    assert (report["schema"], report["made_by"], report["gap_draft"]) == (1, "composed", result.gap_draft)
    assert len(report["findings"]) == len(result.gaps) + len(result.findings)


@SHORT
@given(facts_jsons())
def test_each_sentence_is_used_mended_or_withheld(raw: dict[str, Any]) -> None:
    facts = facts_from_json(raw)
    attestation = prepare(facts, registry(), rules()).attestation
    before = {edit.before for edit in attestation.edits}
    given_texts = [(fact.id, fact.text) for fact in facts.facts]
    kept = {fact.id: fact.text for fact in attestation.facts.facts}
    for cause, cleaned in zip(facts.root_causes, attestation.facts.root_causes, strict=True):
        given_texts.append((cause.id, cause.statement))
        kept[cause.id] = cleaned.statement
    for id, text in given_texts:
        line = collapse(text)
        withheld = [entry.text for entry in attestation.withheld if entry.id == id]
        masked = any(REDACTED in entry for entry in withheld)
        for span in split_sentences(line):
            sentence = line[span.start : span.end]
            assert sentence in kept[id] or sentence in before or sentence in withheld or masked, sentence
