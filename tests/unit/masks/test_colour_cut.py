"""A coarse outline is redrawn where the photo's colours change, and clicks and boxes hold."""

import numpy as np
import pytest
from numpy.typing import NDArray

from smart_select.masks.clicks import Clicks
from smart_select.masks.colour_cut import SURE, ColourCut
from smart_select.masks.colour_mixture import Palette
from smart_select.masks.lab import to_lab
from smart_select.masks.least_cut import least_cut
from smart_select.masks.rendering import MaskRenderer

SIDE = 120
RED, GREEN, BLUE = (190, 40, 30), (40, 130, 50), (30, 50, 170)

Bool = NDArray[np.bool_]


def disk(x: float, y: float, radius: float) -> Bool:
    rows, columns = np.mgrid[:SIDE, :SIDE] + 0.5
    return np.asarray(np.hypot(columns - x, rows - y) < radius)


def picture(*objects: tuple[Bool, tuple[int, int, int]]) -> NDArray[np.uint8]:
    """Objects on green, with a little grain."""
    photo = np.empty((SIDE, SIDE, 3), np.int16)
    photo[:] = GREEN
    for where, colour in objects:
        photo[where] = colour
    photo += np.random.default_rng(0).integers(-9, 10, photo.shape, np.int16)
    return np.clip(photo, 0, 255).astype(np.uint8)


def clicks(*places: tuple[float, float, int]) -> Clicks:
    cells = np.array([place[:2] for place in places], np.float64).reshape(-1, 2)
    return Clicks(cells, np.array([place[2] == 1 for place in places], np.bool_))


def iou(mask: Bool, target: Bool) -> float:
    return float((mask & target).sum() / (mask | target).sum())


def coarse(target: Bool) -> NDArray[np.float32]:
    """What an unsure network says of a disk: a blob that is off and soft."""
    return np.where(target, np.float32(1.5), np.float32(-1.5))


def test_outline_moves_to_where_the_colours_change() -> None:
    """The network is sure of the middle and less and less towards an outline that is too small."""
    ball = disk(60, 60, 30)
    rows, columns = np.mgrid[:SIDE, :SIDE] + 0.5
    says = np.clip((25 - np.hypot(columns - 63, rows - 58)) / 4, -5, 5).astype(np.float32)
    redrawn = ColourCut.of(picture((ball, RED))).redraw(says, clicks((60, 60, 1)), None)
    assert iou(says > 0, ball) < 0.7
    assert iou(redrawn > 0, ball) > 0.9


def test_part_that_no_wanted_click_touches_goes() -> None:
    left, right = disk(32, 60, 20), disk(90, 60, 20)
    cut = ColourCut.of(picture((left, RED), (right, RED)))
    redrawn = cut.redraw(coarse(left | right), clicks((32, 60, 1)), None)
    assert iou(redrawn > 0, left) > 0.95
    both = cut.redraw(coarse(left | right), clicks((32, 60, 1), (90, 60, 1)), None)
    assert iou(both > 0, left | right) > 0.95


def test_unwanted_click_is_outside_and_wanted_one_inside() -> None:
    ball = disk(60, 60, 30)
    cut = ColourCut.of(picture((ball, RED)))
    redrawn = cut.redraw(coarse(ball), clicks((60, 60, 1), (60, 75, 0), (10, 10, 1)), None)
    assert redrawn[60, 60] > 0
    assert redrawn[75, 60] < 0
    assert redrawn[10, 10] > 0


def test_nothing_far_outside_the_box_is_taken() -> None:
    left, right = disk(32, 60, 20), disk(90, 60, 20)
    cut = ColourCut.of(picture((left, RED), (right, RED)))
    redrawn = cut.redraw(coarse(left | right), clicks(), (12, 40, 52, 80))
    assert iou(redrawn > 0, left) > 0.95


