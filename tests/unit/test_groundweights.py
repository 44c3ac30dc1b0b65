"""Which issue types a statement is like, by its words: bounded, and none by a word alone."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from poa_ai.intake.groundcues import CUES, cue_weights, read_cue_weights, write_cue_weights
from poa_ai.intake.groundweights import (
    FEWEST,
    GROUND,
    OTHER,
    ground_weights,
    read_weights,
    terms,
    write_weights,
)
from poa_ai.registry import Registry
from poa_ai.testing.cuelearning import weigh_cues
from poa_ai.testing.groundlearning import (
    Ground,
    all_notices,
    learn,
    learned_from,
    of_notices,
    read_grounds,
)
from poa_ai.testing.noticescore import LabelledNotice, read_notices

NOTICES = Path(__file__).parents[2] / "evals" / "notices"
ISSUES = {issue.id for issue in Registry.installed().issue_types}


@given(st.text())
def test_any_text_is_weighed(text: str) -> None:
    odds = ground_weights().log_odds(text)
    assert set(odds) == {*ISSUES, OTHER, GROUND}
    assert all(math.isfinite(value) for value in odds.values())


@pytest.mark.parametrize(
    ("statement", "issue"),
    [
        (
            "A third of what you posted in May left your shed a day or more behind the dispatch date shown.",
            "late_shipment",
        ),
        ("Shoppers who opened the parcel found the invoice of a supermarket in it.", "drop_shipping"),
        ("The jars went to customers months after the date on the lid.", "expired"),
        ("Two of the bills you uploaded had the buyer's name pasted over.", "forged_documents"),
    ],
)
def test_a_statement_in_other_words_is_like_those_on_its_issue(statement: str, issue: str) -> None:
    odds = ground_weights().log_odds(statement)
    assert max(ISSUES, key=lambda name: odds[name]) == issue
    assert odds[issue] > -2


@pytest.mark.parametrize("text", ["", "Best", "Dear Seller,", "Amazon.co.uk", "B0EXAMPLE1", "14 days"])
def test_a_word_alone_tells_of_nothing(text: str) -> None:
    odds = ground_weights().log_odds(text)
    assert max(odds[issue] for issue in ISSUES) < 0


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
    weights = read_weights(learn(grounds, ()))
    padding = " ".join(f"word{'x' * n}" for n in range(FEWEST))
    odds = weights.log_odds("the lamp caught fire")
    assert odds["safety"] > odds["odr"]
    assert odds[GROUND] > weights.log_odds("please write to us")[GROUND]
    assert weights.log_odds(f"the lamp caught fire {padding}")["safety"] < odds["safety"]


def test_a_passage_that_may_tell_of_its_notice_speaks_neither_for_nor_against_it() -> None:
    told = [Ground(f"fire {n}", frozenset(("safety",))) for n in "abc"]
    others = [Ground(f"claims {n}", frozenset(("odr",))) for n in "abc"]
    maybe = Ground("fire again", frozenset(), frozenset(("safety",)))
    free, held = (read_weights(learn(said, ())) for said in ([*told, *others], [*told, *others, maybe]))
    odds = held.log_odds("fire")["safety"], free.log_odds("fire")["safety"]
    assert odds[0] == pytest.approx(odds[1], abs=0.25)


def test_the_passage_that_tells_the_issue_type_of_a_notice_is_found_and_one_that_misleads() -> None:
    told = [Ground(f"the lamp caught fire {n}", frozenset(("safety",))) for n in "abc"]
    others = [Ground(f"claims of buyers {n}", frozenset(("odr",))) for n in "abc"]
    weights = read_weights(learn([*told, *others], ()))
    text = (
        "The lamp caught fire again.\nYour claims of buyers are in order.\nPlease write to us about it soon."
    )
    notice = LabelledNotice("x", text, None, {"issues": ["safety"]})
    fire, claims, rest = of_notices([notice], weights)
    assert fire.issues == {"safety"}
    assert fire.weight > 1
    assert (claims.issues, claims.open) == (set(), {"safety"})
    assert rest.issues == set()
    assert rest.open >= {"safety"}


def test_cues_are_weighed_by_the_passage_that_speaks_most_for_the_issue_type() -> None:
    rng = np.random.default_rng(0)
    cues, about = [], []
    for _ in range(60):
        is_about = rng.random(2) < 0.5
        seen = rng.normal(0, 0.1, (3, 2, len(CUES)))
        seen[rng.integers(3), :, CUES.index("topic")] += np.where(is_about, 4.0, -4.0)
        cues.append(seen)
        about.append(np.where(is_about, 1.0, -1.0))
    weighed = weigh_cues(cues, about, "x")
    told = dict.fromkeys(CUES, 0.0) | {"topic": 4.0}
    assert weighed.score(tuple(told.values())) > 0 > weighed.score((0.0,) * len(CUES))
    assert read_cue_weights(write_cue_weights(weighed)).score(tuple(told.values())) == pytest.approx(
        weighed.score(tuple(told.values())), abs=0.01
    )


def test_weights_of_other_cues_are_refused() -> None:
    with pytest.raises(ValueError, match=r"groundcues\.toml: the cues are topic, "):
        read_cue_weights('learned_from = "x"\nstart = 0.0\n[weights]\nshouting = 1.0\n')


def test_the_weights_are_learned_from_the_statements_of_the_checkout() -> None:
    learned = learned_from(read_grounds(NOTICES / "grounds"), all_notices(NOTICES))
    told = {ground_weights().learned_from, cue_weights().learned_from}
    assert told == {learned}, "run python -m poa_ai.testing.cuelearning"


def test_every_statement_names_known_issue_types_and_no_held_out_notice_is_among_them() -> None:
    grounds = read_grounds(NOTICES / "grounds")
    assert {issue for ground in grounds for issue in ground.issues} == {*ISSUES, OTHER}
    held = {" ".join(notice.text.split()) for notice in read_notices(NOTICES / "held-out")}
    assert not held & {" ".join(notice.text.split()) for notice in read_notices(NOTICES / "learned")}
    told = [" ".join(ground.text.split()) for ground in grounds if ground.issues]
    assert not any(statement in notice for notice in held for statement in told if len(statement) > 40)


def test_a_file_of_another_form_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('[odr]\nsays = ["x"]\nextra = 1\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"\[odr\] holds 'says' and nothing else"):
        read_grounds(tmp_path)
