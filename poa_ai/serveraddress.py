"""The address of a server that somebody named, held to what an address is before anything is sent there."""

from urllib.parse import urlsplit

from poa_ai.errors import PoaError


def require_address(url: str, name: str, error: type[PoaError]) -> str:
    """The address as it was given: http or https, and a host. Raises `error`, which calls it `name`."""
    try:
        parts = urlsplit(url)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        whole = False
    if not whole or any(char.isspace() for char in url):
        raise error(f"{name}: '{url[:80]}' is no address; write one like http://127.0.0.1:8080/v1")
    return url
