"""Growing and feathering tile by tile: as if it were done at once, and right at the picture's border."""

from collections.abc import Generator

import numpy as np
import pytest
from fake_pixels import Selection
from numpy.typing import NDArray

from smart_select_krita.selected_pixels import SelectedPixels
from smart_select_krita.softening import softened

SIZE = (900, 700)


def done(job: Generator[None, None, SelectedPixels]) -> SelectedPixels:
    while True:
        try:
            next(job)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


def blob() -> NDArray[np.uint8]:
    rows, columns = np.mgrid[0 : SIZE[1], 0 : SIZE[0]]
    return np.where(np.hypot(rows - 340, columns - 430) < 200, 255, 0).astype(np.uint8)


def pixels_of(mask: NDArray[np.uint8]) -> SelectedPixels:
    rows, columns = np.nonzero(mask)
    area = (int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)
    return SelectedPixels(area, mask[area[1] : area[3], area[0] : area[2]].tobytes())


def whole(pixels: SelectedPixels) -> NDArray[np.uint8]:
    mask = np.zeros((SIZE[1], SIZE[0]), np.uint8)
    x0, y0, x1, y1 = pixels.area
    mask[y0:y1, x0:x1] = np.frombuffer(pixels.mask, np.uint8).reshape(y1 - y0, x1 - x0)
    return mask


def at_once(mask: NDArray[np.uint8], grow: int, feather: int) -> NDArray[np.uint8]:
    selection = Selection()
    selection.setPixelData(mask.tobytes(), 0, 0, *SIZE)
    if grow > 0:
        selection.grow(grow, grow)
    elif grow < 0:
        selection.shrink(-grow, -grow, False)
    if feather:
        selection.feather(feather)
    return selection.array(0, 0, *SIZE)


@pytest.mark.parametrize(
    ("grow", "feather"), [(0, 0), (5, 0), (-7, 0), (90, 0), (-60, 0), (0, 9), (0, 24), (6, 5)]
)
def test_tiles_make_no_difference(grow: int, feather: int) -> None:
    mask = blob()
    result = whole(done(softened(pixels_of(mask), grow, feather, SIZE)))
    assert np.array_equal(result, at_once(mask, grow, feather))


@pytest.mark.parametrize("feather", [60, 200])
def test_a_wide_feather_on_a_smaller_copy_differs_little(feather: int) -> None:
    mask = blob()
    result = whole(done(softened(pixels_of(mask), 0, feather, SIZE)))
    inner = (slice(220, 480), slice(220, 680))  # where the picture's border does not reach
    difference = result[inner].astype(int) - at_once(mask, 0, feather)[inner]
    assert np.abs(difference).max() <= 6


@pytest.mark.parametrize(("grow", "feather"), [(-20, 0), (0, 12), (0, 80)])
def test_what_ends_at_the_picture_s_border_stays_selected_there(grow: int, feather: int) -> None:
    sky = np.zeros((SIZE[1], SIZE[0]), np.uint8)
    sky[:300] = 255
    result = whole(done(softened(pixels_of(sky), grow, feather, SIZE)))
    assert (result[:100] == 255).all()
    assert (result[500:] == 0).all()
