"""The JSON Schema of a suite file, by which editors complete and check it."""

from typing import Any

from poa_ai.evaluation.scorer import Better
from poa_ai.evaluation.scoring.builtin import BUILTIN
from poa_ai.evaluation.suitefile import MAX_CASES, MAX_REPEATS

_ID = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
_TEXTS = {"type": "array", "items": {"type": "string", "minLength": 1}}


def suite_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of evals/suites/*.toml."""
    deciding = [scorer for scorer in BUILTIN if scorer.better is not Better.NEITHER]
    least = {
        scorer.name: _told(
            {"type": "number", "minimum": 0, "maximum": 1},
            f"The {'most' if scorer.better is Better.LOWER else 'least'} mean over cases: {scorer.title}.",
        )
        for scorer in deciding
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A suite of evals",
        **_object(
            {
                "id": _told(_ID, "The file's name without its ending."),
                "title": {"type": "string", "minLength": 1},
                "purpose": _told({"type": "string", "minLength": 1}, "One sentence: what the suite watches."),
                "model": _told({"type": "string", "pattern": ".:."}, "PROVIDER:NAME that is recorded."),
                "temperature": {"type": "number", "minimum": 0, "maximum": 2, "default": 0},
                "seed": {"type": "integer", "default": 7},
                "repeats": {"type": "integer", "minimum": 1, "maximum": MAX_REPEATS, "default": 1},
                "repairs": _told(
                    {"type": "boolean", "default": True},
                    "Whether what fails is sent back once, as a draft does.",
                ),
                "scorers": _told(_TEXTS, "Scorers that plugins bring, by name."),
                "context_tokens": {"type": "integer", "minimum": 1, "default": 8192},
                "thresholds": {
                    "type": "object",
                    "properties": least,
                    "additionalProperties": {"type": "number", "minimum": 0, "maximum": 1},
                },
                "cases": {"type": "array", "maxItems": MAX_CASES, "items": _case()},
                "generated": {"type": "array", "items": _generated()},
            },
            ("id", "title", "purpose", "model"),
        ),
    }


def _case() -> dict[str, Any]:
    expect = {
        "sections": _told({"type": "integer", "minimum": 0}, "How many root causes the letter has."),
        "gap_draft": {"type": "boolean"},
        "contains": _told(_TEXTS, "Texts that the finished letter holds, in any case of letters."),
        "lacks": _told(_TEXTS, "Texts that the finished letter does not hold."),
        "answer_lacks": _told(_TEXTS, "Texts that the model's first answer does not hold."),
        "words": _told(
            {"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 2, "maxItems": 2},
            "The least and the most words of the finished letter.",
        ),
    }
    return _object(
        {
            "id": _ID,
            "facts": _told({"type": "string", "minLength": 1}, "A facts file below evals/cases."),
            "tags": _TEXTS,
            "expect": _object(expect, ()),
        },
        ("id", "facts"),
    )


def _generated() -> dict[str, Any]:
    two = {"type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 12}}
    return _object(
        {
            "id": _ID,
            "seed": {"type": "integer"},
            "count": {"type": "integer", "minimum": 1, "maximum": MAX_CASES},
            "issues": _TEXTS,
            "causes": _told({**two, "minItems": 2, "maxItems": 2}, "The least and the most of a case."),
            "bare": _told({"type": "boolean", "default": False}, "Causes, actions and measures alone."),
        },
        ("id", "seed", "count", "issues"),
    )


def _object(properties: dict[str, Any], required: tuple[str, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _told(schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {**schema, "description": description}
