"""The issue types on policies: listings, reviews, related accounts and drop shipping."""

from pathlib import Path

from poa_ai.testing import IssuePluginTests

CASES = Path(__file__).parents[3] / "evals" / "cases"


class TestListingPolicy(IssuePluginTests):
    plugin = "poa_ai_listing_policy"
    facts = CASES / "listing-policy-family-and-duplicate" / "facts.json"


class TestReviewManipulation(IssuePluginTests):
    plugin = "poa_ai_review_manipulation"
    facts = CASES / "review-manipulation-insert-and-agency" / "facts.json"


class TestRelatedAccounts(IssuePluginTests):
    plugin = "poa_ai_related_accounts"
    facts = CASES / "related-accounts-bookkeeping-user" / "facts.json"


class TestDropShipping(IssuePluginTests):
    plugin = "poa_ai_drop_shipping"
    facts = CASES / "drop-shipping-supplier-slips" / "facts.json"
