"""The prompts of one object, step by step, beside what Krita's undo does to the selection they made.

Ctrl+Z takes the selection back; whoever goes on clicking then means to go on from there, not from points
that are no longer visible. So each step remembers what the selection looked like after it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Generic, List, Tuple, TypeVar

from smart_select_krita.prompts import Prompt

A = TypeVar("A")


@dataclass(frozen=True)
class Step(Generic[A]):
    """One prompt, the answer it got, and the selection's digest once it was written (None: not written).

    `way` is what the answer depends on besides: the model, and which of its answers was taken.
    """

    prompt: Prompt
    answer: A
    digest: Any
    way: Tuple[str, ...] = ()


@dataclass
class History(Generic[A]):
    """One object. `start` is the selection's digest before its first step."""

    start: Any = None
    steps: List[Step[A]] = field(default_factory=list)

    def latest(self) -> Tuple[Prompt, A | None]:
        """Return the prompt and the answer to go on from."""
        return (self.steps[-1].prompt, self.steps[-1].answer) if self.steps else (Prompt(), None)

    def earlier(self, prompt: Prompt, way: Tuple[str, ...]) -> A | None:
        """Return the answer that this prompt has had; None where it was not asked in this way."""
        for step in reversed(self.steps):
            if step.prompt == prompt and step.way == way:
                return step.answer
        return None

    def newest_before(self, prompt: Prompt) -> Step[A] | None:
        """Return the newest step that this prompt goes on from; None where there is none."""
        return next((step for step in reversed(self.steps) if prompt.goes_on_from(step.prompt)), None)

    def add(self, prompt: Prompt, answer: A, digest: Any, way: Tuple[str, ...] = ()) -> None:
        """Note what was asked, answered and written."""
        self.steps.append(Step(prompt, answer, digest, way))

    def follow(self, digest: Any) -> bool:
        """Go back to the step that made the selection of this digest; False when none did.

        Steps that wrote nothing can't be told by the selection and stay.
        """
        if not self.steps or self.steps[-1].digest is None or self.steps[-1].digest == digest:
            return True
        for number in range(len(self.steps) - 1, -1, -1):
            if self.steps[number].digest == digest:
                del self.steps[number + 1 :]
                return True
        if digest == self.start:
            self.steps.clear()
            return True
        return False
