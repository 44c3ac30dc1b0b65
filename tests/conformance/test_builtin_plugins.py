"""The four built-in issue types, held to what every issue plugin is held to."""

from pathlib import Path

from poa_ai.testing import IssuePluginTests

CASES = Path(__file__).parents[2] / "evals" / "cases"


class TestOrderDefectRate(IssuePluginTests):
    plugin = "poa_ai_odr"
    facts = CASES / "odr-untracked-mail" / "facts.json"


class TestLateShipment(IssuePluginTests):
    plugin = "poa_ai_late_shipment"
    facts = CASES / "late-shipment-handling-time" / "facts.json"


class TestIpComplaint(IssuePluginTests):
    plugin = "poa_ai_ip_complaint"
    facts = CASES / "ip-trademark-listing" / "facts.json"


class TestAuthenticity(IssuePluginTests):
    plugin = "poa_ai_authenticity"
    facts = CASES / "authenticity-invoices" / "facts.json"