def test_logits_stay_within_what_is_sure() -> None:
    redrawn = ColourCut.of(picture((disk(60, 60, 30), RED))).redraw(coarse(disk(60, 60, 28)), clicks(), None)
    assert np.abs(redrawn).max() <= SURE
    assert redrawn.dtype == np.float32


@pytest.mark.parametrize("value", [-8.0, 8.0])
def test_empty_and_full_answers_stay_as_they_are(value: float) -> None:
    logits = np.full((SIDE, SIDE), value, np.float32)
    redrawn = ColourCut.of(picture()).redraw(logits, clicks(), None)
    assert ((redrawn > 0) == (logits > 0)).all()


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 900, 3), (700, 2, 3), (3, 5, 3)])
def test_smallest_and_thinnest_photos_are_drawn(shape: tuple[int, int, int]) -> None:
    photo = np.full(shape, 90, np.uint8)
    renderer = MaskRenderer(photo, (1.0, 1.0), (64, 64), coarse=True)
    logits = np.full((64, 64), 3, np.float32)
    mask = renderer.mask(logits, clicks((32, 32, 1)), None)
    assert mask.shape == shape[:2]
    assert mask.max() == 255


def test_photo_of_one_colour_keeps_the_network_s_outline() -> None:
    blob = disk(60, 60, 30)
    photo = np.full((SIDE, SIDE, 3), 128, np.uint8)
    redrawn = ColourCut.of(photo).redraw(coarse(blob), clicks((60, 60, 1)), None)
    assert iou(redrawn > 0, blob) > 0.9


def test_same_question_gets_the_same_answer() -> None:
    cut = ColourCut.of(picture((disk(60, 60, 30), BLUE)))
    first, second = (cut.redraw(coarse(disk(50, 60, 25)), clicks((60, 60, 1)), None) for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_least_cut_drops_a_speck_and_keeps_an_object() -> None:
    opinions = np.where(disk(60, 60, 20), np.float32(1), np.float32(-1))
    opinions[5, 5] = 1
    costs = np.full((SIDE, SIDE), 2, np.float32)
    part = least_cut(opinions, costs[:, 1:], costs[1:])
    assert part[5, 5] < 0.5
    assert iou(part > 0.5, disk(60, 60, 20)) > 0.95


def test_likelihood_ratio_tells_the_object_s_colours_from_the_others() -> None:
    ball = disk(60, 60, 30)
    colours = to_lab(picture((ball, RED))).reshape(-1, 3).T
    share = np.where(disk(60, 60, 20), 0.9, 0.1).astype(np.float32).ravel()
    ratio = Palette.of(np.ascontiguousarray(colours), slice(None, None, 5)).likelihood_ratio(share)
    assert ratio.reshape(SIDE, SIDE)[ball].min() > 0 > ratio.reshape(SIDE, SIDE)[~ball].max()


@pytest.mark.parametrize(
    ("rgb", "lab"),
    [((255, 255, 255), (100, 0, 0)), ((0, 0, 0), (0, 0, 0)), ((255, 0, 0), (53.24, 80.09, 67.20))],
)
def test_lab_has_the_standard_s_values(rgb: tuple[int, int, int], lab: tuple[float, float, float]) -> None:
    value = to_lab(np.array([[rgb]], np.uint8))[0, 0] * 100
    np.testing.assert_allclose(value, lab, atol=0.05)


def test_hole_is_filled_unless_it_was_clicked_on() -> None:
    ball, eye = disk(60, 60, 40), disk(60, 50, 8)
    cut = ColourCut.of(picture((ball, RED), (eye, BLUE)))
    says = coarse(ball)
    says[eye] = -4
    filled = cut.redraw(says, clicks((60, 80, 1)), None)
    assert (filled[eye] > 0).all()
    kept = cut.redraw(says, clicks((60, 80, 1), (60, 50, 0)), None)
    assert kept[50, 60] < 0
    assert iou(kept < 0, ~ball | eye) > 0.9
