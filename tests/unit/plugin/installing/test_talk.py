"""Progress is a line per step for a log, and a line that counts for a person."""

import io
from dataclasses import replace

import pytest

from smart_select_plugin.environment import Step, StepState
from smart_select_plugin.installing.talk import Talk

STEP = Step("install", "Installing the engine", StepState.RUNNING, 0, 200)
NEXT = Step("verify", "Trying a click")


class Terminal(io.StringIO):
    """A terminal that can be read back."""

    def isatty(self) -> bool:
        """Return that it is one."""
        return True


def tell(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("sys.stderr", stream)
    talk = Talk(as_json=False)
    talk.steps((STEP, NEXT))
    talk.steps((replace(STEP, done_bytes=50), NEXT))
    talk.steps((replace(STEP, done_bytes=200), NEXT))
    talk.steps((replace(STEP, state=StepState.DONE), replace(NEXT, state=StepState.RUNNING)))
    return stream.getvalue()


def test_a_log_gets_each_step_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tell(io.StringIO(), monkeypatch) == "Installing the engine…\nTrying a click…\n"


def test_a_terminal_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    told = tell(Terminal(), monkeypatch)
    assert told == (
        "\rInstalling the engine…\rInstalling the engine… 25 %\rInstalling the engine… 99 %"
        "\n\rTrying a click…"
    )
