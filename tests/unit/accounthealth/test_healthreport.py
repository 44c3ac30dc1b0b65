"""The account health report: what is off target becomes a metric, what is unclear is asked."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from healthfactory import LATE, ODR, VIOLATION, entry, write_report

from poa_ai.accounthealth.healthreport import read_account_health
from poa_ai.accounthealth.imported import Imported
from poa_ai.errors import InputError

CANADA = "A2EUQ1WTGCTBG2"


def read(folder: Path, **changes: Any) -> Imported:
    return read_account_health(write_report(folder, entry(**changes)))


def asked(found: Imported) -> str:
    return " ".join(question.text for question in found.questions)


def test_a_rate_off_target_becomes_a_metric_in_percent_with_its_window_and_counts(tmp_path: Path) -> None:
    found = read(tmp_path)

    assert found.metrics == (
        {
            "name": "order_defect_rate",
            "value": 1.8,
            "unit": "percent",
            "target": 1.0,
            "window_days": 60,
            "as_of": "2026-10-12",
            "count": 27,
            "base": 1500,
            "source": "health.json: orderDefectRate.mfn",
        },
    )
    assert found.marketplace == "US"
    assert found.questions == ()


def test_what_the_rate_is_made_of_is_proposed(tmp_path: Path) -> None:
    (fact,) = read(tmp_path).facts

    assert fact["text"] == (
        "Of the 27 orders with a defect in the 60 days until 12 October 2026, 19 had an A-to-z claim, "
        "8 had negative feedback and 2 had a chargeback."
    )


def test_a_component_without_a_defect_is_not_told(tmp_path: Path) -> None:
    (fact,) = read(tmp_path, orderDefectRate={"mfn": {**ODR, "chargebacks": {"count": 0}}}).facts

    assert fact["text"].endswith("19 had an A-to-z claim and 8 had negative feedback.")


def test_the_target_is_that_of_the_file(tmp_path: Path) -> None:
    found = read(tmp_path, orderDefectRate={"mfn": {**ODR, "targetValue": 0.02, "status": "GOOD"}})

    assert (found.metrics, found.questions) == ((), ())


@pytest.mark.parametrize("key", ["preFulfillmentCancellationRate", "prefulfillmentCancelRate"])
def test_both_spellings_are_read(tmp_path: Path, key: str) -> None:
    rate = {"orderCount": 200, "cancellationCount": 8, "rate": 0.04, "targetValue": 0.025, "status": "BAD"}

    found = read(tmp_path, orderDefectRate=None, **{key: rate})

    (metric,) = found.metrics
    assert (metric["name"], metric["value"], metric["target"]) == ("pre_fulfilment_cancel_rate", 4.0, 2.5)
    assert "window_days" not in metric


@pytest.mark.parametrize("scale", [1, 100])
def test_a_rate_is_a_fraction_or_in_percent_as_its_counts_tell(tmp_path: Path, scale: int) -> None:
    late = {**LATE, "lateShipmentCount": 62, "rate": 0.062 * scale, "targetValue": 0.04 * scale}

    (metric,) = read(tmp_path, orderDefectRate=None, lateShipmentRate=late).metrics

    assert (metric["value"], metric["target"]) == (6.2, 4.0)


def test_a_rate_that_must_be_high_is_off_below_its_target(tmp_path: Path) -> None:
    tracking = {"shipmentCount": 1000, "validTrackingCount": 912, "rate": 0.912, "targetValue": 0.95}

    (metric,) = read(tmp_path, orderDefectRate=None, validTrackingRate=tracking).metrics

    assert (metric["name"], metric["value"], metric["count"]) == ("valid_tracking_rate", 91.2, 912)


@pytest.mark.parametrize(("count", "base"), [(551, 17197), (900, 800), (5, 0)])
def test_counts_that_contradict_the_rate_are_asked_about_and_left_out(
    tmp_path: Path, count: int, base: int
) -> None:
    late = {**LATE, "orderCount": base, "lateShipmentCount": count, "rate": 0.062}

    found = read(tmp_path, orderDefectRate=None, lateShipmentRate=late)

    assert not {"count", "base"} & found.metrics[0].keys()
    assert found.questions[0].metric == "late_shipment_rate"
    assert f"counts {count} of {base}" in asked(found)


def test_a_verdict_that_the_rate_does_not_bear_out_is_asked_about(tmp_path: Path) -> None:
    found = read(tmp_path, orderDefectRate={"mfn": {**ODR, "status": "GOOD"}})

    assert len(found.metrics) == 1
    assert "calls the order defect rate of seller-fulfilled orders GOOD" in asked(found)


def test_both_channels_off_target_give_one_metric_and_a_question(tmp_path: Path) -> None:
    found = read(tmp_path, orderDefectRate={"mfn": ODR, "afn": ODR})

    assert [metric["source"] for metric in found.metrics] == ["health.json: orderDefectRate.mfn"]
    assert "order defect rate of Amazon-fulfilled orders is off target too" in asked(found)


@pytest.mark.parametrize("key", ["documentRequests", "documentRequest"])
def test_violations_are_asked_about_with_their_counts(tmp_path: Path, key: str) -> None:
    found = read(tmp_path, receivedIntellectualPropertyComplaints=VIOLATION, **{key: VIOLATION})

    assert "3 received intellectual property complaints until 13 October 2026" in asked(found)
    assert "3 requests for documents" in asked(found)
    assert found.issues == ("ip_complaint",)


@pytest.mark.parametrize("key", ["ahrStatus", "accountHealthRatingStatus"])
def test_the_rating_is_told_and_unknown_blocks_are_named(tmp_path: Path, key: str) -> None:
    found = read(tmp_path, accountHealthRating={key: "WARNED", "ahrScore": 148}, newRate={"rate": 1})

    assert any("WARNED, score 148" in note for note in found.notes)
    assert any("newRate" in note for note in found.notes)


def test_of_several_marketplaces_the_named_one_is_read(tmp_path: Path) -> None:
    path = write_report(tmp_path, entry(), entry(CANADA, orderDefectRate=None))

    assert len(read_account_health(path, "US").metrics) == 1
    assert read_account_health(path, "CA").metrics == ()


def test_else_the_one_that_is_deactivated(tmp_path: Path) -> None:
    entries = entry(), entry(CANADA)
    down = {"ATVPDKIKX0DER": "NORMAL", CANADA: "DEACTIVATED"}

    assert read_account_health(write_report(tmp_path, *entries, statuses=down)).marketplace == "CA"


def test_else_nothing_is_taken_and_it_is_asked(tmp_path: Path) -> None:
    found = read_account_health(write_report(tmp_path, entry(), entry(CANADA)))

    assert found.metrics == ()
    assert "US, CA: which marketplace does the notice name?" in asked(found)


def test_a_report_on_another_marketplace_is_asked_about(tmp_path: Path) -> None:
    found = read_account_health(write_report(tmp_path, entry()), "DE")

    assert "is about US, the case about DE" in asked(found)


def test_a_packed_report_is_unpacked(tmp_path: Path) -> None:
    path = write_report(tmp_path)
    path.write_bytes(gzip.compress(path.read_bytes()))

    assert len(read_account_health(path).metrics) == 1


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "the file is empty"),
        (b"[]", "no account health report"),
        (b'{"performanceMetrics": 3}', "no account health report"),
        (b'{"a": NaN}', "NaN is not a number"),
        (b"\x1f\x8bnothing", "can't be unpacked"),
        (gzip.compress(b" " * 30_000_000), "larger than 20,000,000 bytes"),
    ],
)
def test_a_file_that_is_no_report_is_one_clear_line(tmp_path: Path, data: bytes, told: str) -> None:
    path = tmp_path / "health.json"
    path.write_bytes(data)

    with pytest.raises(InputError, match=told):
        read_account_health(path)


@pytest.mark.parametrize(
    "junk", [None, 3, "x", [], {}, {"mfn": 3}, {"mfn": {"rate": "1%"}}, {"mfn": {"rate": True}}]
)
def test_blocks_of_another_form_are_passed_over(tmp_path: Path, junk: Any) -> None:
    blocks = {
        "marketplaceId": junk,
        "orderDefectRate": junk,
        "accountHealthRating": junk,
        "warningStates": junk,
    }
    path = tmp_path / "health.json"
    report = {"accountStatuses": junk, "performanceMetrics": [junk, {**blocks, "documentRequests": junk}]}
    path.write_text(json.dumps(report), encoding="utf-8")

    assert read_account_health(path).metrics == ()
