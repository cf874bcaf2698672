"""A small model looks at a box from close by; what it answers is about the whole photo all the same."""

import numpy as np
import pytest

from fakes.colour_model import DECODER, ENCODER, ColourDecoder, ColourEncoder, two_squares
from smart_select import Engine, Prompt
from smart_select.closer import CloserLook
from smart_select.errors import PromptInvalid
from smart_select.layouts import recognise
from smart_select.layouts.frame import Frame
from smart_select.runtime.pair import Pair
from smart_select.values import Candidate, Logits, Mask

SIZE = (400, 300)
BOX = (100.0, 60.0, 160.0, 100.0)
FRAME = Frame.stretched(SIZE, 256)
AREA = (70, 30, 190, 130)


def engine_of(*, coarse: bool) -> tuple[Engine, ColourEncoder]:
    encoder = ColourEncoder()
    pair = Pair(
        encoder=encoder,  # type: ignore[arg-type]
        decoder=ColourDecoder(),  # type: ignore[arg-type]
        layout=recognise(ENCODER, DECODER, "the colour model"),
        digests=("colour encoder", "colour decoder"),
        provider_note="no network at all",
        coarse=coarse,
    )
    return Engine("colour", pair, None), encoder


def look(prompt: Prompt) -> CloserLook:
    found = CloserLook.at(prompt, SIZE)
    assert found is not None
    return found


def test_numbers_far_beyond_the_photo_are_its_rims() -> None:
    box = (100.0, -1e308, 1e308, 60.0)
    assert look(Prompt(box=box)).area == look(Prompt(box=(100.0, 0.0, 400.0, 60.0))).area


def test_the_area_is_the_box_with_half_its_longer_side_around() -> None:
    assert look(Prompt(box=BOX)).area == AREA
    assert look(Prompt(box=(0, 0, 40, 40))).area == (0, 0, 60, 60)


@pytest.mark.parametrize(
    "prompt",
    [
        Prompt(points=[(120, 80, 1)]),
        Prompt(box=(20, 20, 380, 280)),
        Prompt(box=BOX, points=[(300, 80, 0)]),
    ],
    ids=["no box", "the box is nearly the photo", "a click far outside"],
)
def test_there_is_no_closer_look_where_it_shows_nothing_new(prompt: Prompt) -> None:
    assert CloserLook.at(prompt, SIZE) is None


def test_the_prompt_is_in_the_areas_pixels() -> None:
    rough = np.zeros((300, 400), np.uint8)
    rough[80, 120] = 255
    part = look(Prompt(box=BOX)).prompt(Prompt(box=BOX, points=[(120, 80, 1)], mask=rough), FRAME)
    assert part.box == (30, 30, 90, 70)
    assert part.points == ((50, 50, 1),)
    assert part.mask is not None
    assert part.mask.shape == (100, 120)
    assert part.mask[50, 50] == 255


def ramp(_: Logits) -> Mask:
    return np.tile(np.arange(120, dtype=np.uint8), (100, 1))


def test_the_mask_lies_where_the_area_is_and_nowhere_else() -> None:
    whole = look(Prompt(box=BOX)).candidate(Candidate(np.zeros((64, 64), np.float32), 0.5, ramp), FRAME)
    assert whole.score == 0.5
    assert np.array_equal(whole.mask[30:130, 70:190], ramp(whole.logits))
    assert whole.mask.sum() == ramp(whole.logits).sum(dtype=int)


def test_logits_lie_where_the_area_is_and_come_back_for_the_next_prompt() -> None:
    closer = look(Prompt(box=BOX))
    ys, xs = np.mgrid[0:64, 0:64]
    seen = np.where((xs - 32) ** 2 + (ys - 32) ** 2 < 20**2, 8.0, -8.0).astype(np.float32)
    whole = closer.candidate(Candidate(seen, 0.5, ramp), FRAME)
    assert whole.logits.shape == (64, 64)
    rows, columns = np.nonzero(whole.logits > 0)
    # The disc's middle is the area's: (130, 80) of 400×300, on 64 cells.
    assert columns.mean() + 0.5 == pytest.approx(130 / 400 * 64, abs=0.6)
    assert rows.mean() + 0.5 == pytest.approx(80 / 300 * 64, abs=0.6)
    again = closer.prompt(Prompt(box=BOX, previous=whole), FRAME).previous_logits
    assert again is not None
    on, was = again > 0, seen > 0
    assert (on & was).sum() / (on | was).sum() > 0.8


def test_an_engine_with_a_small_model_finds_more_of_a_small_thing_in_a_box() -> None:
    photo = np.full((600, 800, 3), 128, np.uint8)
    photo[200:212, 300:316] = (220, 30, 30)
    engine, encoder = engine_of(coarse=True)
    embedding = engine.encode(photo)
    box = (298.0, 198.0, 318.0, 214.0)
    prediction = engine.predict(embedding, Prompt(box=box))
    assert encoder.runs == 2
    assert prediction.best.mask.shape == (600, 800)
    x0, y0, x1, y1 = prediction.best.bounding_box or (0, 0, 0, 0)
    assert abs(np.array([x0, y0, x1, y1]) - (300, 200, 316, 212)).max() <= 2
    corrected = engine.predict(embedding, Prompt(box=box, points=[(308, 206, 1)], previous=prediction.best))
    assert encoder.runs == 2  # the closer look is kept
    assert corrected.best.area == pytest.approx(prediction.best.area, rel=0.1)


def test_a_model_that_sees_enough_takes_no_closer_look() -> None:
    engine, encoder = engine_of(coarse=False)
    embedding = engine.encode(two_squares(400, 300))
    engine.predict(embedding, Prompt(box=(40, 60, 160, 240)))
    assert encoder.runs == 1


def test_a_bad_prompt_is_refused_before_anything_is_encoded() -> None:
    engine, encoder = engine_of(coarse=True)
    embedding = engine.encode(two_squares())
    with pytest.raises(PromptInvalid, match="empty"):
        engine.predict(embedding, Prompt(box=(20, 20, 10, 30)))
    assert encoder.runs == 1
