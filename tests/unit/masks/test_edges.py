"""Soft masks at the photo's size: inside the picture, solid within, and drawn by the photo."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from smart_select.layouts.frame import Frame
from smart_select.masks.clicks import Clicks
from smart_select.masks.edges import EdgeGuide
from smart_select.masks.grid import Tiling, enlarge_part


def disk_logits(side: int = 256, radius: float = 0.3, centre: tuple[float, float] = (0.5, 0.5)) -> np.ndarray:
    rows, columns = (np.mgrid[:side, :side] + 0.5) / side
    return ((radius - np.hypot(columns - centre[0], rows - centre[1])) * side * 2).astype(np.float32)


def grey(width: int, height: int) -> np.ndarray:
    return np.full((height, width, 3), 120, np.uint8)


@given(
    st.integers(1, 700),
    st.integers(1, 700),
    st.sampled_from([Frame.stretched, Frame.letterboxed]),
    st.integers(0, 2**32 - 1),
)
@settings(max_examples=60, deadline=None)
def test_mask_has_the_photo_s_size_whatever_that_is(
    width: int, height: int, make: Callable[..., Frame], seed: int
) -> None:
    frame = make((width, height), 1024)
    logits = np.random.default_rng(seed).normal(0, 5, (64, 64)).astype(np.float32)
    mask = EdgeGuide.of(grey(width, height), frame.covered, (64, 64)).soft_mask(logits)
    assert mask.shape == (height, width)
    assert mask.dtype == np.uint8


def test_without_colour_to_go_by_the_outline_is_the_enlarged_one() -> None:
    photo = grey(800, 600)
    mask = EdgeGuide.of(photo, (1.0, 1.0), (256, 256)).soft_mask(disk_logits())
    plain = np.asarray(Image.fromarray(disk_logits()).resize((800, 600), Image.Resampling.BILINEAR))
    assert ((mask >= 128) == (plain > 0)).mean() > 0.995


def test_inside_is_solid_and_outside_empty() -> None:
    mask = EdgeGuide.of(grey(900, 900), (1.0, 1.0), (256, 256)).soft_mask(disk_logits())
    rows, columns = (np.mgrid[:900, :900] + 0.5) / 900
    distance = np.hypot(rows - 0.5, columns - 0.5)
    assert (mask[distance < 0.28] == 255).all()
    assert (mask[distance > 0.32] == 0).all()


@pytest.mark.parametrize("offset_cells", [-0.7, 0.7])
def test_outline_that_is_off_by_most_of_a_cell_moves_to_the_photo_s_edge(offset_cells: float) -> None:
    side = 1024
    photo = grey(side, side)
    photo[:, side // 2 :] = (30, 60, 200)
    columns = np.arange(256) + 0.5
    logits = np.broadcast_to((columns - 128 - offset_cells) * 3, (256, 256)).astype(np.float32)
    mask = EdgeGuide.of(photo, (1.0, 1.0), (256, 256)).soft_mask(logits)
    plain = np.asarray(Image.fromarray(logits).resize((side, side), Image.Resampling.BILINEAR)) > 0
    truth = np.broadcast_to(np.arange(side) >= side // 2, (side, side))
    assert ((mask >= 128) != truth).sum() < 0.5 * (plain != truth).sum()


def test_mask_of_a_mirrored_photo_is_the_mirrored_mask() -> None:
    photo = np.random.default_rng(0).integers(0, 256, (300, 400, 3), np.uint8)
    logits = disk_logits(64, centre=(0.4, 0.6))
    mask = EdgeGuide.of(photo, (1.0, 1.0), (64, 64)).soft_mask(logits)
    mirrored = EdgeGuide.of(np.ascontiguousarray(photo[:, ::-1]), (1.0, 1.0), (64, 64)).soft_mask(
        np.ascontiguousarray(logits[:, ::-1])
    )
    assert np.abs(mask.astype(int) - mirrored[:, ::-1].astype(int)).max() <= 1


def test_large_photo_drawn_by_threads_equals_the_same_tiles_drawn_alone() -> None:
    photo = np.random.default_rng(0).integers(0, 256, (2100, 2000, 3), np.uint8)
    guide = EdgeGuide.of(photo, (1.0, 1.0), (64, 64))
    np.testing.assert_array_equal(guide.soft_mask(disk_logits(64)), guide.soft_mask(disk_logits(64)))


@pytest.mark.parametrize("wanted", [True, False])
def test_click_is_answered_as_asked_whatever_the_colours_say(wanted: bool) -> None:
    photo = np.random.default_rng(0).integers(0, 256, (300, 400, 3), np.uint8)
    clicks = Clicks(np.array([[30.4, 20.2], [0.1, 47.9]]), np.array([wanted, wanted]))
    logits = np.full((48, 64), -6 if wanted else 6, np.float32)
    mask = EdgeGuide.of(photo, (1.0, 1.0), (48, 64)).draw(logits, clicks)
    answers = [mask[round(20.2 * 300 / 48), round(30.4 * 400 / 64)], mask[299, 0]]
    assert answers == ([255, 255] if wanted else [0, 0])


@given(st.integers(1, 200), st.integers(1, 200), st.integers(1, 40), st.integers(1, 40))
@settings(max_examples=40, deadline=None)
def test_tiles_are_enlarged_as_the_whole_is(width: int, height: int, columns: int, rows: int) -> None:
    planes = np.random.default_rng(0).normal(size=(2, rows, columns)).astype(np.float32)
    whole = enlarge_part(planes, (height, width), (slice(0, height), slice(0, width)))
    tiling = Tiling(shape=(height, width), grid=(rows, columns))
    every = tiling.sides(np.zeros((rows, columns), np.int32)) == 0
    drawn = np.full((2, height, width), np.nan, np.float32)
    for tiles in tiling.batches(every):
        values = tiling.enlarge(planes, tiles)
        for plane, enlarged in zip(drawn, values.transpose(1, 0, 2, 3), strict=True):
            view, at = tiling.windows(plane, tiles)
            view[at] = enlarged
    np.testing.assert_allclose(drawn, whole, atol=1e-5)


def test_tiles_take_a_side_only_where_all_their_cells_are_on_it() -> None:
    tiling = Tiling(shape=(480, 480), grid=(60, 60))
    signs = np.ones((60, 60), np.int32)
    assert (tiling.sides(signs) == 1).all()
    signs[30, 30] = 0
    sides = tiling.sides(signs)
    assert (sides == 0).any()
    picture = tiling.filled((sides == 0).astype(np.uint8))
    assert picture.sum() < 0.05 * picture.size
    assert picture[30 * 8 - 4 : 30 * 8 + 12, 30 * 8 - 4 : 30 * 8 + 12].all()
