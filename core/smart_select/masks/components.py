"""Connected components of a binary picture, as runs joined by union-find, without a Python loop per run."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Components:
    """`labels` is h×w int32: 0 where the picture is False, 1…n in its components; `areas` is n+1 counts."""

    labels: NDArray[np.int32]
    areas: NDArray[np.int64]

    @property
    def count(self) -> int:
        """Number of components."""
        return len(self.areas) - 1


def connected_components(picture: NDArray[np.bool_]) -> Components:
    """Label the 8-connected components of an h×w picture (8 as SAM 2's own kernel has it)."""
    height, width = picture.shape
    # One column of False on either side keeps runs of neighbouring rows apart in the flat order.
    padded = np.zeros((height, width + 2), np.int8)
    padded[:, 1:-1] = picture
    steps = np.diff(padded.ravel(), prepend=np.int8(0))
    starts, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    run_labels = join_runs(starts, ends, row=width + 2)
    lengths = ends - starts
    labels = np.zeros((height, width), np.int32)
    labels[picture] = np.repeat(run_labels.astype(np.int32) + 1, lengths)
    areas = np.bincount(run_labels + 1, weights=lengths, minlength=1).astype(np.int64)
    areas[0] = height * width - areas.sum()
    return Components(labels=labels, areas=areas)


def join_runs(starts: NDArray[np.int64], ends: NDArray[np.int64], row: int) -> NDArray[np.int64]:
    """Return for each run the number, 0…n-1, of the component that it belongs to.

    Runs are pixels start … end-1 in a flat order with `row` places a row, of which one at least, between the
    rows, belongs to no run; they come in that order.
    """
    roots = _union(len(starts), *_touching_runs(starts, ends, row=row))
    number = np.cumsum(roots == np.arange(len(roots))) - 1  # a root is its own
    return np.asarray(number[roots], np.int64)


def _touching_runs(
    starts: NDArray[np.int64], ends: NDArray[np.int64], row: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return pairs of run indices (upper, lower) that touch, by a side or a corner."""
    first = np.searchsorted(ends, starts + row, side="left")
    after = np.searchsorted(starts, ends + row, side="right")
    counts = np.maximum(after - first, 0)
    upper = np.repeat(np.arange(len(starts)), counts)
    offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return upper, np.repeat(first, counts) + offsets


def _union(count: int, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return each node's smallest connected node, hooking and halving paths on whole arrays."""
    parents = np.arange(count)
    while True:
        a, b = parents[left], parents[right]
        different = a != b
        if not different.any():
            return parents
        left, right, a, b = left[different], right[different], a[different], b[different]
        np.minimum.at(parents, np.maximum(a, b), np.minimum(a, b))
        while True:
            grandparents = parents[parents]
            if np.array_equal(grandparents, parents):
                break
            parents = grandparents
