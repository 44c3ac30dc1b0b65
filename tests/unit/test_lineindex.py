"""Lines and columns: counted in characters, and found without reading the text again."""

import time

from hypothesis import given
from hypothesis import strategies as st

from poa_ai.findings import Finding, Severity, Span, locate
from poa_ai.lineindex import LineIndex


@given(st.text(alphabet="ab\r\n\u2028\x0b\U0001f600e\u0301", max_size=40), st.data())
def test_a_place_is_that_of_the_line_it_stands_in(text: str, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(text)))
    line, column = 1, 1
    for at, character in enumerate(text[:index]):
        if character == "\n" or (character == "\r" and text[at + 1 : at + 2] != "\n"):
            line, column = line + 1, 1
        else:
            column += 1

    assert LineIndex.of(text).place(index) == (line, column)


def test_a_finding_has_the_place_of_its_first_character_and_of_the_one_behind_its_last() -> None:
    text = "\U0001f600 one\r\ntwo three\rfour"
    (found,) = locate([finding(text, "one\r\ntwo")], text, "letter.md")

    assert (found.line, found.column, found.end_line, found.end_column) == (1, 3, 2, 4)
    assert (found.path, found.text) == ("letter.md", "one\r\ntwo")


def test_a_finding_about_nothing_in_the_text_has_no_place() -> None:
    (found,) = locate([Finding("a.b", Severity.NOTE, "m")], "text", "letter.md")

    assert (found.path, found.line, found.end_column) == ("letter.md", None, None)


def test_thousands_of_findings_in_a_long_text_take_no_time() -> None:
    text = "Orders were sent late in May.\n" * 35_000
    found = [Finding("a.b", Severity.NOTE, "m", span=Span(at, at + 5)) for at in range(0, len(text), 210)]
    start = time.perf_counter()

    located = locate(found, text)

    assert time.perf_counter() - start < 0.5
    assert located[-1].line == 1 + 7 * (len(found) - 1)


def finding(text: str, words: str) -> Finding:
    start = text.index(words)
    return Finding("a.b", Severity.ERROR, "m", span=Span(start, start + len(words)))
