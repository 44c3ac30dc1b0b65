"""Facts for tests: a complete case to change one thing in, and the least that is a facts file."""

import copy
import json
from pathlib import Path
from typing import Any

_COMPLETE: dict[str, Any] = {
    "schema_version": 1,
    "seller": {"name": "Northfield Outdoor LLC", "merchant_token": "A1EXAMPLE", "marketplace": "US"},
    "notice": {"received": "2026-10-14", "scope": "account", "asks_for_plan": True},
    "issues": ["odr"],
    "products": [
        {"asin": "B0EXAMPLE1", "title": "Trail stove", "brand": "Northfield", "units_sold": 310},
    ],
    "metrics": [
        {
            "id": "M1",
            "name": "order_defect_rate",
            "value": 1.8,
            "unit": "percent",
            "target": 1.0,
            "window_days": 60,
            "as_of": "2026-10-12",
            "count": 27,
            "base": 1500,
        }
    ],
    "facts": [
        {
            "id": "F1",
            "text": "19 of the 27 defects were A-to-z claims for undelivered orders.",
            "evidence": ["E1"],
        }
    ],
    "root_causes": [
        {
            "id": "C1",
            "issue": "odr",
            "kind": "untracked-mail",
            "title": "Untracked mail for small orders",
            "statement": "Orders under 20 USD were sent by untracked letter mail.",
            "facts": ["F1"],
            "corrective_actions": [
                {
                    "id": "A1",
                    "text": "Switched all SKUs to tracked parcels",
                    "done_on": "2026-10-16",
                    "evidence": ["E2"],
                },
                {
                    "id": "A2",
                    "text": "Refunded the 19 undelivered orders",
                    "done_on": "2026-10-17",
                    "evidence": ["E1"],
                },
            ],
            "preventive_measures": [
                {
                    "id": "P1",
                    "text": "Scan-rate report reviewed",
                    "owner": "warehouse lead",
                    "cadence": "daily",
                    "from": "2026-10-20",
                },
                {
                    "id": "P2",
                    "text": "Order defect rate reviewed",
                    "owner": "operations manager",
                    "cadence": "weekly",
                    "from": "2026-10-19",
                },
            ],
        }
    ],
    "evidence": [
        {"id": "E1", "kind": "claims_report", "title": "A-to-z claims export", "dated": "2026-10-12"},
        {"id": "E2", "kind": "settings_record", "title": "Shipping template record", "dated": "2026-10-16"},
    ],
}


def facts_json(**changes: Any) -> dict[str, Any]:
    """A complete order-defect case as the parsed JSON of a facts file; `changes` replace top-level keys.

    A key whose change is None is left out. Every call gives a copy of its own.
    """
    facts = copy.deepcopy(_COMPLETE)
    facts.update(copy.deepcopy(changes))
    return {key: value for key, value in facts.items() if value is not None}


def cause_json(**changes: Any) -> dict[str, Any]:
    """The root cause of the complete case; `changes` replace its keys, None leaves one out."""
    cause = {**facts_json()["root_causes"][0], **copy.deepcopy(changes)}
    return {key: value for key, value in cause.items() if value is not None}


def minimal_json() -> dict[str, Any]:
    """The least that names an issue type: one cause with its statement, and no ids."""
    return {
        "schema_version": 1,
        "root_causes": [{"issue": "odr", "statement": "Orders were sent by untracked letter mail."}],
    }


def write_facts(folder: Path, facts: dict[str, Any] | None = None) -> Path:
    """Write `facts` (the complete case where None) as facts.json into a folder, and give its path."""
    path = folder / "facts.json"
    path.write_text(json.dumps(facts_json() if facts is None else facts), encoding="utf-8")
    return path
