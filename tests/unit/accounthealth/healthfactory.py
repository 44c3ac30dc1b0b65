"""Account health reports for tests, in the spelling of the schema; `changes` replace or add blocks."""

import copy
import json
from pathlib import Path
from typing import Any

_SIXTY = {"reportingDateFrom": "2026-08-14T00:00Z", "reportingDateTo": "2026-10-12T23:59Z"}
_THIRTY = {"reportingDateFrom": "2026-09-13T00:00Z", "reportingDateTo": "2026-10-12T23:59Z"}
ODR: dict[str, Any] = {
    "reportingDateRange": _SIXTY,
    "orderCount": 1500,
    "orderWithDefects": {"count": 27, "status": "BAD"},
    "claims": {"count": 19, "status": "NONE"},
    "chargebacks": {"count": 2, "status": "NONE"},
    "negativeFeedback": {"count": 8, "status": "NONE"},
    "fulfillmentType": "mfn",
    "status": "BAD",
    "rate": 0.018,
    "targetValue": 0.01,
    "targetCondition": "LESS_THAN",
}
LATE: dict[str, Any] = {
    "reportingDateRange": _THIRTY,
    "orderCount": 1000,
    "lateShipmentCount": 20,
    "status": "GOOD",
    "rate": 0.02,
    "targetValue": 0.04,
    "targetCondition": "LESS_THAN",
}
VIOLATION: dict[str, Any] = {
    "reportingDateRange": {"reportingDateFrom": "2026-04-17T00:00Z", "reportingDateTo": "2026-10-13T23:59Z"},
    "defectsCount": 3,
    "status": "BAD",
    "targetValue": 0,
    "targetCondition": "EQUALS",
}


def entry(marketplace: str = "ATVPDKIKX0DER", **changes: Any) -> dict[str, Any]:
    """The metrics of one marketplace: an order defect rate off target, a late shipment rate on it."""
    blocks = {
        "marketplaceId": marketplace,
        "orderDefectRate": {"mfn": ODR},
        "lateShipmentRate": LATE,
        **changes,
    }
    return copy.deepcopy({key: value for key, value in blocks.items() if value is not None})


def write_report(folder: Path, *entries: dict[str, Any], statuses: dict[str, str] | None = None) -> Path:
    """A report on these marketplaces; `statuses` maps marketplace ids to the state of the account."""
    listed = [{"marketplaceId": id, "status": status} for id, status in (statuses or {}).items()]
    path = folder / "health.json"
    report = {"accountStatuses": listed, "performanceMetrics": list(entries or [entry()])}
    path.write_text(json.dumps(report), encoding="utf-8")
    return path
