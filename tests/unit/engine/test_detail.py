"""A second look at a small object: when it pays, and what becomes of it."""

import numpy as np
import pytest

import smart_select as ss
from fakes.colour_model import colour_engine
from smart_select.detail import detail_area, detailed_mask, look_again, pays

WIDTH, HEIGHT = 2400, 1800
CENTRE, RADIUS = (700, 500), 200


def disk() -> np.ndarray:
    rows, columns = np.mgrid[:HEIGHT, :WIDTH] + 0.5
    return np.hypot(columns - CENTRE[0], rows - CENTRE[1]) < RADIUS


def photo() -> np.ndarray:
    pixels = np.full((HEIGHT, WIDTH, 3), (40, 90, 160), np.uint8)
    pixels[disk()] = (220, 60, 30)
    return pixels


def iou(mask: np.ndarray, true: np.ndarray) -> float:
    return float(((mask >= 128) & true).sum() / ((mask >= 128) | true).sum())


class Looking:
    """A second look that is counted."""

    def __init__(self) -> None:
        self.seen: list[tuple[int, ...]] = []

    def __call__(self, photo: np.ndarray, prompt: ss.Prompt) -> ss.Candidate:
        self.seen.append(photo.shape)
        return click(photo, prompt)


def click(photo: np.ndarray, prompt: ss.Prompt) -> ss.Candidate:
    engine = colour_engine()
    return engine.predict(engine.encode(photo), prompt).best


def test_small_object_in_a_large_photo_is_drawn_better_by_a_second_look() -> None:
    points = [(float(CENTRE[0]), float(CENTRE[1]), 1)]
    candidate = click(photo(), ss.Prompt(points=points))
    look = Looking()
    finer = detailed_mask(candidate, photo(), points, look, always=False)
    assert max(look.seen[0]) < WIDTH / 2
    assert iou(finer, disk()) > max(0.97, iou(candidate.mask, disk()) + 0.01)


def test_object_that_fills_the_photo_is_not_looked_at_again_unless_asked() -> None:
    points = [(400.0, 300.0, 1)]
    pixels = np.full((600, 800, 3), (40, 90, 160), np.uint8)
    pixels[60:540, 80:720] = (220, 60, 30)
    candidate = click(pixels, ss.Prompt(points=points))
    look = Looking()
    assert detailed_mask(candidate, pixels, points, look, always=False) is candidate.mask
    assert not look.seen
    detailed_mask(candidate, pixels, points, look, always=True)
    assert len(look.seen) == 1


def test_second_look_that_means_something_else_is_not_taken() -> None:
    rough = np.zeros((60, 60), bool)
    rough[:20] = True
    other = ss.Candidate(
        logits=np.zeros((2, 2), np.float32),
        score=1,
        render=lambda _: np.where(rough, 0, 255).astype(np.uint8),
    )
    assert look_again(np.zeros((60, 60, 3), np.uint8), rough, [], lambda photo, prompt: other) is None


def test_nothing_selected_is_not_looked_at() -> None:
    def look(photo: np.ndarray, prompt: ss.Prompt) -> ss.Candidate:
        raise AssertionError("there is nothing to look at")

    assert look_again(np.zeros((9, 9, 3), np.uint8), np.zeros((9, 9), bool), [], look) is None


@pytest.mark.parametrize(
    ("box", "size", "worth"),
    [
        ((100, 100, 400, 400), (6000, 4000), True),
        ((100, 100, 400, 400), (1000, 800), False),
        ((0, 0, 5000, 3000), (6000, 4000), False),
        ((5900, 3900, 6000, 4000), (6000, 4000), True),
    ],
)
def test_a_second_look_pays_where_the_model_has_not_seen_the_pixels(
    box: tuple[int, int, int, int], size: tuple[int, int], worth: bool
) -> None:
    area = detail_area(box, size)
    assert 0 <= area[0] <= box[0]
    assert box[2] <= area[2] <= size[0]
    assert pays(area, size) == worth
