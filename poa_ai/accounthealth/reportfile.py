"""The bytes of a downloaded report, within bounds; a gzip file is unpacked, as Amazon hands reports out."""

import zlib
from pathlib import Path

from poa_ai.errors import InputError

MAX_BYTES = 20_000_000
"""A report larger than this is refused, packed or unpacked."""


def read_report(path: Path) -> bytes:
    """The content of a report. Raises InputError for a file that is none, can't be read or is too large."""
    try:
        if not path.is_file():
            told = (
                "is a folder" if path.is_dir() else "is no regular file" if path.exists() else "no such file"
            )
            raise InputError(f"{path}: {told}; give a downloaded report")
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: can't be read ({getattr(error, 'strerror', None) or error})") from None
    if data[:2] == b"\x1f\x8b":
        data = _unpacked(data, path)
    if len(data) > MAX_BYTES:
        raise InputError(f"{path}: larger than {MAX_BYTES:,} bytes; download a shorter time")
    return data


def _unpacked(data: bytes, path: Path) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(data, MAX_BYTES + 1)
    except zlib.error:
        raise InputError(f"{path}: a gzip file that can't be unpacked; download it again") from None
