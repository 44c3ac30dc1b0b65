"""Judging sentences as a whole, learning to, and what rules may ask of a sentence."""

from pathlib import Path

import pytest

from poa_ai.findings import Severity
from poa_ai.testing.corpus import LabelledSentence, read_corpus
from poa_ai.testing.languagescore import judge, score, worst
from poa_ai.testing.tonelearning import learn
from poa_ai.validation.language import find_language, tone_words
from poa_ai.validation.rule import RuleSet
from poa_ai.validation.rulefile import load_builtin_rules, load_rules
from poa_ai.validation.tone import read_tone
from poa_ai.validation.tonefile import Kinds, format_kinds, format_weights, parse_weights
from poa_ai.validation.tonewords import tokens
from poa_ai.validation.wordshape import shapes_of

RULE = """
[[rule]]
id = "begging.test"
match = ['mercy']
action = "flag"
severity = "error"
message = "No."
source = "Here"
flags = ["Have mercy."]
keeps = ["It was late."]
"""


def rules_of(folder: Path, extra: str) -> RuleSet:
    (folder / "r.toml").write_text(RULE + extra, "utf-8")
    return RuleSet(load_rules(folder / "r.toml", "r.toml"), read_tone())


def found(text: str, rules: RuleSet) -> list[tuple[str, Severity]]:
    return [(finding.rule, finding.severity) for finding in find_language(text, rules)]


def test_words_are_folded_and_figures_and_names_stand_for_their_kind() -> None:
    assert tokens("On 3 May we asked Oak Ltd!") == [
        *("<s>", "on", "0", "^", "we", "asked", "^", "^", "!", "</s>"),
    ]


@pytest.mark.parametrize(
    ("word", "shapes"),
    [("ALL", ("capitals",)), ("I", ()), ("iPhone", ("mixed-case",)), ("late", ()), ("B0X", ())],
)
def test_shapes(word: str, shapes: tuple[str, ...]) -> None:
    assert shapes_of(word) == shapes


def test_what_is_learned_tells_sentences_apart_and_the_same_each_time() -> None:
    wrong = [f"Have pity on {who} and forgive" for who in ("us", "me", "him", "her", "them", "our shop")]
    right = [f"The lead counted {what} daily" for what in ("lamps", "cups", "boxes", "lids", "bags", "toys")]
    corpus = [LabelledSentence(text, "begging", text in wrong) for text in (*wrong, *right)]
    tone, kinds = learn(corpus)
    assert set(kinds) == {"begging"}
    assert tone.score(tone_words("Have pity and forgive")) > tone.score(tone_words("The lead counted daily"))
    assert learn(corpus) == (tone, kinds)


def test_a_weighed_rule_rests_in_a_sentence_that_reads_like_a_fact(tmp_path: Path) -> None:
    fact = "The Mercy Lane brand was moved from New to Used on 19 May and 12 offers were closed."
    plea = "We have nothing left and ask you to have mercy on our family."
    assert ("begging.test", Severity.ERROR) in found(fact, rules_of(tmp_path, ""))
    weighed = rules_of(tmp_path, "weighed = true\n")
    assert found(fact, weighed) == []
    assert ("begging.test", Severity.ERROR) in found(plea, weighed)


def test_a_rule_rests_in_the_company_of_unless(tmp_path: Path) -> None:
    rules = rules_of(tmp_path, "unless = ['brand']\n")
    assert found("Mercy is the brand.", rules) == []
    assert found("Have mercy. The brand is new.", rules) == [("begging.test", Severity.ERROR)]


def test_a_rule_with_a_shape_looks_for_words_of_that_shape(tmp_path: Path) -> None:
    rules = rules_of(tmp_path, 'shape = "capitals"\n')
    assert found("have mercy.", rules) == []
    assert found("HAVE mercy.", rules) == [("begging.test", Severity.ERROR)]


def test_on_facts_tone_alone_condemns_less() -> None:
    rules = load_builtin_rules()
    assert rules.tone is not None
    assert rules.on_facts.tone is not None
    assert rules.on_facts.tone.sure > rules.tone.sure
    assert rules.on_facts.tone_rules["vague"].severity is Severity.WARNING


def test_a_sentence_in_another_language_is_told_as_unchecked() -> None:
    text = "Wir haben am 3. Mai alle Pakete noch einmal gezählt und die Etiketten ersetzt."
    assert found(text, load_builtin_rules()) == [("vague.other-language", Severity.WARNING)]


def test_a_corpus_says_where_a_line_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "c.tsv"
    file.write_text("# comment\n+begging\tWe beg you.\n-pleading\tIt was late.\n", "utf-8")
    with pytest.raises(ValueError, match=r"c\.tsv:3"):
        read_corpus(file)


def test_scores_count_what_was_found_missed_and_accused() -> None:
    corpus = [
        LabelledSentence("We beg you to reinstate our account.", "begging", True),
        LabelledSentence("The lamp has 40 watts.", "begging", True),
        LabelledSentence("We are so sorry for the trouble.", "vague", False),
        LabelledSentence("41 orders were late on 3 May 2026.", "vague", False),
    ]
    judged = judge(corpus, load_builtin_rules())
    whole, begging = score(judged), score(judged, "begging")
    assert (whole.offending, whole.found, whole.factual, whole.alarms) == (2, 1, 2, 1)
    assert (whole.recall, whole.precision) == (0.5, 0.5)
    assert (begging.found_by_category, begging.alarms) == (1, 0)
    missed, alarms = worst(judged, read_tone())
    assert [one.sentence.text for one in (*missed, *alarms)] == [corpus[1].text, corpus[2].text]


def test_weights_are_read_for_the_words_that_occur() -> None:
    weights = {"<we>": 3, "we>": -2, "we beg": 40, "we_you": 5, "<beg>": 7, "beg": 1, "0 we": 2}
    lines, numbers = parse_weights(format_weights(weights, {"bias": 0.5}))
    assert numbers == {"bias": 0.5}
    assert dict(lines.read_for("we")) == {"<we>": 3, "we>": -2, "we beg": 40, "we_you": 5}
    assert dict(lines.read_for("we")) == {}
    assert dict(lines.read_for("beg")) == {"<beg>": 7, "beg": 1}
    assert dict(lines.read_for("w")) == {}


def test_a_category_is_told_by_the_words_that_speak_for_it() -> None:
    kinds = Kinds.parse(format_kinds({"threat": {"sue": 9, "we": 1}, "begging": {"beg": 8, "we": 2}}))
    assert kinds.names == ("begging", "threat")
    assert kinds.category(["we", "sue"]) == "threat"
    assert kinds.category(["we", "unheard"]) == "begging"
