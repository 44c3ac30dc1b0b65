"""Progress is drawn in place on a terminal, one line for each section, and nowhere else."""

import io

import pytest

from poa_ai.commands.progress import SectionProgress


class Terminal(io.StringIO):
    """A stream that says it is one."""

    def isatty(self) -> bool:
        return True


def test_each_section_keeps_its_line() -> None:
    stream = Terminal()
    progress = SectionProgress(quiet=False, stream=stream)
    progress("C1", "asked")
    progress("C2", "asked")
    progress("C1", "done")
    drawn = stream.getvalue().split("\r")
    assert drawn[1] == "\x1b[2K  C1: asked\n\x1b[1A"
    assert drawn[-1] == "\x1b[2K  C1: done\n\x1b[2K  C2: asked\n"


def test_a_state_is_one_line_whatever_it_holds() -> None:
    stream = Terminal()
    SectionProgress(quiet=False, stream=stream)("C1", "two\nlines \x1b[31m" + "x" * 500)
    assert stream.getvalue().count("\n") == 1
    assert "\x1b[31m" not in stream.getvalue()
    assert len(stream.getvalue()) < 120


@pytest.mark.parametrize("stream", [io.StringIO(), Terminal()])
def test_nothing_is_drawn_without_a_terminal_or_when_quiet(stream: io.StringIO) -> None:
    SectionProgress(quiet=stream.isatty(), stream=stream)("C1", "asked")
    assert stream.getvalue() == ""
