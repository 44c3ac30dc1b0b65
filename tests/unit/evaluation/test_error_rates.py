"""A short run of `python bench/eval_statistics.py`: it errs, finds and bounds as often as it says."""

import runpy
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[3] / "bench" / "eval_statistics.py"


def test_the_stated_error_rates_hold(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", [str(BENCH), "--quick"])
        with pytest.raises(SystemExit) as ended:
            runpy.run_path(str(BENCH), run_name="__main__")
    assert ended.value.code == 0, capsys.readouterr().out
