import re
import time

import pytest

from poa_ai.normalised import normalise
from poa_ai.patterns import PatternError, compile_pattern
from poa_ai.validation.rulefile import load_builtin_rules


def found(pattern: str, text: str) -> list[str]:
    return [text[span.start : span.end] for span in compile_pattern(pattern).find(normalise(text))]


def test_whole_words_in_any_case() -> None:
    assert found("beg", "BEG begin Beg, unbeg beg") == ["BEG", "Beg", "beg"]


def test_a_mark_needs_no_word_boundary() -> None:
    assert found("!!", "late!!") == ["!!"]


def test_capitals_matter_where_asked_for() -> None:
    assert found("(?-i:NOT)", "not NOT Not") == ["NOT"]


def test_a_short_alternative_counts_where_the_long_one_is_no_whole_word() -> None:
    assert found("(?:sue|sue them)", "we sue themselves") == ["sue"]


def test_long_texts_are_searched_like_short_ones() -> None:
    text = "The carrier came. " * 3000 + "We beg you. " + "The carrier came. " * 3000
    assert found("(?:we|i) beg(?:ging)? you", text) == ["We beg you"]


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(a+)+", "groups are written"),
        ("(?:a+)+", "no end"),
        ("(?:a+){2,3}", "nested repeat"),
        ("(?:a{1,9}){2,13}", "repeats what repeats"),
        ("(?<=a)b", "look-behind"),
        (r"(?:a)\1", "back-reference"),
        (".*a", "no end"),
        ("a.+b", "no end"),
        ("[^a]*b", "no end"),
        ("a?", "may match nothing"),
        ("", "may match nothing"),
        ("(?=a)", "may match nothing"),
        ("[z-a]", "no character class"),
        ("(?:a", "has no"),
        ("a)", "without its"),
        ("a**", "repeat of a repeat"),
        ("a*?", "not allowed"),
        ("^a", "not allowed"),
        ("a{3,2}", "least before most"),
        ("(?i)a", "not allowed"),
        ("(?P<x>a)", "not allowed"),
        ("a{2000}", "longer than"),
        ("(?:" * 40 + "a" + ")" * 40, "deep"),
        (r"a\x", "not allowed"),
    ],
)
def test_what_may_not_be_written_is_refused_with_a_reason(pattern: str, reason: str) -> None:
    with pytest.raises(PatternError, match=reason):
        compile_pattern(pattern)


def test_a_pattern_is_told_from_the_words_it_needs() -> None:
    assert compile_pattern("(?:we|i) apologi[sz]e").keys == ("apologi",)
    assert compile_pattern("(?:by the book|(?:un)?fair)").keys == ()
    assert compile_pattern("by the book").keys == ("book ",)
    assert compile_pattern("by the book(?:s|let)?").keys == ("book",)
    assert compile_pattern("(?:book|fair) [a-z]").keys == ("book ", "fair ")
    assert compile_pattern("the book club").form.literals == (("the book club",),)
    assert compile_pattern(r"\?{2,4}").keys == ("?",)
    assert compile_pattern(r"\d{3}-\d{2,4} x?").form.literals == (("000-00",), ("00 ",))
    assert compile_pattern("xx{1,5} fair(?:ly)?").form.literals == (("x fair",), ("\nxx",))
    assert compile_pattern(r"\[(?:a|i) fair\]").form.literals == ((" fair]",), ("\na\n", "\ni\n"), ("[",))


def test_what_needs_a_figure_is_told_from_any_figure() -> None:
    pattern = compile_pattern(r"(?:lot|box) \d{2}-7")
    assert pattern.may_occur(normalise("box 15-7"))
    assert pattern.may_occur(normalise("box ١٥-7"))
    assert not pattern.may_occur(normalise("box 15/7"))
    assert not pattern.may_occur(normalise("box"))


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"(?-i:[A-Z]{2}\d)", ["AB1"]),
        (r"(?-i:[A-Z]{2}\d|x\d)", ["AB1", "x2"]),
        (r"(?-i:[A-Z]){2}\d", ["AB1"]),
        (r"\d{1,2}c", ["2c"]),
        (r"[a-z]{0,1}2", ["2", "x2"]),
    ],
)
def test_a_class_at_the_begin_begins_a_word(pattern: str, expected: list[str]) -> None:
    assert found(pattern, "AB1, xAB1, 2c, x2c, -2, x2 _AB1") == expected


def test_every_match_holds_one_of_the_keys() -> None:
    shown = [rule.examples for rule in load_builtin_rules().rules]
    texts = [*(text for s in shown for text in s.flags), *(before for s in shown for before, _ in s.removes)]
    matched = 0
    for pattern in {pattern for rule in load_builtin_rules().rules for pattern in rule.match}:
        for normal in map(normalise, texts):
            if pattern.keys and any(True for _ in pattern.find(normal)):
                matched += 1
                words = {re.sub(r"\d", "0", f"{word.lower()} ") for word in normal.words}
                assert any(word.startswith(key) for word in words for key in pattern.keys), pattern.source
    assert matched > 150


@pytest.mark.parametrize("text", ["we beg " * 10_000, "a" * 60_000, "we " * 30_000, "\u200b" * 60_000])
def test_time_is_linear_on_hostile_text(text: str) -> None:
    begun = time.perf_counter()
    list(compile_pattern(r"(?:we|i) (?:\w{1,12} ){0,2}beg(?:ging)? your \w+").find(normalise(text)))
    assert time.perf_counter() - begun < 3
