"""A part of a picture is known to the worker like all of it, whatever it is scaled to."""

import numpy as np
import pytest
from PIL import Image

from smart_select.masks.grid import over_photo
from smart_select.values import Mask, Photo
from smart_select.worker.answers import Answers, look_of
from smart_select.worker.composing import compose
from smart_select.worker.places import Place
from smart_select.worker.translating import RequestInvalid
from smart_select_plugin.refinement import Refinement
from smart_select_plugin.wire.values import Area, Compose

WIDTH, HEIGHT = 1600, 1200
CENTRE = 1100.0, 400.0
ROWS, COLUMNS = np.mgrid[:HEIGHT, :WIDTH]
AWAY = np.hypot(ROWS - CENTRE[1], COLUMNS - CENTRE[0])
WHOLE = (0, 0, WIDTH, HEIGHT)


def disc(radius: float) -> Mask:
    return ((radius > AWAY) * 255).astype(np.uint8)


@pytest.fixture(scope="module")
def photo() -> Photo:
    """A picture of soft, large spots, without an edge where the object is."""
    rng = np.random.default_rng(3)
    spots = Image.fromarray(rng.integers(90, 150, (12, 16, 3), np.uint8))
    return np.asarray(spots.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC))


@pytest.fixture
def answers(photo: Photo) -> Answers:
    """What the model said of the disc."""
    answers = Answers()
    small = np.asarray(Image.fromarray((80 - AWAY).astype(np.float32)).resize((256, 256)))
    answers.remember(disc(80), over_photo(small, (1.0, 1.0)), look_of(photo))
    return answers


def snapped(answers: Answers, photo: Photo, area: Area, step: int = 1, whole: Area = WHOLE) -> Mask:
    """Return the disc, drawn too large, as it is snapped by an area of the picture in so small a copy."""
    x0, y0, x1, y1 = area
    size = (x1 - x0) // step, (y1 - y0) // step
    pixels, mask = (
        np.asarray(Image.fromarray(one[y0:y1, x0:x1]).resize(size, Image.Resampling.BOX))
        for one in (photo, disc(87))
    )
    request = Refinement(snap=True).request(
        area, mask.tobytes(), (0, 0, *size), pixels.tobytes(), size, whole=whole
    )
    reply = compose(request, answers)
    assert reply.area is not None
    left, top, right, bottom = reply.area
    result = np.zeros((size[1], size[0]), np.uint8)
    result[top:bottom, left:right] = np.frombuffer(reply.pixels, np.uint8).reshape(bottom - top, right - left)
    return result


def test_an_outline_is_snapped_in_a_part_as_in_the_whole(answers: Answers, photo: Photo) -> None:
    area = Refinement(snap=True).area_for((1013, 313, 1187, 487), (WIDTH, HEIGHT))
    assert (area[2] - area[0]) * (area[3] - area[1]) < WIDTH * HEIGHT / 20
    whole = snapped(answers, photo, WHOLE)
    alone = snapped(Answers(), photo, WHOLE)
    part = snapped(answers, photo, area)
    x0, y0, x1, y1 = area
    assert np.abs(part.astype(int) - whole[y0:y1, x0:x1]).max() <= 2
    assert np.count_nonzero(part >= 128) < 0.95 * np.count_nonzero(alone >= 128)  # the model has been asked


def test_a_smaller_copy_of_a_part_tells_what_becomes_of_it_all(answers: Answers, photo: Photo) -> None:
    whole = snapped(answers, photo, WHOLE)
    small = snapped(answers, photo, (960, 256, 1240, 544), step=4)
    large = np.asarray(Image.fromarray(whole[256:544, 960:1240]).resize((70, 72), Image.Resampling.BOX))
    assert np.count_nonzero((small >= 128) ^ (large >= 128)) < 0.03 * np.count_nonzero(large >= 128)


def test_the_whole_squares_of_a_copy_may_reach_over_the_border(answers: Answers, photo: Photo) -> None:
    padded = np.pad(photo, ((16, 16), (8, 8), (0, 0)), mode="edge")
    mask = np.pad(disc(80), ((16, 16), (8, 8)))
    place = Place(-8, -16, WIDTH, HEIGHT)
    near = answers.mask_near(mask, padded, place)
    assert near is not None
    assert np.count_nonzero((near >= 128) ^ (mask >= 128)) < 0.03 * np.count_nonzero(mask)
    assert near.shape == mask.shape


def test_a_part_of_another_picture_is_foreign(answers: Answers, photo: Photo) -> None:
    place, part = Place(960, 256, WIDTH, HEIGHT), np.s_[256:544, 960:1240]
    assert answers.logits_of(disc(80)[part], photo[part], place) is not None
    assert answers.logits_of(disc(80)[part], photo[part] - np.uint8(40), place) is None
    assert answers.logits_of(disc(80)[part], photo[part]) is None  # not said to be a part
    elsewhere = Place(400, 256, WIDTH, HEIGHT)
    assert answers.logits_of(disc(80)[part], photo[part], elsewhere) is None


def test_the_logits_of_a_part_are_over_that_part(answers: Answers, photo: Photo) -> None:
    part = np.s_[256:544, 960:1240]
    logits = answers.logits_of(disc(80)[part], photo[part], Place(960, 256, WIDTH, HEIGHT))
    assert logits is not None
    assert logits.shape == (61, 45)  # the model's own cells
    seen = np.asarray(Image.fromarray(logits).resize((280, 288), Image.Resampling.BICUBIC))
    assert np.abs(seen - (80 - AWAY)[part]).max() < 6


@pytest.mark.parametrize(
    ("part", "part_of"),
    [
        ((0, 0, 30, 40), (100, 100)),  # enlarged
        ((100, 0, 140, 40), (100, 100)),
        ((-40, 0, 0, 40), (100, 100)),
        ((40, 0, 0, 40), (100, 100)),
        ((0, 0, 40, 40), (0, 100)),
        ((0, 0, 1 << 50, 1 << 50), (100, 100)),
    ],
)
def test_a_part_that_is_none_is_refused(part: Area, part_of: tuple[int, int]) -> None:
    request = Compose(
        "mask", (40, 40), bytes(4800), b"\xff", (9, 9, 10, 10), snap=True, part=part, part_of=part_of
    )
    with pytest.raises(RequestInvalid):
        compose(request)
