"""Any text can be read as a letter, and nothing of it is lost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from poa_ai.letter import read_letter
from poa_ai.validation.structure import check_structure

PIECES = st.sampled_from(
    (
        "# |## |### |1. |- |> |**|__|:|\n|\n\n|\r\n|\r|---\n|===\n"
        "|Root cause|Corrective actions taken"
        "|Preventive measures|Evidence|*|#|Plan of Action|We will see|2026-10-16|(E1)|[NAME]|  "
        "|\u2028|\x0b|\t"
    ).split("|")
)
ROWS = st.sampled_from(["| ", " |", "|---|\n"])
TEXTS = st.lists(st.one_of(PIECES, PIECES, ROWS, st.text(max_size=8)), max_size=40).map("".join)
MARKERS = frozenset("#*_->|+.):=•‣·– \t0123456789")


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_every_character_is_in_one_block(text: str) -> None:
    letter = read_letter(text)
    covered = [False] * len(text)
    for block in letter.blocks:
        assert text[block.span.start : block.span.end] == block.text
        for index in range(block.span.start, block.span.end):
            assert not covered[index]
            covered[index] = True
    for index, character in enumerate(text):
        assert covered[index] or character.isspace() or character in MARKERS, (index, character)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_every_block_has_its_place(text: str) -> None:
    letter = read_letter(text)
    placed = [*letter.header, *letter.evidence, *([letter.title] if letter.title else [])]
    for section in (*letter.sections, *letter.other):
        placed += section.blocks
        placed += [block for part in section.parts for block in part.blocks]
    headings = [block for block in letter.blocks if block.kind == "heading"]
    spans = [block.span for block in placed]
    assert len(spans) == len(set(spans))
    assert {block.span for block in letter.blocks} - {block.span for block in headings} <= set(spans)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_structure_never_fails_and_points_into_the_text(text: str) -> None:
    for finding in check_structure(read_letter(text)):
        assert finding.span is None or 0 <= finding.span.start <= finding.span.end <= len(text)
        assert finding.message
        assert finding.hint
        assert finding.source


@given(
    st.sampled_from(
        ["# ", "- ", "|", "> ", "**a", "1. x\n", "-\n", "=", " ", "Root cause\n", "[", "<", "(E1", "X"]
    )
)
@settings(max_examples=14, deadline=None)
def test_long_texts_of_one_piece(piece: str) -> None:
    check_structure(read_letter(piece * 4000))
