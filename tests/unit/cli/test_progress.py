"""The progress bar: on a terminal, in a log, with little known."""

import io

import pytest

from smart_select.cli.progress import ProgressBar
from smart_select.models.reports import Progress, Stage

MB = 1_000_000


class Terminal(io.StringIO):
    """A stream that is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        """Claim to be one."""
        return True

    @property
    def screen(self) -> list[str]:
        """The lines as they look at the end."""
        return [line.split("\r")[-1].rstrip() for line in self.getvalue().split("\n")]


class Clock:
    """Time that passes when told to."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def fetching(done: int, total: int | None = 100 * MB, note: str = "") -> Progress:
    return Progress(Stage.FETCHING, "sam2.1-tiny", done, total, note)


def feed(bar: ProgressBar, clock: Clock, *reports: Progress, step_s: float = 1.0) -> None:
    for report in reports:
        bar(report)
        clock.now += step_s


def test_a_terminal_gets_one_line_with_share_rate_and_time_left(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    screen = Terminal()
    with ProgressBar(screen, clock) as bar:
        feed(bar, clock, *(fetching(step * 10 * MB) for step in range(6)))
    assert screen.screen == [
        "[████████████░░░░░░░░░░░░] Fetching sam2.1-tiny  50 % of 100.0 MB, 10.0 MB/s, 0:05 left",
        "",
    ]


def test_a_narrow_terminal_gets_no_bar_and_never_wraps(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    screen = Terminal()
    with ProgressBar(screen, clock) as bar:
        feed(bar, clock, *(fetching(step * MB) for step in range(5)))
    drawn = [part for line in screen.getvalue().split("\n") for part in line.split("\r")]
    assert max(map(len, drawn)) == 39
    assert "█" not in screen.getvalue()


def test_what_an_earlier_run_fetched_does_not_count_for_the_rate(clock: Clock) -> None:
    screen = Terminal()
    with ProgressBar(screen, clock) as bar:
        feed(bar, clock, fetching(90 * MB), fetching(91 * MB), fetching(92 * MB))
    assert "1.0 MB/s, 0:08 left" in screen.screen[0]


def test_it_is_drawn_at_most_ten_times_a_second(clock: Clock) -> None:
    screen = Terminal()
    with ProgressBar(screen, clock) as bar:
        feed(bar, clock, *(fetching(step) for step in range(1000)), step_s=0.001)
    assert screen.getvalue().count("\r") <= 11


def test_a_note_stands_above_the_bar_once(clock: Clock) -> None:
    screen = Terminal()
    note = "files.example.org broke off; trying again in 2 s"
    with ProgressBar(screen, clock) as bar:
        feed(bar, clock, fetching(MB), fetching(MB, note=note), fetching(MB, note=note), fetching(2 * MB))
    assert screen.screen[0] == note
    assert screen.getvalue().count(note) == 1
    assert "Fetching sam2.1-tiny" in screen.screen[1]


def test_quick_checks_are_not_shown(clock: Clock) -> None:
    screen = Terminal()
    with ProgressBar(screen, clock) as bar:
        feed(bar, clock, Progress(Stage.CHECKING, "decoder.onnx", 10, 10), step_s=0.01)
    assert screen.getvalue() == ""


def test_an_unknown_total_shows_what_has_arrived(clock: Clock) -> None:
    screen = Terminal()
    with ProgressBar(screen, clock) as bar:
        feed(bar, clock, fetching(0, None), fetching(5 * MB, None))
    assert screen.screen[0] == "Fetching sam2.1-tiny: 5.0 MB"


def test_a_log_gets_plain_lines_now_and_then(clock: Clock) -> None:
    log = io.StringIO()
    with ProgressBar(log, clock) as bar:
        feed(bar, clock, *(fetching(step * MB) for step in range(31)))
    lines = log.getvalue().splitlines()
    assert 3 <= len(lines) <= 5
    assert "\r" not in log.getvalue()
    assert lines[0] == "Fetching sam2.1-tiny   0 % of 100.0 MB"


def test_an_old_console_gets_ascii(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")

    class Old(Terminal):
        encoding = "ascii"

    screen = Old()
    with ProgressBar(screen, clock) as bar:
        feed(bar, clock, fetching(50 * MB))
    assert screen.screen[0].startswith("[############............] Fetching")


class Full(Terminal):
    """A stream that takes nothing."""

    def flush(self) -> None:
        raise OSError(28, "No space left on device")


def test_a_stream_that_takes_nothing_stops_no_download(clock: Clock) -> None:
    with ProgressBar(Full(), clock) as bar:
        feed(bar, clock, fetching(0), fetching(MB, note="trying the mirror"), fetching(100 * MB))
