"""The paths of letters as other programs want them."""

import os


def relative_path(path: str, folder: str) -> str:
    """A path that is relative to `folder`, or absolute, as it lies below it, with slashes.

    As given where it does not lie there, and for "-".
    """
    if path == "-":
        return path
    relative = os.path.relpath(os.path.join(folder, path), folder)
    inside = relative != os.pardir and not relative.startswith(os.pardir + os.sep)
    return (relative if inside else path).replace(os.sep, "/")
