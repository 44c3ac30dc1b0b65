"""docs/issue-types.md is what the built-in plugins say today."""

from documents import read

from poa_ai.issuespage import issues_page
from poa_ai.registry import Registry

BUILT_IN = {"poa_ai_odr", "poa_ai_late_shipment", "poa_ai_ip_complaint", "poa_ai_authenticity"}


def test_the_catalogue_is_up_to_date() -> None:
    registry = Registry.installed()
    ours = [issue for issue in registry.issue_types if f"poa_ai_{issue.id}" in BUILT_IN]
    assert len(ours) == len(BUILT_IN)
    page = "".join(issues_page(ours))
    assert read("docs/issue-types.md") == page, (
        "run: poa-ai plugins list --format markdown > docs/issue-types.md"
    )


def test_every_root_cause_and_source_is_in_the_catalogue() -> None:
    page = read("docs/issue-types.md")
    for issue in Registry.installed().issue_types:
        if f"poa_ai_{issue.id}" in BUILT_IN:
            assert all(f"`{kind.id}`" in page for kind in issue.cause_kinds)
            assert all(source.where in page for source in issue.sources)
            assert all(item.ask.replace("|", "/") in page for item in issue.checklist)
