"""Patterns that are compiled at first use answer like those that are compiled at once."""

import re

import pytest

from poa_ai.lazypattern import lazy_pattern


def test_it_finds_what_the_compiled_pattern_finds() -> None:
    text = "Sorry, sorry and SORRY"
    lazy, compiled = lazy_pattern(r"\bs(orry)", re.IGNORECASE), re.compile(r"\bs(orry)", re.IGNORECASE)
    assert lazy.findall(text) == compiled.findall(text)
    assert [match.span() for match in lazy.finditer(text, 3)] == [(7, 12), (17, 22)]
    assert lazy.sub("-", text) == compiled.sub("-", text)
    assert (lazy.pattern, lazy.flags, lazy.groups) == (compiled.pattern, compiled.flags, compiled.groups)


def test_nothing_is_compiled_before_it_is_asked() -> None:
    lazy = lazy_pattern("(")
    with pytest.raises(re.error):
        lazy.search("(")


def test_what_was_asked_once_is_kept() -> None:
    lazy = lazy_pattern("a")
    assert lazy.search is lazy.search
