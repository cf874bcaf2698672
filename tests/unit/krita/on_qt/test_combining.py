"""Two selections combined tile by tile are what Krita makes of them at once."""

from collections.abc import Generator
from typing import Any

import numpy as np
import pytest
from fake_pixels import Selection
from numpy.typing import NDArray

from smart_select_krita import jobs
from smart_select_krita.combining import combined

SIZE = (1300, 900)


def done(job: Generator[None, None, Any]) -> Any:
    while True:
        try:
            next(job)
        except StopIteration as end:
            return end.value


def disc(x: float, y: float, radius: float) -> NDArray[np.uint8]:
    rows, columns = np.mgrid[0 : SIZE[1], 0 : SIZE[0]]
    far = np.hypot(rows - y, columns - x) - radius
    return np.clip(128 - 20 * far, 0, 255).astype(np.uint8)


def selection_of(mask: NDArray[np.uint8], left: int = 0, top: int = 0) -> Selection:
    selection = Selection()
    selection.setPixelData(mask.tobytes(), left, top, mask.shape[1], mask.shape[0])
    return selection


SHAPES = {
    "overlapping": (disc(500, 400, 300), disc(800, 500, 280)),
    "apart": (disc(150, 150, 100), disc(1100, 700, 120)),
    "inside": (disc(650, 450, 420), disc(600, 400, 60)),
    "around": (disc(600, 400, 60), disc(650, 450, 420)),
}


@pytest.mark.parametrize("shapes", SHAPES)
@pytest.mark.parametrize("operation", ["add", "subtract", "intersect"])
def test_tiles_make_what_one_call_makes(operation: str, shapes: str) -> None:
    base, new = map(selection_of, SHAPES[shapes])
    at_once = base.duplicate()
    getattr(at_once, operation)(new)
    found = done(combined(base, new, operation))
    assert np.array_equal(found.array(0, 0, *SIZE), at_once.array(0, 0, *SIZE))
    assert np.array_equal(base.array(0, 0, *SIZE), SHAPES[shapes][0])
    assert np.array_equal(new.array(0, 0, *SIZE), SHAPES[shapes][1])


def test_what_is_selected_beside_the_picture_stays() -> None:
    base = selection_of(np.full((40, 40), 255, np.uint8), -20, -20)
    new = selection_of(np.full((40, 40), 90, np.uint8), 10, 10)
    found = done(combined(base, new, "add")).array(-20, -20, 70, 70)
    assert found[0, 0] == found[35, 35] == 255
    assert found[45, 45] == 90


def test_a_large_one_is_cut_into_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_SLICE_S", 0.0)  # on a quick machine one moment is enough for all tiles
    rng = np.random.default_rng(5)
    base, new = (selection_of(rng.integers(1, 255, (3000, 3000), np.uint8)) for _ in range(2))
    assert len(list(combined(base, new, "intersect"))) > 1
