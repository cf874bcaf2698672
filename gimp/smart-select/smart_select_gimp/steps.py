"""Work in small steps: generators that yield wherever a main loop may do something else first."""

from __future__ import annotations

from typing import Final, Generator, TypeVar

Result = TypeVar("Result")
Steps = Generator[bool, None, Result]
"""Yields MORE or WAIT between its steps and returns a result."""

MORE: Final = False
"""The next step can be done at once."""

WAIT: Final = True
"""There is nothing to do before something else has happened."""


def at_once(steps: Steps[Result]) -> Result:
    """Do all steps one after the other, where nobody has to be kept waiting, and return the result."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: Result = end.value
            return result
