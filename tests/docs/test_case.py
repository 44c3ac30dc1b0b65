"""docs/case.md is followed from the e-mail to the second appeal, in a copy of docs/case."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from documents import ROOT, printed_as, read, steps

CASE = "docs/case.md"
_BLOCK = re.compile(r"^(?:<!-- (with|set up): (.+?) -->\n)?```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHELL = 'poa-ai() {{ "{python}" -P -m poa_ai "$@"; }}\npython() {{ "{python}" "$@"; }}\nexport LC_ALL=C\n'


@pytest.mark.timeout(400)  # some twenty commands, each in a process of its own, and a scan to read
def test_the_case_is_true_from_the_message_to_the_second_appeal(tmp_path: Path) -> None:
    for needed in ("reportlab", "pypdfium2", "pypdf", "PIL"):
        pytest.importorskip(needed)
    shutil.copytree(ROOT / "docs" / "case", tmp_path / "case")
    can_read_scans = importlib.util.find_spec("rapidocr") is not None
    ran = 0
    for kind, what, session in _BLOCK.findall(read(CASE)):
        for command, shown in steps(session):
            printed = _run(command, tmp_path / "case")
            if (kind, what) != ("with", "ocr") or can_read_scans:
                assert re.fullmatch(printed_as(shown), printed), f"$ {command}\n{printed}"
            ran += 1
    assert ran >= 15


def _run(command: str, folder: Path) -> str:
    """All that a command prints, as a terminal shows it."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHONPATH", "PYTEST_"))
    }
    ran = subprocess.run(
        ["bash", "-c", SHELL.format(python=sys.executable) + command],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        cwd=folder,
        env=kept,
    )
    return ran.stdout
