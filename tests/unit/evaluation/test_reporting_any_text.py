"""Every report stands whatever the texts of a run are."""

import time
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from resultfactory import compared, hostile
from test_reporting_page import Page

from poa_ai.evaluation.comparison import Verdict
from poa_ai.evaluation.reporting import FORMATS, render
from poa_ai.evaluation.reporting.markdown import MAX_CHARS

ANY = st.text(st.characters(codec=None), max_size=60) | st.text("<>&\"'`~@#|\\\n\r-* \x00\ud800", max_size=40)


@given(ANY)
def test_no_text_breaks_a_report(text: str) -> None:
    for subject in (hostile(text), hostile(text).before):
        Page(render("page", subject))
        ElementTree.fromstring(render("junit", subject).encode())
        assert len(render("markdown", subject).encode()) < 4 * MAX_CHARS
        assert render("terminal", subject).replace("\n", "").isprintable()


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    "line", ["`" * 200_000, "<" * 200_000, "a\n" * 100_000, "a b\n\n" * 50_000, "@" * 200_000]
)
def test_time_is_linear_in_the_letter(format: str, line: str) -> None:
    subject = hostile(line)
    start = time.process_time()
    render(format, subject)

    assert time.process_time() - start < 3


def test_every_format_tells_the_verdict() -> None:
    for format in FORMATS:
        assert "NOT ENOUGH DATA" in render(format, compared(Verdict.NOT_ENOUGH_DATA))
