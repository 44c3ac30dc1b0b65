"""The issue types about metrics and prices, held to what every issue plugin is held to."""

from pathlib import Path

from poa_ai.testing import IssuePluginTests

CASES = Path(__file__).parents[3] / "evals" / "cases"


class TestCancellation(IssuePluginTests):
    plugin = "poa_ai_cancellation"
    facts = CASES / "cancellation-two-channels" / "facts.json"


class TestValidTracking(IssuePluginTests):
    plugin = "poa_ai_valid_tracking"
    facts = CASES / "valid-tracking-carrier-name" / "facts.json"


class TestOnTimeDelivery(IssuePluginTests):
    plugin = "poa_ai_on_time_delivery"
    facts = CASES / "on-time-delivery-slow-lane" / "facts.json"


class TestFairPricing(IssuePluginTests):
    plugin = "poa_ai_fair_pricing"
    facts = CASES / "fair-pricing-no-maximum" / "facts.json"
