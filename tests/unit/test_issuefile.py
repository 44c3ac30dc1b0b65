"""Issue types as data: nothing loads without a source, an example, and keys that are known."""

from importlib.resources.abc import Traversable
from pathlib import Path
from typing import cast

import pytest

from poa_ai.errors import IssueTypeError
from poa_ai.issue import Artefact, IssueType, Level, Marking
from poa_ai.issueexamples import check_issue_examples
from poa_ai.issuefile import load_issue_type

GOOD = """\
id = "returns"
title = "Return dissatisfaction"
summary = "Returns handled late."
reviewed = "2026-10-01"
reviewer = ["What was late?"]
vocabulary = ["return"]

[route]
default = "plan-of-action"
[[route.except]]
artefact = "documents"
match = ['send us the return labels']
finds = ["Please send us the return labels."]
ignores = ["Send a plan of action."]
source = "help"
advice = "send the labels"

[[source]]
key = "help"
title = "Help page"
where = "example.com"
reliability = "official"

[[metric]]
name = "return_rate"
aliases = ["rdr"]
label = "return rate"
unit = "percent"
comparison = "below"
target = 10
window_days = [30]
counted = "returns"
base = "orders"
source = "help"

[[signal]]
match = ['return dissatisfaction']
finds = ["Your return dissatisfaction rate is high."]
ignores = ["In return, we ship."]
weight = 2.0
source = "help"

[[variant]]
id = "late"
title = "Late"
explanation = "Late refunds."
match = ['late refunds?']
finds = ["late refunds"]
ignores = ["late orders"]
source = "help"

[[cause_kind]]
id = "slow-desk"
title = "Slow desk"
explanation = "Returns waited."
actions = ["refund"]
measures = ["check"]
variants = ["late"]
source = "help"

[[checklist]]
id = "counted"
level = "required"
check = "mentions"
wants = ['\\d{1,6} returns']
message = "No count."
ask = "How many?"
why = "It counts."
met = ["41 returns were late."]
missed = ["Returns were late."]
source = "help"

[[evidence]]
id = "report"
title = "Return report"
kinds = ["return_report"]
level = "recommended"
window_days = 90
counted_from = "notice"
fields = ["date"]
why = "It proves."
source = "help"
[[evidence.disqualified]]
kinds = ["screenshot"]
reason = "Edited too easily."
source = "help"

[[rejection]]
text = "No dates."
source = "help"

[example]
notice = "Your return dissatisfaction rate is high."
"""


def load(folder: Path, text: str) -> IssueType:
    file = folder / "issue.toml"
    file.write_text(text, encoding="utf-8")
    return load_issue_type(cast("Traversable", file), "returns/issue.toml")


def test_a_whole_issue_type_is_read(tmp_path: Path) -> None:
    issue = load(tmp_path, GOOD)
    assert (issue.id, issue.route.default, issue.checklist[0].level) == (
        "returns",
        Artefact.PLAN,
        Level.REQUIRED,
    )
    assert issue.route.exceptions[0].artefact is Artefact.DOCUMENTS
    assert issue.evidence[0].window_days == 90
    assert issue.evidence[0].disqualified[0].kinds == ("screenshot",)
    assert issue.signals[0].weight == 2.0
    assert str(issue.signals[0].source) == "Help page (official)"
    kind = issue.cause_kind("slow-desk")
    assert kind is not None
    assert kind.variants == ("late",)
    assert issue.cause_kind(None) is None


@pytest.mark.parametrize("name", ["return_rate", "Return Rate", "RETURN-RATE", "rdr"])
def test_a_metric_is_known_by_its_names_in_any_case(tmp_path: Path, name: str) -> None:
    metric = load(tmp_path, GOOD).metric(name)
    assert metric is not None
    assert metric.target == 10.0


