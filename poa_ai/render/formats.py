"""The formats that a letter can be had in."""

from collections.abc import Callable, Mapping

from poa_ai.document import Document
from poa_ai.render.markdown import render_markdown
from poa_ai.render.plaintext import render_plaintext

FORMATS: Mapping[str, Callable[[Document], str]] = {"md": render_markdown, "txt": render_plaintext}
"""Renderers by file extension."""
