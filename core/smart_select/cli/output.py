"""What the command line prints: sentences for people on stderr, one JSON object for scripts on stdout."""

import errno
import io
import json
import os
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, Final, TextIO

from smart_select.errors import OutputUnwritable
from smart_select.system_reasons import system_reason

DONE, SAID_WHY, BAD_ARGUMENTS = 0, 1, 2

_UNSEEN: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Controls, halves of pairs, and breaks of lines."""
_TURNING: Final = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""What turns the direction of writing: a name's end would be shown as its beginning."""


def on_one_line(text: str) -> str:
    """Return a sentence as a terminal may be given it: names of files may hold line breaks, escape sequences
    and bytes that are no text.
    """
    return text if text.isprintable() else "".join(map(_shown, text))


def prepare_streams() -> None:
    """Make stdout and stderr fit to be printed to: both there, and no character that they can't encode.

    To a closed stderr (2>&-) everything can be said in vain; a closed stdout refuses what is written.
    """
    # This takes their numbers too, which the next file to be opened would get otherwise, and all output with
    # them.
    if sys.stdout is None:
        sys.stdout = _null_stream(os.O_RDONLY)
    if sys.stderr is None:
        sys.stderr = _null_stream(os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def leave_streams() -> None:
    """Drop what stdout and stderr did not take: Python would try again while leaving, and complain."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


@contextmanager
def writing_to_stdout() -> Iterator[None]:
    """Raise OutputUnwritable, or BrokenPipeError, when stdout takes no more of what is written inside."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = "it is closed" if error.errno == errno.EBADF else system_reason(error)
        raise OutputUnwritable("Standard output", reason) from error


def print_result(text: str, stream: TextIO | None = None) -> None:
    """Print a line of a result to stdout (or `stream`); raises as `writing_to_stdout`."""
    with writing_to_stdout():
        print(text, file=stream or sys.stdout, flush=True)


class Reporter:
    """Says where a command is, what came out, and what went wrong.

    People read stderr: steps while they run, if it is a terminal, then one line. With `as_json` stdout gets
    exactly one object, the record or {"error": {"kind", "message"}}, and stderr stays for the terminal's
    steps.
    """

    def __init__(
        self, *, as_json: bool = False, stdout: TextIO | None = None, stderr: TextIO | None = None
    ) -> None:
        self._as_json = as_json
        self._stdout = stdout or sys.stdout
        self._stderr = stderr or sys.stderr
        self._on_terminal = self._stderr.isatty()
        self._line_is_open = False

    def step(self, doing: str) -> None:
        """Tell that something begins: "Reading" becomes "Reading… " on a terminal and nothing elsewhere."""
        if self._on_terminal:
            self._say(f"{doing}…", end=" ")
            self._line_is_open = True

    def done(self, sentence: str, record: Mapping[str, Any]) -> None:
        """Tell the result: to people a sentence that begins in lower case, to scripts the record."""
        if self._as_json:
            self._end_line()
            self._print_json(record)
            return
        text = sentence if self._line_is_open else sentence[0].upper() + sentence[1:]
        self._say(text)
        self._line_is_open = False

    def warn(self, sentence: str) -> None:
        """Tell something that does not stop the command, in one sentence of its own line."""
        self._end_line()
        self._say(f"smart-select: {sentence}")

    def text(self, text: str, record: Mapping[str, Any]) -> None:
        """Print a report that is itself the result: to stdout, as text or as JSON."""
        self._end_line()
        if self._as_json:
            self._print_json(record)
        else:
            print_result(text, self._stdout)

    def failed(self, kind: str, message: str, *, prefix: str = "smart-select") -> None:
        """Tell in one sentence what is wrong; never raises."""
        self._end_line()
        if self._as_json:
            # Where stdout takes nothing any more, stderr is left to say it on.
            with suppress(OutputUnwritable, BrokenPipeError):
                self._print_json({"error": {"kind": kind, "message": message}})
                return
        self._say(f"{prefix}: {message}")

    def _end_line(self) -> None:
        if self._line_is_open:
            self._say("")
            self._line_is_open = False

    def _print_json(self, record: Mapping[str, Any]) -> None:
        print_result(json.dumps(record), self._stdout)

    def _say(self, text: str, end: str = "\n") -> None:
        with suppress(OSError):  # nobody can be told, which is no reason to stop
            print(on_one_line(text), end=end, file=self._stderr, flush=True)


def _shown(character: str) -> str:
    if character not in _TURNING and unicodedata.category(character) not in _UNSEEN:
        return character
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # how Python keeps a byte of a name that is no UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return character.encode("unicode_escape", "backslashreplace").decode("ascii")


def _null_stream(flags: int) -> TextIO:
    return open(os.open(os.devnull, flags), "w", encoding="utf-8")  # noqa: PTH123 - the process's own
