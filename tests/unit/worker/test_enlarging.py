"""Masks enlarged along their edges only."""

import numpy as np
import pytest
from PIL import Image

from smart_select.values import Mask, Size
from smart_select.worker.enlarging import enlarged_mask

Box = tuple[float, float, float, float]


def by_pillow(mask: Mask, size: Size, source: Box) -> Mask:
    return np.asarray(Image.fromarray(mask).resize(size, Image.Resampling.BILINEAR, box=source))


def blob(width: int, height: int, seed: int) -> Mask:
    """Return a mask with large solid parts, soft edges and a hole."""
    coarse = np.random.default_rng(seed).integers(-200, 456, (4, 5))
    grey = Image.fromarray(np.clip(coarse, 0, 255).astype(np.uint8)).resize((width, height))
    return np.asarray(np.clip((np.asarray(grey, np.int64) - 100) * 4, 0, 255).astype(np.uint8))


@pytest.mark.parametrize("scale", [1.0, 2.0, 3.7, 4.0, 16.0])
@pytest.mark.parametrize("seed", range(3))
def test_the_numbers_are_those_of_the_whole_enlarged_at_once(scale: float, seed: int) -> None:
    mask = blob(150, 90, seed)
    for source in ((0.0, 0.0, 150.0, 90.0), (10.5, 3.25, 149.0, 77.75), (100.0, 60.0, 101.0, 61.0)):
        size = round((source[2] - source[0]) * scale), round((source[3] - source[1]) * scale)
        difference = np.abs(enlarged_mask(mask, size, source).astype(int) - by_pillow(mask, size, source))
        assert difference.max() <= 1


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (40, 1), (2, 3)])
def test_thin_masks_are_enlarged_like_others(shape: tuple[int, int]) -> None:
    mask = np.arange(shape[0] * shape[1], dtype=np.uint8).reshape(shape)
    source = (0.0, 0.0, float(shape[1]), float(shape[0]))
    size = shape[1] * 7, shape[0] * 5
    difference = np.abs(enlarged_mask(mask, size, source).astype(int) - by_pillow(mask, size, source))
    assert difference.max() <= 1


def test_a_mask_that_is_made_smaller_in_one_direction_is_right_too() -> None:
    mask = blob(300, 40, 1)
    source = (0.0, 0.0, 300.0, 40.0)
    assert np.array_equal(enlarged_mask(mask, (100, 400), source), by_pillow(mask, (100, 400), source))


def test_a_line_of_one_pixel_inside_a_solid_part_is_kept() -> None:
    mask = np.full((200, 200), 255, np.uint8)
    mask[:, 97] = 0
    assert enlarged_mask(mask, (800, 800), (0.0, 0.0, 200.0, 200.0))[:, 388:392].max() < 128
