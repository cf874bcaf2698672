"""The last line of a terminal, redrawn in place, with whole lines printed above it."""

import shutil
from contextlib import suppress
from typing import Final, TextIO

from smart_select.cli.output import on_one_line

_BAR_CELLS: Final = 24


class LiveLine:
    """Draws on `stream`; `live` tells whether that is a terminal, where lines can be redrawn."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.live = stream.isatty()
        self._blocks = _can_print_blocks(stream)
        self.is_open = False
        self._drawn_cells = 0

    def draw(self, text: str, share: float | None = None) -> None:
        """Show `text` in place of what was drawn last, behind a bar of `share` (0…1) where there is room."""
        columns = shutil.get_terminal_size().columns
        if share is not None and len(text) + _BAR_CELLS + 3 < columns:
            text = f"{self._bar(share)} {text}"
        # One column stays free: a full last column makes some terminals wrap, and the bar would scroll.
        text = text[: columns - 1]
        self._write(f"\r{text.ljust(min(self._drawn_cells, columns - 1))}")
        self._drawn_cells = len(text)
        self.is_open = True

    def say(self, sentence: str) -> None:
        """Print a line; what was drawn gives way to it."""
        if self.is_open:
            self._write(f"\r{' ' * self._drawn_cells}\r")
            self.is_open = False
            self._drawn_cells = 0
        self._write(f"{on_one_line(sentence)}\n")

    def finish(self) -> None:
        """End the line that is being redrawn, so that the next output begins on its own."""
        if self.is_open:
            self._write("\n")
            self.is_open = False
            self._drawn_cells = 0

    def _write(self, text: str) -> None:
        with suppress(OSError):  # nobody can be told, which is no reason to stop
            self._stream.write(text)
            self._stream.flush()

    def _bar(self, share: float) -> str:
        filled = int(min(share, 1.0) * _BAR_CELLS)
        full, empty = ("█", "░") if self._blocks else ("#", ".")
        return f"[{full * filled}{empty * (_BAR_CELLS - filled)}]"


def _can_print_blocks(stream: TextIO) -> bool:
    try:
        "█░".encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
