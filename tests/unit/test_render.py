"""Rendering: the shape of the contract, and no text of the facts becomes markup."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poa_ai.document import Document, Exhibit
from poa_ai.letter import read_letter
from poa_ai.render.formats import FORMATS
from poa_ai.render.markdown import escape, escape_block, render_markdown
from poa_ai.render.plaintext import render_plaintext

EXHIBIT = Exhibit(
    "E1", "Claims | export", "12 October 2026", "Section 1: root cause", ("B0EXAMPLE1", "B0EXAMPLE2")
)
DOCUMENT = Document((("Account", "A *B* LLC"), ("Marketplace", "US")), (), (EXHIBIT,), True)


def test_an_empty_document_is_its_title() -> None:
    assert render_markdown(Document((), (), (), False)) == "# Plan of Action\n"
    assert render_plaintext(Document((), (), (), False)) == "Plan of Action\n"


def test_header_note_and_table() -> None:
    assert render_markdown(DOCUMENT).split("\n\n") == [
        "# Plan of Action",
        "> Gap draft, not ready to send: facts that this letter needs are missing. "
        "Run `poa-ai gaps` on the facts file for the list.",
        r"Account: A \*B\* LLC | Marketplace: US",
        "## Supporting evidence",
        "| Exhibit | Document | Dated | Shows | ASINs |\n| --- | --- | --- | --- | --- |\n"
        r"| E1 | Claims \| export | 12 October 2026 | Section 1: root cause | B0EXAMPLE1, B0EXAMPLE2 |"
        "\n",
    ]


def test_plain_text_says_the_same_without_markup() -> None:
    assert render_plaintext(DOCUMENT).split("\n\n")[2:] == [
        "Account: A *B* LLC\nMarketplace: US",
        "Supporting evidence\n- E1: Claims | export (dated 12 October 2026; Section 1: root cause; "
        "ASINs: B0EXAMPLE1, B0EXAMPLE2)\n",
    ]


def test_nothing_known_is_a_dash() -> None:
    bare = Document((), (), (Exhibit("E1", "Photo", "", "", ()),), False)
    assert "| E1 | Photo | - | - | - |" in render_markdown(bare)
    assert render_plaintext(bare).endswith("- E1: Photo\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a*b*", r"a\*b\*"),
        ("snake_case and _em_", r"snake_case and \_em\_"),
        ("[x](y)", r"\[x\](y)"),
        ("<b>", r"\<b>"),
        ("AT&T &amp; &", r"AT&T \&amp; &"),
        (r"a\*", r"a\\\*"),
        ("~~a~~ ~5", r"\~~a\~~ ~5"),
        ("a\n\n# b", "a # b"),
        ("1.8% (27 of 1,500); it's 100 USD.", "1.8% (27 of 1,500); it's 100 USD."),
    ],
)
def test_what_would_be_markup_is_escaped_and_nothing_else(text: str, expected: str) -> None:
    assert escape(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# a", r"\# a"),
        ("- a", r"\- a"),
        ("1. a", r"1\. a"),
        ("12) a", r"12\) a"),
        ("> a", r"\> a"),
        ("1.5 a", "1.5 a"),
    ],
)
def test_no_text_opens_a_block(text: str, expected: str) -> None:
    assert escape_block(text) == expected


@given(st.text(min_size=1, max_size=120).filter(lambda text: any(c.isalnum() for c in text)))
def test_any_text_is_one_item_that_reads_back(text: str) -> None:
    item = f"- {escape_block(text)}"
    assert len(item.splitlines()) == 1
    blocks = read_letter(item).blocks
    assert len(blocks) == 1
    assert blocks[0].kind == "item"
    assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", blocks[0].text) == " ".join(text.split())


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_exhibit_stays_one_row_of_five_cells(title: str, shows: str) -> None:
    text = render_markdown(Document((), (), (Exhibit("E1", title, "", shows, ()),), False))
    row = text.splitlines()[-1]
    assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) == 6
    assert len(text.split("\n")) == 8


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_ends_with_one_newline(format: str) -> None:
    assert re.search(r"[^\n]\n\Z", FORMATS[format](DOCUMENT))
