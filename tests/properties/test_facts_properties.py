"""Facts files of any kind: read the same way twice, or refused in words."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from poa_ai.errors import FactsError
from poa_ai.facts import Facts
from poa_ai.factsfile import facts_from_json, facts_schema
from poa_ai.testing.factories import facts_json
from poa_ai.testing.parts import identified_parts, ids_of
from poa_ai.testing.strategies import facts_jsons

SHORT = settings(max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**15) | st.floats(-10, 1e15) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*Facts.model_fields, "id", "x"]), inner, max_size=3)
    ),
    max_leaves=12,
)


@SHORT
@given(facts_jsons())
def test_valid_facts_are_read_and_written_back_alike(raw: dict[str, Any]) -> None:
    facts = facts_from_json(raw)
    again = facts_from_json(json.loads(facts.model_dump_json(by_alias=True, exclude_none=True)))
    assert again == facts


@SHORT
@given(facts_jsons())
def test_ids_are_unique_and_given_ones_stay(raw: dict[str, Any]) -> None:
    facts = facts_from_json(raw)
    ids = [part.id for _, part in identified_parts(facts)]
    assert len(ids) == len(set(ids)) == len(ids_of(facts))
    for key in ("metrics", "facts", "evidence"):
        assert [part["id"] for part in raw[key]] == [part.id for part in getattr(facts, key)]


@SHORT
@given(facts_jsons())
def test_pointers_lead_to_their_parts(raw: dict[str, Any]) -> None:
    written = json.loads(facts_from_json(raw).model_dump_json(by_alias=True))
    for pointer, part in identified_parts(facts_from_json(raw)):
        found: Any = written
        for step in pointer.strip("/").split("/"):
            found = found[int(step)] if isinstance(found, list) else found[step]
        assert found["id"] == part.id


@settings(SHORT, max_examples=200)
@given(st.sampled_from([*Facts.model_fields, "$schema", "other"]), JSON)
def test_any_json_under_any_key_is_read_or_refused_in_words(key: str, value: Any) -> None:
    raw = {**facts_json(), key: value}
    try:
        facts_from_json(raw)
    except FactsError as error:
        told = error.lines
    else:
        return
    assert told
    assert all(line.startswith("facts: ") and len(line) < 600 and line.isprintable() for line in told)


def _fits(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> bool:
    """The few keywords of JSON Schema that the facts' schema leans on."""
    if "$ref" in schema:
        return _fits(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    if "anyOf" in schema:
        return any(_fits(value, option, root) for option in schema["anyOf"])
    if "const" in schema:
        return bool(value == schema["const"])
    if "enum" in schema:
        return value in schema["enum"] or (isinstance(value, str) and value.upper() in schema["enum"])
    kind = schema.get("type")
    if kind == "object":
        known = schema.get("properties")
        if not isinstance(value, dict) or set(schema.get("required", ())) - set(value):
            return False
        if known is None:
            return True
        return all(key in known and _fits(inner, known[key], root) for key, inner in value.items())
    if kind == "array":
        return isinstance(value, list) and all(_fits(inner, schema["items"], root) for inner in value)
    kinds: dict[str | None, Any] = {
        "string": str,
        "integer": int,
        "number": (int, float),
        "boolean": bool,
        "null": type(None),
    }
    return isinstance(value, kinds[kind]) and not (isinstance(value, bool) and kind != "boolean")


@SHORT
@given(facts_jsons())
def test_the_printed_schema_takes_every_valid_file(raw: dict[str, Any]) -> None:
    schema = facts_schema()
    assert _fits(raw, schema, schema)
    assert not _fits({**raw, "evidense": []}, schema, schema)
    assert not _fits({**raw, "facts": [{"text": 5}]}, schema, schema)
    assert not _fits({key: value for key, value in raw.items() if key != "schema_version"}, schema, schema)
