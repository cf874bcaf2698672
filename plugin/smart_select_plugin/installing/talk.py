"""How the installer talks: sentences for a person, or one object for a script."""

from __future__ import annotations

import json
import sys
from typing import Any, Dict, Mapping, Tuple

from smart_select_plugin.environment import Environment, SetupRequest, Step, StepState, set_up


class Talk:
    """Sentences for a person, or one object for a script."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._told: Dict[str, StepState] = {}
        self._on_terminal = bool(sys.stderr and sys.stderr.isatty())
        self._line_is_open = False

    def text(self, text: str) -> None:
        """Tell something on the way."""
        if not self._as_json:
            print(text, flush=True)  # noqa: T201 - this is a command line

    def step(self, doing: str) -> None:
        """Tell what takes a while."""
        say(f"{doing}…")

    def result(self, text: str, record: Mapping[str, Any]) -> None:
        """Tell the end."""
        if self._as_json:
            print_record(record)
        elif text:
            self.text(text)

    @property
    def can_ask(self) -> bool:
        """Whether somebody is there to answer."""
        return not self._as_json and bool(sys.stdin and sys.stdin.isatty())

    def agrees(self, question: str) -> bool:
        """Ask, where somebody is there to answer."""
        if not self.can_ask:
            return True
        try:
            answer = input(f"{question} [Y/n] ")
        except EOFError:  # Ctrl+D: whoever does not answer does not agree
            self.text("")
            return False
        return answer.strip().lower() in ("", "y", "yes", "j", "ja", "o", "oui")

    def setting_up(self, request: SetupRequest) -> Environment:
        """Make the environment and tell its steps."""
        try:
            return set_up(request, report=self.steps)
        finally:
            self._end_line()

    def steps(self, steps: Tuple[Step, ...]) -> None:
        """Tell each step when it begins, and on a terminal how far it is."""
        for step in steps:
            if step.state is StepState.RUNNING:
                begins = self._told.get(step.name) is not StepState.RUNNING
                if begins and not self._on_terminal:
                    self.step(step.label)
                elif self._on_terminal:
                    self._progress(step, begins=begins)
            self._told[step.name] = step.state

    def _progress(self, step: Step, *, begins: bool) -> None:
        if begins:
            self._end_line()
        # The estimate may be full before the step is at its end.
        share = min(99, 100 * step.done_bytes // step.total_bytes) if step.total_bytes else 0
        text = f"\r{step.label}…{f' {share} %' if share else ''}"
        print(text, end="", file=sys.stderr, flush=True)  # noqa: T201 - this is a command line
        self._line_is_open = True

    def _end_line(self) -> None:
        if self._line_is_open:
            say("")
            self._line_is_open = False


def say(sentence: str) -> None:
    """Tell a sentence that is no result."""
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201 - this is a command line


def print_record(record: Mapping[str, Any]) -> None:
    """Print one object for a script."""
    print(json.dumps(record), flush=True)  # noqa: T201 - this is a command line
