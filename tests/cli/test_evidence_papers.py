"""`poa-ai evidence` on papers of identity: never marked, in an accepted format, the name told."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from commandrun import Runner

from poa_ai.testing.papers import invoice_pdf

pytest.importorskip("pypdfium2")
pytest.importorskip("pypdf")

TODAY = date.today()
NOTICE = (
    "We need to verify your identity. Send a utility bill of the last 90 days and a copy of your passport."
)


@pytest.fixture
def bill(working_folder: Path) -> Path:
    """A paper that names the account."""
    return invoice_pdf(working_folder / "bill.pdf", heading="GAS AND POWER", dated=TODAY.strftime("%d %B %Y"))


def checked(run: Runner, *evidence: dict[str, Any]) -> tuple[int, list[dict[str, Any]]]:
    raw = {"schema_version": 1, "seller": {"name": "Oakline Trading LLC"}, "issues": ["verification"]}
    notice = {"received": str(TODAY - timedelta(days=30)), "text": NOTICE}
    entries = [{"title": "A paper", **entry} for entry in evidence]
    Path("facts.json").write_text(json.dumps(raw | {"notice": notice, "evidence": entries}), encoding="utf-8")
    ran = run("evidence", "facts.json", "--out", "out", "--json", "--quiet")
    return ran.code, json.loads(ran.out)["exhibits"]


def states(exhibit: dict[str, Any]) -> dict[str, str]:
    return {check["what"]: check["state"] for check in exhibit["checks"]}


def test_a_bill_in_time_shows_the_name_and_stays_unmarked(run: Runner, bill: Path) -> None:
    code, (exhibit,) = checked(run, {"id": "E1", "kind": "utility_bill", "file": bill.name})
    assert code == 0
    assert states(exhibit)["name as in the account"] == "ok"
    assert states(exhibit)["issue date"] == "ok"  # after the notice, and within 90 days of today
    assert states(exhibit)["address as in the account"] == "look"
    assert (exhibit["marked"], exhibit["look_at"]) == (None, [])
    assert exhibit["submit"].startswith("the original, unmarked: ")


def test_an_old_bill_fails(run: Runner, working_folder: Path) -> None:
    old = (TODAY - timedelta(days=91)).strftime("%d %B %Y")
    invoice_pdf(working_folder / "old.pdf", heading="GAS AND POWER", dated=old)
    code, (exhibit,) = checked(run, {"id": "E1", "kind": "utility_bill", "file": "old.pdf"})
    assert (code, states(exhibit)["issue date"]) == (1, "wrong")


def test_a_format_that_is_not_accepted_is_an_error_that_names_those_that_are(
    run: Runner, working_folder: Path
) -> None:
    (working_folder / "passport.txt").write_text("PASSPORT No 123456789", encoding="utf-8")
    code, (exhibit,) = checked(run, {"id": "E1", "kind": "passport", "file": "passport.txt"})
    told = {check["what"]: check["message"] for check in exhibit["checks"]}
    assert code == 1
    assert told["file format"].endswith("send it as pdf, png, jpeg or gif")
    assert exhibit["marked"] is None
