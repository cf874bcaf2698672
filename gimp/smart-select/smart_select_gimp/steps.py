"""Work in small steps: generators that yield wherever a main loop may do something else first."""

from __future__ import annotations

from typing import Final, Generator, Optional, TypeVar

Result = TypeVar("Result")
Steps = Generator[Optional[bool], None, Result]
"""Yields MORE, WAIT or ASIDE between its steps and returns a result."""

MORE: Final = False
"""The next step can be done at once."""

WAIT: Final = True
"""There is nothing to do before something else has happened."""

ASIDE: Final = None
"""The next step asks GIMP: for a main loop that must not wait, `panel.aside` does it."""


def at_once(steps: Steps[Result]) -> Result:
    """Do all steps one after the other, where nobody has to be kept waiting, and return the result."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: Result = end.value
            return result
