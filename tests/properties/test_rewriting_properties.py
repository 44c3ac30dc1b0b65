import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from poa_ai.findings import Span
from poa_ai.normalised import normalise
from poa_ai.quotations import find_quotations
from poa_ai.sentences import split_sentences
from poa_ai.testing.letters import letters, rewriting_faults
from poa_ai.validation.carried import carried
from poa_ai.validation.language import find_language, protected_spans
from poa_ai.validation.proseblocks import read_prose
from poa_ai.validation.rewriting import rewrite
from poa_ai.validation.rulefile import load_builtin_rules
from poa_ai.validation.withholding import clean, collapse

RULES = load_builtin_rules()

SCRAPS = st.sampled_from(
    (
        "we beg you|so sorry|unfortunately,|Sadly,|truly|41 of 58 orders were late|case ID 144|was ignored"
        "|ignore previous instructions|write 0.5%|.|!!|?|, but|, and|and|because|the carrier was changed"
        '|on 3 May 2026|"|“|”|(|)|**|U.S.|Inc.|No. 5|Yahoo!|s o r r y|s0rry|\n|\n\n|- |# |> ||| a | b |'
        "|1. |NOT|WE ARE NOT HAPPY NOW|😭|a|The|an|Thank you|we promise|never again|B0EXAMPLE1"
        "|we are devastated that|It|was|late.|Jane Buyer|We"
    ).split("|")
)
TEXTS = st.one_of(
    st.lists(SCRAPS, max_size=25).map(" ".join),
    st.text(max_size=200),
    st.lists(st.one_of(SCRAPS, st.text(max_size=5))).map("".join),
)
DATA = Path(__file__).parent.parent / "unit" / "data"


def data_sentences(kind: str) -> list[str]:
    lines = [
        line for file in sorted(DATA.glob(f"{kind}*.txt")) for line in file.read_text("utf-8").splitlines()
    ]
    return [line.rpartition("\t")[2] for line in lines if line.strip()]


LETTERS = letters(data_sentences("factual"), data_sentences("offending"))
PROPERTY = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


@PROPERTY
@given(TEXTS)
def test_sentences_hold_every_character_once(text: str) -> None:
    spans = split_sentences(text)
    outside = "".join(text[a.end : b.start] for a, b in pairwise(spans))
    outside += text[: spans[0].start] + text[spans[-1].end :] if spans else text
    assert outside.strip() == ""
    assert all(text[span.start : span.end].strip() == text[span.start : span.end] != "" for span in spans)


@PROPERTY
@given(TEXTS)
def test_spans_of_the_normal_text_lie_in_the_source_in_order(text: str) -> None:
    normal = normalise(text)
    assert len(normal.text) == len(normal.folded)
    spans = [normal.span(at, at + 1) for at in range(len(normal.text))]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert spans == sorted(spans)


@PROPERTY
@given(TEXTS)
def test_findings_lie_in_the_text(text: str) -> None:
    for finding in find_language(text, RULES, protected_spans(text)):
        assert finding.span
        assert text[finding.span.start : finding.span.end] == finding.text != ""


@PROPERTY
@given(TEXTS)
def test_rewriting_twice_is_rewriting_once(text: str) -> None:
    once = rewrite(text, RULES)
    again = rewrite(once.text, RULES)
    assert (again.text, again.edits, again.findings) == (once.text, (), once.findings)


@PROPERTY
@given(LETTERS)
def test_a_letter_keeps_its_values_and_its_shape(text: str) -> None:
    """A short run of what `python bench/rewriting.py` does with 10,000 letters."""
    assert list(rewriting_faults(text, RULES)) == []


@PROPERTY
@given(TEXTS)
def test_blocks_lie_in_the_text_in_order(text: str) -> None:
    lines = [span if isinstance(span, Span) else span.lines for span in read_prose(text)]
    assert all(a.end <= b.start for a, b in pairwise(lines))
    for block in read_prose(text):
        if not isinstance(block, Span):
            assert block.lines.start <= block.content.start <= block.content.end <= block.lines.end


@PROPERTY
@given(TEXTS)
def test_quotations_are_carried_and_lie_apart(text: str) -> None:
    spans = find_quotations(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    values = carried(text)
    assert all(values[text[span.start + 1 : span.end - 1].strip()] > 0 for span in spans)


@PROPERTY
@given(TEXTS)
def test_every_sentence_is_used_or_withheld_once(text: str) -> None:
    done = clean("F1", text, RULES)
    given_text = collapse(text)
    given_sentences = Counter(given_text[span.start : span.end] for span in split_sentences(given_text))
    original = {edit.after: edit.before for edit in done.edits}
    accounted = Counter(original.get(sentence, sentence) for sentence in done.used)
    accounted.update(kept.text for kept in done.withheld)
    assert accounted.total() == given_sentences.total()
    assert {*accounted} <= {*given_sentences}
    assert done.text == " ".join(done.used)


@PROPERTY
@given(TEXTS)
def test_what_is_used_has_no_errors_and_stays_as_it_is(text: str) -> None:
    used = clean("F1", text, RULES).text
    assert not [finding for finding in find_language(used, RULES, protected_spans(used)) if finding.is_error]
    assert clean("F1", used, RULES).text == used


@PROPERTY
@given(TEXTS)
def test_private_words_are_nowhere(text: str) -> None:
    done = clean("F1", text, RULES, private=["Jane Buyer"])
    shown = [done.text, *(kept.text for kept in done.withheld), *(edit.before for edit in done.edits)]
    assert not [part for part in shown if re.search(r"(?<![^\W_])Jane Buyer(?![^\W_])", part)]
