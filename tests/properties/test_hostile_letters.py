"""The corpus of `python bench/hostile.py`, small: no crash, no text lost, bounded time."""

import time
from pathlib import Path

import pytest

from poa_ai.errors import LetterError
from poa_ai.findings import Span
from poa_ai.letterfile import read_letters
from poa_ai.sentences import split_sentences
from poa_ai.testing.hostiletexts import LIMITED, hostile_texts
from poa_ai.validation.carried import carried
from poa_ai.validation.proseblocks import read_prose
from poa_ai.validation.rewriting import rewrite
from poa_ai.validation.rulefile import load_builtin_rules

RULES = load_builtin_rules()
SMALL = hostile_texts(1_500)
LONG, LONGER = hostile_texts(8_000), hostile_texts(32_000)
READ = [name for name in SMALL if name not in LIMITED]


@pytest.mark.parametrize("name", READ)
def test_rewriting_ends_and_is_a_fixed_point(name: str) -> None:
    text = SMALL[name].decode()
    done = rewrite(text, RULES)
    assert rewrite(done.text, RULES).text == done.text
    assert all(
        finding.span is not None and done.text[finding.span.start : finding.span.end] == finding.text
        for finding in done.findings
    )


@pytest.mark.parametrize("name", READ)
def test_reading_takes_time_in_proportion_to_the_length(name: str) -> None:
    # The better of two runs: the first one also compiles patterns.
    long, longer = (min(_seconds(texts[name].decode()) for _ in range(2)) for texts in (LONG, LONGER))
    assert longer < 10 * long + 0.15


def _seconds(text: str) -> float:
    """CPU seconds for all that is done to a letter without rules."""
    begun = time.process_time()
    sentences = split_sentences(text)
    blocks = read_prose(text)
    carried(text, sentences[:1])
    places = [block if isinstance(block, Span) else block.lines for block in blocks]
    assert all(place.end <= len(text) for place in places)
    return time.process_time() - begun


@pytest.mark.parametrize("name", sorted(LIMITED))
def test_what_is_no_text_is_refused_in_one_line(name: str, tmp_path: Path) -> None:
    file = tmp_path / "letter.md"
    file.write_bytes(SMALL[name])
    with pytest.raises(LetterError, match=r"letter\.md: [^\n]*UTF-8[^\n]*\Z"):
        list(read_letters([str(file)]))
