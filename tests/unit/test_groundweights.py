"""Which issue types a statement is like, by its words: bounded, and none by a word alone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poa_ai.intake.groundweights import FEWEST, OTHER, ground_weights, read_weights, terms, write_weights
from poa_ai.registry import Registry
from poa_ai.testing.groundlearning import Ground, all_grounds, learn, learned_from, read_grounds
from poa_ai.testing.noticescore import read_notices

NOTICES = Path(__file__).parents[2] / "evals" / "notices"
ISSUES = {issue.id for issue in Registry.installed().issue_types}


@given(st.text())
def test_any_text_is_weighed(text: str) -> None:
    likeness = ground_weights().likeness(text)
    assert set(likeness) == {*ISSUES, OTHER}
    assert all(0 <= share <= 1 for share in likeness.values())


@pytest.mark.parametrize(
    ("statement", "issue"),
    [
        (
            "A third of what you posted in May left your shed a day or more behind the date shown.",
            "late_shipment",
        ),
        ("Shoppers who opened the parcel found the invoice of a supermarket in it.", "drop_shipping"),
        ("The jars went to customers months after the date on the lid.", "expired"),
        ("Two of the bills you uploaded had the buyer's name pasted over.", "forged_documents"),
    ],
)
def test_a_statement_in_other_words_is_like_those_on_its_issue(statement: str, issue: str) -> None:
    likeness = ground_weights().likeness(statement)
    assert max(likeness, key=lambda name: likeness[name]) == issue
    assert likeness[issue] > 0.15


@pytest.mark.parametrize("text", ["", "Best", "Dear Seller,", "Amazon.co.uk", "B0EXAMPLE1", "14 days"])
def test_a_word_alone_tells_of_nothing(text: str) -> None:
    assert max(ground_weights().likeness(text).values()) < 0.5


def test_words_count_without_endings_and_with_the_one_behind_and_percentages_as_one() -> None:
    assert terms("Shipped 6.5% late") == {"ship", "pct", "lat", "ship pct", "pct lat"}
    assert terms("Rate: 5 percent") == terms("rate 7 %")


def test_what_is_written_is_read() -> None:
    text = write_weights("x", {"odr": -1.5, "safety": 0.25}, {"late": {"odr": 2.126, "safety": 0.001}})
    weights = read_weights(text)
    assert weights.learned_from == "x"
    assert weights.starts == {"odr": -1.5, "safety": 0.25}
    assert weights.rows == {"late": "0\t213"}


def test_learning_tells_two_matters_apart() -> None:
    said = {"odr": "claims of buyers and bad feedback", "safety": "a lamp that caught fire and burnt a hand"}
    grounds = [Ground(f"{text} {n}", frozenset((issue,))) for issue, text in said.items() for n in "abcdef"]
    grounds += [Ground(f"please write to us on page {n}", frozenset()) for n in "abcdef"]
    weights = read_weights(learn(grounds))
    padding = " ".join(f"word{'x' * n}" for n in range(FEWEST))
    likeness = weights.likeness("the lamp caught fire")
    assert likeness["safety"] > likeness["odr"]
    assert weights.likeness(f"the lamp caught fire {padding}")["safety"] < likeness["safety"]


def test_a_passage_that_may_tell_of_its_notice_speaks_neither_for_nor_against_it() -> None:
    told = [Ground(f"fire {n}", frozenset(("safety",))) for n in "abc"]
    others = [Ground(f"claims {n}", frozenset(("odr",))) for n in "abc"]
    free = read_weights(learn([*told, *others]))
    held = read_weights(learn([*told, *others, Ground("fire again", frozenset(), frozenset(("safety",)))]))
    assert held.likeness("fire")["safety"] == pytest.approx(free.likeness("fire")["safety"], abs=0.05)


def test_the_weights_are_learned_from_the_statements_of_the_checkout() -> None:
    assert ground_weights().learned_from == learned_from(all_grounds(NOTICES)), (
        "run python -m poa_ai.testing.groundlearning"
    )


def test_every_statement_names_known_issue_types_and_no_held_out_notice_is_among_them() -> None:
    grounds = all_grounds(NOTICES)
    assert {issue for ground in grounds for issue in ground.issues | ground.open} == {*ISSUES, OTHER}
    held = {" ".join(notice.text.split()) for notice in read_notices(NOTICES / "held-out")}
    assert not held & {" ".join(notice.text.split()) for notice in read_notices(NOTICES / "learned")}
    told = [" ".join(ground.text.split()) for ground in grounds if ground.issues]
    assert not any(statement in notice for notice in held for statement in told if len(statement) > 40)


def test_a_file_of_another_form_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('[odr]\nsays = ["x"]\nextra = 1\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"\[odr\] holds 'says' and nothing else"):
        read_grounds(tmp_path)
