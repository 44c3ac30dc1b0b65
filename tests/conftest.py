"""What holds for every test: a clean environment, and no connection that leaves this computer."""

import ipaddress
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings

# The same examples in every run, so that a change is judged by what it changes; HYPOTHESIS_PROFILE=wide looks
# for new ones.
settings.register_profile(
    "steady",
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],  # shrinking takes minutes
)
settings.register_profile("wide", max_examples=2_000, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

OURS = ("POA_AI_", "OPENAI_", "LANGSMITH_", "LANGCHAIN_")
"""Variables that change what a command or a library does."""


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(OURS)]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session", autouse=True)
def interruptible() -> None:
    """Let commands that tests start hear Ctrl-C: a shell has what it runs behind its back ignore it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def loopback_only() -> Iterator[None]:
    """Refuse connections and name look-ups that are not for this computer, in the process of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        look_up = socket.getaddrinfo

        def guarded_look_up(host: Any, *arguments: Any, **options: Any) -> Any:
            _refuse_far(host)
            return look_up(host, *arguments, **options)

        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


@pytest.fixture(scope="session")
def cases() -> Path:
    """The folder of the example cases; each has a facts.json."""
    return Path(__file__).parents[1] / "evals" / "cases"


def _guarded(connect: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _refuse_far(address[0])
        return connect(self, address)

    return guarded


def _refuse_far(host: Any) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name is None or name == "localhost":
        return
    try:
        near = ipaddress.ip_address(name).is_loopback
    except ValueError:
        near = False
    if not near:
        raise PermissionError(f"a test may not connect to {name}")
