"""What a mask has and the model's answer lacks: kept whole, unless the colours clearly take it away."""

import numpy as np
import pytest

from smart_select.matting import UNDECIDED, alpha_matte, matte_where_it_pays
from smart_select.matting.trimap import Trimap
from smart_select.values import Logits, Mask, Photo

SIDE = 256
PART = slice(96, 160), slice(96, 160)
"""Of the object: what the answer lacks."""
RED, BLUE = (200, 40, 40), (40, 60, 200)


def scene(part: tuple[int, int, int]) -> tuple[Photo, Mask, Logits]:
    """Return a red object on blue whose middle has other colours, its mask, and logits without the middle."""
    photo = np.empty((SIDE, SIDE, 3), np.uint8)
    photo[...] = BLUE
    photo[48:208, 48:208] = RED
    photo[PART] = part
    noise = np.random.default_rng(3).integers(-6, 7, photo.shape)
    mask = np.zeros((SIDE, SIDE), np.uint8)
    mask[48:208, 48:208] = 255
    logits = np.where(mask > 0, 6, -6).astype(np.float32)
    logits[PART] = -3
    return np.clip(photo + noise, 0, 255).astype(np.uint8), mask, logits


@pytest.mark.parametrize("part", [RED, (150, 45, 90)], ids=["its own colour", "between, nearer to its own"])
def test_a_part_that_colours_do_not_take_away_stays_whole(part: tuple[int, int, int]) -> None:
    photo, mask, logits = scene(part)
    for matte in (
        alpha_matte(photo, mask, logits=logits, sure=UNDECIDED),
        matte_where_it_pays(photo, mask, logits=logits),
    ):
        assert matte[PART].min() > 200
        assert (matte[PART] == 255).mean() > 0.9


def test_a_hole_of_the_backgrounds_colour_is_taken_away() -> None:
    photo, mask, logits = scene(BLUE)
    matte = alpha_matte(photo, mask, logits=logits, sure=UNDECIDED)
    assert matte[PART].mean() < 30
    assert matte[60:80, 60:80].min() == 255


def test_a_part_that_is_mostly_taken_away_is_not_filled_where_some_of_it_is_left() -> None:
    _, mask, logits = scene(RED)
    trimap = Trimap.of(mask, logits, 2, UNDECIDED)
    matte = mask.copy()
    matte[PART] = 70
    matte[96:116, 96:160] = 200  # of a net's meshes, those that look like its threads
    assert trimap.settled(matte) is trimap
    matte[96:140, 96:160] = 200
    assert trimap.settled(matte) is not trimap
