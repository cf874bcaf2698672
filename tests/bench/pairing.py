"""Two things measured in turn, and the ratio of each pair of measurements."""

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

Measure = Callable[[], float]
"""Does the thing once and returns what it cost, in any unit."""


@dataclass(frozen=True)
class Paired:
    """Costs of A and B, round by round."""

    a: Sequence[float]
    b: Sequence[float]

    @property
    def ratios(self) -> list[float]:
        """A ÷ B of every round."""
        return [a / b for a, b in zip(self.a, self.b, strict=True)]

    @property
    def ratio(self) -> float:
        """The median of the rounds' ratios."""
        return median(self.ratios)


def seconds_of(action: Callable[[], object]) -> Measure:
    """Return a measure of the wall time of `action`."""

    def measure() -> float:
        gc.collect()  # so that neither side pays for the other's garbage
        started = time.perf_counter()
        action()
        return time.perf_counter() - started

    return measure


def measure_in_turn(a: Measure, b: Measure, *, rounds: int, warm_up: int = 1) -> Paired:
    """Measure A and B `rounds` times, in alternating order, after `warm_up` rounds that don't count."""
    for _ in range(warm_up):
        a()
        b()
    costs_a, costs_b = [], []
    for index in range(rounds):
        if index % 2:
            cost_b, cost_a = b(), a()
        else:
            cost_a, cost_b = a(), b()
        costs_a.append(cost_a)
        costs_b.append(cost_b)
    return Paired(a=costs_a, b=costs_b)
