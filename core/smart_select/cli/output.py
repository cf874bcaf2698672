"""What the command line prints: sentences for people on stderr, one JSON object for scripts on stdout."""

import json
import sys
from collections.abc import Mapping
from typing import Any, TextIO


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
            print(f"{doing}…", end=" ", file=self._stderr, flush=True)
            self._line_is_open = True

    def done(self, sentence: str, record: Mapping[str, Any]) -> None:
        """Tell the result: to people a sentence that begins in lower case, to scripts the record."""
        if self._as_json:
            self._end_line()
            self._print_json(record)
            return
        text = sentence if self._line_is_open else sentence[0].upper() + sentence[1:]
        print(text, file=self._stderr, flush=True)
        self._line_is_open = False

    def warn(self, sentence: str) -> None:
        """Tell something that does not stop the command, in one sentence of its own line."""
        self._end_line()
        print(f"smart-select: {sentence}", file=self._stderr, flush=True)

    def text(self, text: str, record: Mapping[str, Any]) -> None:
        """Print a report that is itself the result: to stdout, as text or as JSON."""
        self._end_line()
        if self._as_json:
            self._print_json(record)
        else:
            print(text, file=self._stdout, flush=True)

    def failed(self, kind: str, message: str, *, prefix: str = "smart-select") -> None:
        """Tell in one sentence what is wrong."""
        self._end_line()
        if self._as_json:
            self._print_json({"error": {"kind": kind, "message": message}})
        else:
            print(f"{prefix}: {message}", file=self._stderr, flush=True)

    def _end_line(self) -> None:
        if self._line_is_open:
            print(file=self._stderr, flush=True)
            self._line_is_open = False

    def _print_json(self, record: Mapping[str, Any]) -> None:
        print(json.dumps(record), file=self._stdout, flush=True)
