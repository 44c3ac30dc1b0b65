"""Letters that were read in full before they were kept.

`python -m pytest tests/golden --accept-golden` rewrites them; read the diff as the seller who sends it.
"""

from pathlib import Path

import pytest

from poa_ai import draft

ROOT = Path(__file__).resolve().parents[2]
CASES = sorted(facts.parent for facts in (ROOT / "evals" / "cases").glob("*/facts.json"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("format", ["md", "txt"])
def test_the_letter_is_the_one_that_was_read(case: Path, format: str, request: pytest.FixtureRequest) -> None:
    """A change of rules, phrasing or rendering shows here as the sentence that a reviewer would read."""
    golden = Path(__file__).parent / "letters" / f"{case.name}.{format}"
    text = draft(case / "facts.json").text(format)
    if request.config.getoption("--accept-golden", default=False):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8", newline="\n")
    assert golden.read_text(encoding="utf-8") == text


def test_every_golden_letter_has_its_case() -> None:
    """A letter left behind by a renamed case would never be compared again."""
    kept = {path.stem for path in (Path(__file__).parent / "letters").iterdir()}
    assert kept == {case.name for case in CASES}
