"""What becomes of a real model's statements: accepted, re-cited, repaired, replaced, and why.

    python bench/real_model.py --base-url http://127.0.0.1:8080/v1 --model openai:NAME [--out DIR]

Drafts every case below evals/cases, prints a row for each and the reasons, most frequent first. With --out
the letters and reports stay there.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
KINDS = ("accepted", "re-cited", "repaired", "replaced", "left out", "no answer")


def main() -> int:
    """Print the table. 1 where a draft failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--base-url", required=True)
    parser.add_argument("--model", default="openai:local")
    parser.add_argument("--cases", type=Path, default=ROOT / "evals" / "cases")
    parser.add_argument("--out", type=Path)
    parser.add_argument("extra", nargs="*", help="more options of `poa-ai draft`, after --")
    options = parser.parse_args()
    out = options.out or Path(tempfile.mkdtemp())
    total, reasons = Counter[str](), Counter[str]()
    print(f"{'case':34}{'n':>4}" + "".join(f"{kind:>10}" for kind in KINDS) + f"{'s':>8}{'exit':>5}")
    for facts in sorted(options.cases.glob("*/facts.json")):
        began = time.monotonic()
        code = _draft(facts, out / facts.parent.name, options)
        report = out / facts.parent.name / "report.json"
        if not report.is_file():
            print(f"{facts.parent.name:34}   exit {code}")
            continue
        kinds = _kinds(json.loads(report.read_text(encoding="utf-8")), reasons)
        total += kinds
        print(_row(facts.parent.name, kinds) + f"{time.monotonic() - began:8.1f}{code:5}", flush=True)
    print(_row("all", total))
    for reason, count in reasons.most_common(20):
        print(f"{count:4}  {reason}")
    return 0


def _draft(facts: Path, out: Path, options: argparse.Namespace) -> int:
    command = [sys.executable, "-m", "poa_ai", "draft", str(facts), "--out", str(out)]
    command += ["--model", options.model, "--base-url", options.base_url, *options.extra]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode not in {0, 1}:
        print(ran.stderr.strip(), file=sys.stderr)
    return ran.returncode


def _kinds(report: dict[str, object], reasons: Counter[str]) -> Counter[str]:
    kinds = Counter[str]()
    for section in report["sections"]:  # type: ignore[attr-defined]  # report.json, schema 1
        for statement in section["statements"]:
            kinds[_kind(statement)] += 1
            for rejected in statement["rejected"]:
                reasons[re.sub(r"\b[A-Z]\d+\b|\d[\d.,/:-]*", "#", rejected["reasons"][0])[:90]] += 1
    return kinds


def _kind(statement: dict[str, str | None]) -> str:
    why = statement["why"] or ""
    if statement["by"] == "model":
        return "repaired" if "repair" in why else "re-cited" if "cited" in why else "accepted"
    if why.startswith("no usable answer"):
        return "no answer"
    return "left out" if "left it out" in why else "replaced"


def _row(name: str, kinds: Counter[str]) -> str:
    return f"{name:34}{kinds.total():4}" + "".join(f"{kinds[kind]:10}" for kind in KINDS)


if __name__ == "__main__":
    raise SystemExit(main())
