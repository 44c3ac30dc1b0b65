"""Comments in a letter that speak to `check`: how they are read, and what they are about."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poa_ai.validation.lettercomment import MAX_COMMENTS, read_comments, without_comments

ALLOW = "<!-- poa: allow emotive because quoted -->"


@pytest.mark.parametrize(
    ("comment", "names", "because"),
    [
        (
            "<!-- poa: allow emotive.apology because quoted by the buyer -->",
            ("emotive.apology",),
            "quoted by the buyer",
        ),
        ("<!--poa:allow emotive because it is-->", ("emotive",), "it is"),
        (
            "<!-- POA: Allow emotive, begging.chance  BECAUSE  a\n  b -->",
            ("emotive", "begging.chance"),
            "a b",
        ),
        ("<!-- poa: allow support-case because 1 > 0 -->", ("support-case",), "1 > 0"),
        ("<!-- poa: allow emotive -->", ("emotive",), ""),
        ("<!-- poa: allow emotive because -->", ("emotive",), ""),
        ("<!-- poa: alow emotive because x -->", (), ""),
        ("<!-- poa: allow because x -->", (), ""),
        ("<!-- poa: allow emotive becausex -->", (), ""),
        ("<!-- poa: -->", (), ""),
        (f"<!-- poa: allow emotive because {'x' * 2000} -->", (), ""),
    ],
)
def test_what_a_comment_says(comment: str, names: tuple[str, ...], because: str) -> None:
    (read,) = read_comments(f"Before. {comment} After.")

    assert (read.names, read.because) == (names, because)


@pytest.mark.parametrize(
    "text",
    [
        "<!-- a note -->",
        r"\<!-- poa: allow emotive because x -->",
        "poa: allow emotive",
        "<!- poa: allow -->",
        "-->",
    ],
)
def test_what_is_no_comment_to_check(text: str) -> None:
    assert read_comments(text) == ()


def test_a_comment_that_is_never_closed_ends_with_its_line() -> None:
    text = "One. <!-- poa: allow emotive because x\nTwo. <!-- poa: allow\r\nThree."

    assert [text[c.span.start : c.span.end] for c in read_comments(text)] == [
        "<!-- poa: allow emotive because x",
        "<!-- poa: allow",
    ]


@pytest.mark.parametrize(
    ("letter", "held"),
    [
        (f"One. {ALLOW}\n\nTwo.", "One."),
        (f"{ALLOW} One.\n\nTwo.", "One."),
        (f"One.\n\n{ALLOW}\n\nTwo.\n\nThree.", "Two."),
        (f"One.\n{ALLOW}\nTwo.\n\nThree.", "Two."),
        (f"One\n{ALLOW} goes on.\n\nTwo.", None),
        (f"- One.\n- Two. {ALLOW}\n- Three.", "Two."),
        (f"- One.\n{ALLOW}\n- Two.\n- Three.", "Two."),
        (f"- {ALLOW} One.\n- Two.", "One."),
        (f"## One {ALLOW}\n\nTwo.", "One"),
        (f"{ALLOW}\n## One\n\nTwo.", "One"),
        (f"{ALLOW}\n\n---\n\nOne.", "One."),
        (f"| a | One | {ALLOW}\n| b | Two |", "a | One"),
        (f"One.\n\n{ALLOW}", None),
        (ALLOW, None),
    ],
)
def test_which_block_a_comment_is_about(letter: str, held: str | None) -> None:
    (comment,) = read_comments(letter)
    holds = comment.holds and letter[comment.holds.start : comment.holds.end]

    if held is None:
        assert holds is None or "goes on." in holds
    else:
        assert holds is not None
        assert holds.strip("| ").startswith(held)
        assert "\n" not in holds


def test_comments_are_blanked_and_nothing_else_moves() -> None:
    text = f"One {ALLOW} two.\r\n<!-- poa: allow\r\nemotive -->\r\n<!-- a note -->"
    bare = without_comments(text, read_comments(text))

    assert len(bare) == len(text)
    assert bare.split() == ["One", "two.", "<!--", "a", "note", "-->"]
    assert [at for at, c in enumerate(bare) if c in "\r\n"] == [
        at for at, c in enumerate(text) if c in "\r\n"
    ]


@given(st.text(alphabet="<!->poa: allow because\n\r#*|x\\", max_size=120))
def test_any_text_is_read(text: str) -> None:
    comments = read_comments(text)

    assert len(without_comments(text, comments)) == len(text)
    assert all(a.span.end <= b.span.start for a, b in pairwise(comments))


@pytest.mark.parametrize(
    "piece", ["<!-- poa: allow ", "<!-- poa: allow emotive because x -->", "<!--", "-->"]
)
def test_many_comments_are_read_in_linear_time(piece: str) -> None:
    start = time.perf_counter()
    comments = read_comments(f"{piece}\n" * 20_000)

    assert time.perf_counter() - start < 5
    assert sum(bool(comment.names) for comment in comments) <= MAX_COMMENTS
