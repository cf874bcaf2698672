"""What the user has pointed at so far, for one object: pure values, no Krita and no Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Tuple

from smart_select_krita.geometry import Area, ImagePoint
from smart_select_plugin.selection_prompt import SelectionPrompt
from smart_select_plugin.whole_box import whole_box
from smart_select_plugin.wire.values import NOTHING, Box, Buffer, Point


@dataclass(frozen=True)
class Prompt:
    """Points, a box, a rough mask, or the wish for whatever the picture is of.

    Where `subject` is set and there are points, these correct the subject that was found.
    """

    points: Tuple[Point, ...] = ()
    box: Box | None = None
    rough: Buffer = NOTHING
    rough_area: Area | None = None
    subject: bool = False
    drawn: int = 0
    """How many of the points, the first ones, one drawing has given: they come and go together."""

    def __bool__(self) -> bool:
        """Tell whether there is anything to ask with."""
        return bool(self.points or self.box or self.rough or self.subject)

    def with_point(self, point: ImagePoint, wanted: bool) -> Prompt:
        """Return the prompt with one more point."""
        one: Point = (point.x, point.y, int(wanted))
        return replace(self, points=(*self.points, one))

    def goes_on_from(self, earlier: Prompt) -> bool:
        """Tell whether this is that one, or that one and more points."""
        return replace(self, points=self.points[: len(earlier.points)]) == earlier

    @property
    def is_enough(self) -> bool:
        """Tell whether this says what is wanted, and not only what is not."""
        return bool(self.box or self.rough or self.subject or any(label for _x, _y, label in self.points))

    @property
    def whole_box(self) -> Box | None:
        """Return the box with what is wanted beside it."""
        return whole_box(self.box, self.points)

    def without_point(self, number: int) -> Prompt:
        """Return the prompt without its point of this number, counted from 0."""
        drawn = self.drawn - (number < self.drawn)
        return replace(self, points=self.points[:number] + self.points[number + 1 :], drawn=drawn)


def prompt_of_selection(found: SelectionPrompt) -> Prompt:
    """Return the prompt that the user's own selection means."""
    drawn = len(found.points)
    if found.mask is None:
        return Prompt(points=found.points, box=found.box, drawn=drawn)
    x0, y0, x1, y1 = (round(value) for value in found.mask.box)
    mask = _enlarged(found.mask.cells, (found.mask.columns, found.mask.rows), (x1 - x0, y1 - y0))
    return Prompt(found.points, found.box, mask, rough_area=(x0, y0, x1, y1), drawn=drawn)


def _enlarged(cells: bytes, grid: Tuple[int, int], size: Tuple[int, int]) -> bytes:
    """Return cells of 0 and 1 as a mask of 0 and 255 of that size."""
    width, height = size
    edges = [-(-column * width // grid[0]) for column in range(grid[0] + 1)]
    counts = [edges[column + 1] - edges[column] for column in range(grid[0])]
    # A piece for each cell instead of a byte for each pixel: a row may be thousands of pixels wide.
    pieces = [(bytes(count), b"\xff" * count) for count in counts]
    rows = [
        b"".join(piece[cell > 0] for piece, cell in zip(pieces, cells[row * grid[0] : (row + 1) * grid[0]]))
        for row in range(grid[1])
    ]
    return b"".join(rows[y * grid[1] // height] for y in range(height))


def candidate_name(choice: str, candidates: int) -> str:
    """Return how the worker calls one of `options.CANDIDATES` among so many of them."""
    if choice != "middle":
        return choice
    return str((candidates + 1) // 2) if candidates > 2 else "best"
