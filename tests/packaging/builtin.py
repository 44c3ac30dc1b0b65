"""The issue types that come with poa-ai, by their ids; each has a plugin of the same name."""

BUILT_IN = frozenset(
    """
    odr late_shipment ip_complaint authenticity cancellation valid_tracking on_time_delivery condition safety
    restricted expired listing_policy review_manipulation related_accounts drop_shipping verification
    forged_documents fair_pricing
    """.split()
)

NEVER_DRAFTED = frozenset({"verification", "forged_documents"})
"""Those that no letter answers: they bring no prompt."""
