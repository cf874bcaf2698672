"""A batch's bar, and the lines above it."""

import io

from smart_select.cli.batch_progress import BatchBar


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_a_bar_and_what_is_left() -> None:
    now = [0.0]
    stream = Terminal()
    with BatchBar(4, stream, clock=lambda: now[0]) as bar:
        bar.advance("skipped", 0)
        now[0] = 30.0
        bar.advance("written", 0)
        bar.say("smart-select: one failed")
        bar.advance("failed", 1)
    text = stream.getvalue()
    assert "0 of 4 pictures" in text
    assert "2 of 4 pictures, 1:00 left" in text
    assert "smart-select: one failed\n" in text
    assert text.endswith("3 of 4 pictures, 1 failed, 0:15 left\n")


def test_elsewhere_there_is_no_bar() -> None:
    stream = io.StringIO()
    with BatchBar(2, stream) as bar:
        bar.advance("written", 0)
        bar.say("a line")
    assert stream.getvalue() == "a line\n"
