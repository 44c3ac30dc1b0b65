"""What ails the plugins of a run: each is tried in a process of its own, then all that work together.

Nothing of a plugin runs in the process that asks, so that none can stop it, end it or print into it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from poa_ai.discovery import OURS, Candidate, PluginInfo
from poa_ai.errors import PluginError, one_line
from poa_ai.pluginprobe import found

AT_ONCE = 2
"""Processes at a time."""
MAX_ANSWER = 1_000_000
"""Bytes that are read of what a process answers."""
MAX_ERROR = 300
"""Characters that are told of an error."""
PAUSE = 0.01
"""Seconds between two looks at the processes."""
_PROBE = "import sys; from poa_ai.pluginprobe import main; sys.exit(main())"


class Diagnosis(NamedTuple):
    """A plugin, the wall seconds that its process took, and what to do where it is broken (else "")."""

    info: PluginInfo
    seconds: float
    advice: str = ""


def diagnose(
    without: Collection[str] = (), folders: Sequence[Path] = (), timeout: float = 10.0
) -> tuple[Diagnosis, ...]:
    """Every installed plugin and those in `folders` but for those in `without`, in the order of loading.

    `timeout` is in seconds, for each plugin. Raises PluginError for a folder that holds no plugin, and where
    plugins that work alone give no answer together.
    """
    wanted = [c for c in found(folders) if not {c.name, c.distribution} & set(without)]
    with tempfile.TemporaryDirectory(prefix="poa-ai-doctor-") as scratch:
        desk = _Desk(Path(scratch), folders)
        alone = [_verdict(probe, timeout) for probe in desk.tried([[c] for c in wanted], timeout)]
        good = [c for c, (info, _) in zip(wanted, alone, strict=True) if info.state == "ok"]
        clashing = _clashing(desk, good, timeout + sum(seconds for _, seconds in alone))
    told = [
        (clashing.get((info.name, info.distribution), info) if info.state == "ok" else info, seconds)
        for info, seconds in alone
    ]
    return tuple(Diagnosis(info, seconds, _advice(info)) for info, seconds in told)


@dataclass(slots=True)
class _Desk:
    """Where questions and answers lie, the plugin folders that a process is to know, and a count of them."""

    scratch: Path
    folders: Sequence[Path]
    asked: int = 0

    def ask(self, candidates: Sequence[Candidate]) -> _Probe:
        """Begin to try some plugins together."""
        self.asked += 1
        request = self.scratch / f"{self.asked}.request.json"
        question = {
            "plugins": [(c.name, c.distribution) for c in candidates],
            "folders": [str(folder) for folder in self.folders],
        }
        request.write_text(json.dumps(question), encoding="utf-8")
        return _Probe(candidates, request, self.scratch / f"{self.asked}.answer.json")

    def tried(self, groups: Sequence[Sequence[Candidate]], timeout: float) -> list[_Probe]:
        """The groups tried, AT_ONCE at a time, each for `timeout` seconds at most."""
        probes: list[_Probe] = []
        running: list[_Probe] = []
        try:
            while len(probes) < len(groups) or running:
                while len(probes) < len(groups) and len(running) < AT_ONCE:
                    probes.append(self.ask(groups[len(probes)]))
                    running.append(probes[-1])
                time.sleep(PAUSE)
                running = [probe for probe in running if not probe.ended(timeout)]
        finally:  # an interrupt leaves no process behind
            for probe in running:
                probe.stop()
        return probes


class _Probe:
    """A process that tries some plugins; made running."""

    def __init__(self, candidates: Sequence[Candidate], request: Path, answer: Path) -> None:
        self.candidates, self._answer = candidates, answer
        # The process finds what this one finds, and not what lies in the current folder.
        path = os.pathsep.join(map(os.path.abspath, sys.path))
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _PROBE, str(request), str(answer)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,
        )
        self._started = time.monotonic()
        self._stopped = False
        self.seconds = 0.0

    @property
    def code(self) -> int | None:
        """The exit code; None while it runs or where it was stopped."""
        return None if self._stopped else self._process.returncode

    def ended(self, timeout: float) -> bool:
        """Whether it came to its end; stops it where it took longer than `timeout` seconds."""
        running = self._process.poll() is None
        self.seconds = time.monotonic() - self._started
        if running and self.seconds > timeout:
            self.stop()
            return True
        return not running

    def stop(self) -> None:
        """End it and all that it started."""
        if self._process.poll() is None:
            self._stopped = True
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
            self._process.wait()

    def answer(self) -> list[PluginInfo]:
        """What it found; nothing where it came to no answer."""
        try:
            with self._answer.open("rb") as file:
                told = json.loads(file.read(MAX_ANSWER))
            return [PluginInfo(**{**entry, "issue_types": tuple(entry["issue_types"])}) for entry in told]
        except (OSError, ValueError, TypeError, KeyError):
            return []


def _verdict(probe: _Probe, timeout: float) -> tuple[PluginInfo, float]:
    (candidate,) = probe.candidates
    answer = probe.answer()
    if probe.code is None:
        error = f"gave no answer within {timeout:g} s (--timeout SECONDS gives it longer)"
    elif len(answer) != 1:
        error = f"ended its process with exit code {probe.code}"
    else:
        (info,) = answer
        told = None if info.error is None else one_line(str(info.error))[:MAX_ERROR]
        return info._replace(error=told), probe.seconds
    return PluginInfo(
        candidate.name, candidate.distribution, candidate.version, "broken", (), error
    ), probe.seconds


def _clashing(desk: _Desk, good: Sequence[Candidate], timeout: float) -> dict[tuple[str, str], PluginInfo]:
    """Plugins that work alone and not beside the others, by name and distribution."""
    if not good:
        return {}
    (probe,) = desk.tried([good], timeout)
    answer = probe.answer()
    if len(answer) != len(good):
        raise PluginError(
            f"plugins doctor: {len(good)} plugins work alone, and together they gave no answer; "
            "find the one that spoils it with --without NAME"
        )
    return {(info.name, info.distribution): info for info in answer if info.state == "broken"}


def _advice(info: PluginInfo) -> str:
    if info.state != "broken":
        return ""
    if info.distribution == OURS:
        return "it came with poa-ai: pip install --force-reinstall poa-ai"
    if not info.version:
        return f"correct the folder {info.distribution}; `poa-ai plugins check` tells more"
    off = f"leave it off with --without {info.name} or POA_AI_WITHOUT={info.name}"
    error = info.error or ""
    if "needs poa-ai interface" in error:
        return f"pip install --upgrade poa-ai; until then {off}"
    if "already brought by" in error or "belongs to" in error:
        return f"keep one of the two: {off}, or pip uninstall {info.distribution}"
    return f"{off}; then pip install --upgrade {info.distribution}, or tell {_author(info.distribution)}"


def _author(distribution: str) -> str:
    from importlib.metadata import PackageNotFoundError, metadata

    try:
        told = metadata(distribution)
    except PackageNotFoundError:
        return "its author"
    named = [told[key] for key in ("Author-email", "Maintainer-email", "Home-page", "Author") if key in told]
    return one_line(f"its author, {named[0]}")[:MAX_ERROR] if named else "its author"
