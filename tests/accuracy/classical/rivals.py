"""Every classical method with the settings that are tried; the best for the very set measured is the row.

The lists are what was left of wider ones. GrabCut was also tried with sure disks of 0.01 to 0.14 diagonals,
likely ones up to 0.18, far from 0.25 to everywhere, 1 and 5 rounds, 192 to 512 pixels (512 are 0.005 better
after one click and take four times as long), and in boxes with hearts from none to 0.8.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from accuracy.classical.disk import disk
from accuracy.classical.geodesic import Paths, geodesic
from accuracy.classical.grabcut import Seeding, grabcut
from accuracy.classical.walker import Walk, walker
from accuracy.classical.wand import wand
from accuracy.measures import deepest, iou, resize
from accuracy.protocol import evaluate
from accuracy.results import Report
from accuracy.values import Prepare, Sample

S = TypeVar("S")


@dataclass(frozen=True)
class Rival:
    """A method by name, and the settings among which it is given the best, each with its words."""

    name: str
    settings: Sequence[tuple[str, Prepare]]


def rivals() -> tuple[Rival, ...]:
    """Return all of them, the strongest first."""
    return (
        Rival("GrabCut", _named(grabcut, SEEDINGS, "disk {0.sure:g}, likely {0.likely:g}, far {0.far:g}")),
        Rival("random walker", _named(walker, WALKS, "β {0.shyness:g}, disk {0.radius:g}, from {0.least:g}")),
        Rival("geodesic distance", _named(geodesic, PATHS, "disk {0.radius:g}, reach {0.reach:g}")),
        Rival("disk round the click", _named(disk, DISK_RADII, "radius {0:g}")),
        Rival("magic wand", _named(wand, WAND_TOLERANCES, "tolerance {0:g}")),
    )


def at_its_best(rival: Rival, samples: Sequence[Sample]) -> tuple[str, Report]:
    """Return the words and the report of the setting with the highest mIoU after one click."""
    found = [first_click(prepare, samples) for _, prepare in rival.settings]
    words, prepare = rival.settings[int(np.argmax(found))]
    return words, evaluate(prepare, samples)


def first_click(prepare: Prepare, samples: Sequence[Sample]) -> float:
    """Return the mIoU after one click alone."""
    found: list[float] = []
    for sample in samples:
        answer = prepare(sample.image)([(*deepest(sample.target), 1)], None, None)
        best = answer.logits[int(answer.scores.argmax())]
        found.append(iou(resize(best, sample.target.shape) > 0, sample))
    return float(np.mean(found))


DISK_RADII = (0.04, 0.06, 0.08, 0.1, 0.13, 0.16, 0.2, 0.25)
WAND_TOLERANCES = (8.0, 16.0, 24.0, 32.0, 48.0, 64.0, 80.0, 100.0)
SEEDINGS = (
    Seeding(sure=0.06, likely=0.12, far=0.3),
    Seeding(sure=0.08, likely=0.08, far=0.3),
    Seeding(sure=0.08, likely=0.1, far=0.4),
)
PATHS = tuple(Paths(0.3, radius, reach) for radius in (0.03, 0.05, 0.08) for reach in (0.5, 0.7, 1.0))
WALKS = tuple(Walk(shyness, radius, 0.5) for shyness in (300.0, 1000.0) for radius in (0.03, 0.05, 0.08))


def _named(make: Callable[[S], Prepare], settings: Sequence[S], words: str) -> list[tuple[str, Prepare]]:
    return [(words.format(setting), make(setting)) for setting in settings]