def test_another_metric_is_not_known(tmp_path: Path) -> None:
    assert load(tmp_path, GOOD).metric("return") is None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('id = "returns"', 'id = "Returns!"', ":1: the id 'Returns!' must be lower-case"),
        ('title = "Return dissatisfaction"\n', "", "'title' is missing"),
        ('title = "Return dissatisfaction"', 'title = " "', ":2: 'title' is empty"),
        ("vocabulary", "vocabular", ":6: unknown key 'vocabular'; did you mean 'vocabulary'?"),
        ('default = "plan-of-action"', 'default = "letter"', "it must be one of: plan-of-action, documents"),
        ('reliability = "official"', 'reliability = "rumour"', "must be one of: official, forum"),
        ("aliases", "aliasse", "[[metric]] return_rate: unknown key 'aliasse'; did you mean 'aliases'?"),
        ("target = 10", 'target = "10"', "'target' must be a number, not a string"),
        ("window_days = [30]", "window_days = [0]", "whole numbers above 0"),
        ('missed = ["Returns were late."]\n', "", "needs the examples 'met' and 'missed'"),
        ('variants = ["late"]', 'variants = ["lost"]', "'slow-desk' names the variant 'lost'"),
        ("['late refunds?']", "['(a+)+']", "[[variant]] late: 'match'"),
        ('counted_from = "notice"', 'counted_from = "birth"', "must be one of: notice, today, none"),
        ('check = "mentions"', 'check = "feels"', "must be one of: metric, mentions"),
        ('default = "plan-of-action"', 'default = "none"', "[route]: 'advice' is missing: say why nothing"),
        (
            'fields = ["date"]',
            'fields = ["date"]\nformats = [".PDF"]',
            "'.PDF' must be a file format in lower",
        ),
        ('fields = ["date"]', 'fields = ["date"]\nmarking = "soon"', "must be one of: allowed, never"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in GOOD
    with pytest.raises(IssueTypeError) as caught:
        load(tmp_path, GOOD.replace(old, new, 1))
    assert str(caught.value).startswith("returns/issue.toml:")
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('finds = ["late refunds"]', 'finds = ["no refunds"]', "no pattern finds 'no refunds'"),
        ('ignores = ["late orders"]', 'ignores = ["a late refund"]', "which must pass"),
        ('met = ["41 returns were late."]', 'met = ["Many returns."]', "checklist counted: no pattern finds"),
        ('notice = "Your return', 'notice = "Your retorn', "no signal is heard in the example notice"),
    ],
)
def test_an_example_that_does_not_hold_is_named(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert check_issue_examples(load(tmp_path, GOOD)) == ()
    assert old in GOOD
    (line,) = check_issue_examples(load(tmp_path, GOOD.replace(old, new, 1)))
    assert line.startswith("returns: ")
    assert told in line


def test_a_source_must_be_one_of_the_file(tmp_path: Path) -> None:
    text = GOOD.replace(
        '[[rejection]]\ntext = "No dates."\nsource = "help"', '[[rejection]]\ntext = "x"\nsource = "hepl"'
    )
    with pytest.raises(IssueTypeError, match=r"'hepl' is no \[\[source\]\] of this file; known: help"):
        load(tmp_path, text)


@pytest.mark.parametrize(
    "name", ["source", "cause_kind", "checklist", "evidence", "signal", "rejection", "example"]
)
def test_an_issue_type_without_an_entry_of_each_kind_helps_nobody(tmp_path: Path, name: str) -> None:
    blocks = GOOD.split("\n\n")
    kept = [block for block in blocks if not block.startswith((f"[[{name}]]", f"[{name}]"))]
    assert len(kept) == len(blocks) - 1
    with pytest.raises(IssueTypeError):
        load(tmp_path, "\n\n".join(kept))


def test_an_issue_type_that_never_wants_a_plan_does_without_what_letters_need(tmp_path: Path) -> None:
    route = '[route]\ndefault = "none"\nadvice = "Ask the supplier."'
    text = GOOD.replace('[route]\ndefault = "plan-of-action"', route)
    kept = [b for b in text.split("\n\n") if not b.startswith(("[[cause_kind]]", "[[checklist]]"))]
    bare = "\n\n".join(kept).replace('reviewer = ["What was late?"]\nvocabulary = ["return"]\n', "")
    papers = 'formats = ["pdf", "jpg"]\nmarking = "never"\n'
    issue = load(tmp_path, bare.replace('fields = ["date"]\n', f'fields = ["date"]\n{papers}'))
    assert (issue.route.default, issue.route.advice) == (Artefact.NONE, "Ask the supplier.")
    assert not issue.route.may_be_plan
    assert issue.cause_kinds == issue.checklist == issue.reviewer == ()
    (wanted,) = issue.evidence
    assert (wanted.formats_told, wanted.marking) == ("pdf or jpg", Marking.NEVER)
    with pytest.raises(IssueTypeError, match="reviewer"):
        load(tmp_path, bare.replace('artefact = "documents"', 'artefact = "plan-of-action"'))


def test_an_entry_twice_is_refused(tmp_path: Path) -> None:
    rejection = '[[rejection]]\ntext = "No dates."\nsource = "help"\n'
    with pytest.raises(IssueTypeError, match=r"'No dates\.' stands twice"):
        load(tmp_path, GOOD.replace(rejection, rejection * 2))
