"""Anthropic and Ollama through their langchain packages, where those are installed.

Each factory gives the model the settings of the run and takes away retries of its own.
"""

import importlib
import os
from typing import Any

from poa_ai.chatmodel import ModelOptions
from poa_ai.errors import ModelError
from poa_ai.llm.tracing import drop_tracing

MAX_TOKENS = 4_000
"""Anthropic needs a limit of tokens when the model is opened; no prompt of ours asks for more."""


def anthropic(options: ModelOptions) -> Any:
    """Claude, by langchain-anthropic. The key is read from ANTHROPIC_API_KEY alone.

    Raises ModelError where the package or the key is missing.
    """
    module = _package("langchain_anthropic", "langchain-anthropic")
    if not os.environ.get("ANTHROPIC_API_KEY", "").strip():
        raise ModelError("ANTHROPIC_API_KEY is not set; set it, or use --compose to write without a model")
    address = {} if options.base_url is None else {"base_url": options.base_url}
    return module.ChatAnthropic(
        model=options.model,
        max_tokens=MAX_TOKENS,
        temperature=options.temperature,
        timeout=options.timeout,
        max_retries=0,
        **address,
    )


def ollama(options: ModelOptions) -> Any:
    """A model of an Ollama server, by langchain-ollama; by default the server on this machine.

    Raises ModelError where the package is missing.
    """
    module = _package("langchain_ollama", "langchain-ollama")
    return module.ChatOllama(
        model=options.model,
        base_url=options.base_url,
        temperature=options.temperature,
        seed=options.seed,
        client_kwargs={"timeout": options.timeout},
    )


def _package(module: str, distribution: str) -> Any:
    drop_tracing()
    try:
        return importlib.import_module(module)
    except ImportError:
        raise ModelError(f"{distribution} is not installed; run: pip install {distribution}") from None
