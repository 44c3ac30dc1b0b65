"""What `poa-ai draft` makes of every fault of a model's server: letter, exit code, calls and the last words.

    python bench/model_faults.py

Each fault is served on this machine to a draft of its own, without and with --strict.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from poa_ai.testing import chatserver as server
from poa_ai.testing.chatserver import Behaviour, LocalChatServer

FACTS = Path(__file__).resolve().parents[1] / "evals" / "cases" / "odr-untracked-mail" / "facts.json"
FAULTS: Mapping[str, Behaviour] = {
    "none": server.echo_facts,
    "time-out": server.slow(60.0),
    "slow body": server.dripping(2.0),
    "401": server.status(401),
    "403": server.status(403),
    "404 model": server.status(404, "model_not_found"),
    "429, Retry-After: 1, once": server.in_turn(server.status(429, retry_after="1"), server.echo_facts),
    "429, Retry-After: 900": server.status(429, retry_after="900"),
    "429, no credit": server.status(429, "insufficient_quota"),
    "500 once": server.in_turn(server.status(500), server.echo_facts),
    "500 always": server.status(500),
    "503 page": lambda _: server.Answer(b"<html>", 503, "text/html"),
    "dropped once": server.in_turn(server.drop, server.echo_facts),
    "dropped always": server.drop,
    "broken JSON body": server.broken_body,
    "HTML, status 200": server.html,
    "answer is no JSON": server.garbage,
    "wrong schema": server.wrong_schema,
    "cut short": server.truncated,
    "refusal": server.refusal,
    "empty": server.empty,
    "no choices": server.no_choices,
    "context overflow": server.status(400, "context_length_exceeded"),
}


def main() -> int:
    """Print the table. 1 where a fault cost the letter, or ended in another code than it should."""
    wrong = 0
    print(f"{'fault':28}{'letter':>9}{'exit':>5}{'strict':>7}{'calls':>6}  last line on stderr")
    for name, fault in FAULTS.items():
        code, letter, said, calls = _draft(fault, "--timeout", "8")
        strict = _draft(fault, "--timeout", "8", "--strict")[0]
        kind = ("drafted" if "letter drafted" in said else "composed") if letter else "NONE"
        told = [line.removeprefix("poa-ai: ") for line in said.splitlines()]
        reason = next((line for line in told if " composed: " in line), told[-1] if told else "")
        print(f"{name:28}{kind:>9}{code:5}{strict:7}{calls:6}  {reason[:110]}", flush=True)
        wrong |= not letter or code != 0 or strict not in {0, 5}
    return int(wrong)


def _draft(fault: Behaviour, *options: str) -> tuple[int, str, str, int]:
    """Exit code, stdout, stderr and the calls that the server got."""
    with LocalChatServer(fault) as local, tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "poa_ai", "draft", str(FACTS), "--model", "openai:m"]
        environment = {**os.environ, "OPENAI_API_KEY": "none"}
        ran = subprocess.run(
            [*command, "--base-url", local.base_url, *options],
            capture_output=True,
            text=True,
            check=False,
            cwd=folder,
            env=environment,
        )
        return ran.returncode, ran.stdout, ran.stderr, len(local.requests)


if __name__ == "__main__":
    raise SystemExit(main())
