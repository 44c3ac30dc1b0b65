"""docs/issue-types.md is what the built-in plugins say today."""

from documents import read

from poa_ai.issue import IssueType
from poa_ai.issuespage import issues_page
from poa_ai.registry import Registry


def ours() -> list[IssueType]:
    """The issue types of this distribution; others may be installed beside them."""
    registry = Registry.installed()
    own = {id for info in registry.plugins if info.distribution == "poa-ai" for id in info.issue_types}
    return [issue for issue in registry.issue_types if issue.id in own]


def test_the_catalogue_is_up_to_date() -> None:
    assert len(ours()) == 18
    assert read("docs/issue-types.md") == "".join(issues_page(ours())), (
        "run: poa-ai plugins list --format markdown > docs/issue-types.md"
    )


def test_every_root_cause_and_source_is_in_the_catalogue() -> None:
    page = read("docs/issue-types.md")
    for issue in ours():
        assert all(f"`{kind.id}`" in page for kind in issue.cause_kinds)
        assert all(source.where in page for source in issue.sources)
        assert all(item.ask.replace("|", "/") in page for item in issue.checklist)
