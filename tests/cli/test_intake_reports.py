"""poa-ai intake with reports of the account: metrics, proposals and questions beside the notice."""

import json
from pathlib import Path

from commandrun import Runner

from poa_ai.factsfile import facts_from_json

NOTICE = """Your selling account has been deactivated.

Your order defect rate does not meet our target of under 1% over 60 days.

Send us a plan of action with the root cause, the actions you have taken and the steps that prevent it.
"""
REPORT = {
    "accountStatuses": [{"marketplaceId": "ATVPDKIKX0DER", "status": "DEACTIVATED"}],
    "performanceMetrics": [
        {
            "marketplaceId": "ATVPDKIKX0DER",
            "orderDefectRate": {
                "mfn": {
                    "reportingDateRange": {
                        "reportingDateFrom": "2026-08-14T00:00Z",
                        "reportingDateTo": "2026-10-12T23:59Z",
                    },
                    "orderCount": 1500,
                    "orderWithDefects": {"count": 27, "status": "BAD"},
                    "status": "BAD",
                    "rate": 0.018,
                    "targetValue": 0.01,
                    "targetCondition": "LESS_THAN",
                }
            },
        }
    ],
}
RETURNS = (
    "return-date\torder-id\tasin\tquantity\treason\tcustomer-comments\n"
    "2026-09-01\t111-1234567-1234567\tB0EXAMPLE1\t2\tDAMAGED_BY_CARRIER\tcrushed, call 0151 555 0142\n"
)
FEEDBACK = (
    "Date\tRating\tComments\tYour Response\tOrder ID\tRater Email\n"
    "2026/09/02\t1\tNever arrived\t\t111-1234567-1234568\tjane@example.com\n"
)


def test_notice_and_reports_make_one_valid_facts_file(run: Runner, working_folder: Path) -> None:
    for name, text in (("notice.txt", NOTICE), ("returns.txt", RETURNS), ("feedback.txt", FEEDBACK)):
        (working_folder / name).write_text(text, encoding="utf-8")
    (working_folder / "health.json").write_text(json.dumps(REPORT), encoding="utf-8")

    ran = run(
        *("intake", "notice.txt", "--account-health", "health.json"),
        *("--returns", "returns.txt", "--feedback", "feedback.txt", "--out", "facts.json"),
    )

    assert ran.code == 0
    written = Path("facts.json").read_text(encoding="utf-8")
    facts = facts_from_json(json.loads(written))
    assert [(metric.name, metric.value, metric.count) for metric in facts.metrics] == [
        ("order_defect_rate", 1.8, 27)
    ]
    assert {cause.kind for cause in facts.root_causes} == {"untracked-mail", "weak-packaging"}
    assert not any(part.confirmed for part in (*facts.root_causes, *facts.facts))
    for private in ("1234567", "0151", "jane"):
        assert private not in written
    assert run("gaps", "facts.json").code == 1


def test_a_broken_report_is_one_line_and_nothing_is_written(run: Runner, working_folder: Path) -> None:
    (working_folder / "notice.txt").write_text(NOTICE, encoding="utf-8")
    (working_folder / "health.json").write_text("{", encoding="utf-8")

    ran = run("intake", "notice.txt", "--account-health", "health.json", "--out", "facts.json")

    assert ran.code == 3, ran.err
    assert ran.lines[-1].startswith("poa-ai: health.json: not JSON")
    assert not Path("facts.json").exists()
