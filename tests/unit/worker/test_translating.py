"""Between wire and engine: coordinates, masks and their boxes."""

import numpy as np
import pytest

from smart_select.worker.pictures import Picture
from smart_select.worker.translating import RequestInvalid, logits_of, photo_of, placed, prompt_of
from smart_select_plugin.wire.values import Predict


def test_pixels_are_looked_at_and_not_copied() -> None:
    pixels = bytearray(2 * 3 * 3)
    photo = photo_of(pixels, (2, 3))
    pixels[0] = 9
    assert photo.shape == (3, 2, 3)
    assert photo[0, 0, 0] == 9


@pytest.mark.parametrize("size", [(2, 2), (0, 0), (-1, -6), (10**6, 10**6)])
def test_pixels_of_another_size_are_refused(size: tuple[int, int]) -> None:
    with pytest.raises(RequestInvalid, match="does not fit together"):
        photo_of(bytes(18), size)


def test_logits_come_back_as_they_went() -> None:
    logits = np.arange(6, dtype="<f4").reshape(2, 3)
    found = logits_of(logits.tobytes(), (3, 2))
    assert found is not None
    assert np.array_equal(found, logits)
    assert logits_of(b"", None) is None
    with pytest.raises(RequestInvalid):
        logits_of(b"1234", (3, 2))


def test_a_mask_is_sent_as_its_box() -> None:
    mask = np.zeros((10, 20), np.uint8)
    mask[3:5, 7:11] = 200
    area, values = placed(mask, (0, 0, 20, 10))
    assert area == (7, 3, 11, 5)
    assert bytes(values) == b"\xc8" * 8


def test_nothing_selected_is_no_box() -> None:
    assert placed(np.zeros((4, 4), np.uint8), (0, 0, 4, 4)) == (None, b"")


@pytest.mark.parametrize("scale", [2, 3.7, 10])
def test_a_small_mask_is_enlarged_to_where_it_belongs(scale: float) -> None:
    mask = np.zeros((20, 30), np.uint8)
    mask[5:15, 10:20] = 255
    width, height = round(30 * scale), round(20 * scale)
    area, values = placed(mask, (100, 200, 100 + width, 200 + height))
    assert area is not None
    x0, y0, x1, y1 = area
    enlarged = np.frombuffer(values, np.uint8).reshape(y1 - y0, x1 - x0)
    rows, columns = np.nonzero(enlarged >= 128)
    found = columns.min() + x0, rows.min() + y0, columns.max() + 1 + x0, rows.max() + 1 + y0
    expected = np.add(np.multiply((10, 5, 20, 15), scale), (100, 200, 100, 200))
    assert np.abs(found - expected).max() <= 1


def test_prompts_are_scaled_to_the_copy() -> None:
    picture = Picture(np.zeros((20, 40, 3), np.uint8), (400, 100))
    request = Predict(
        "p",
        "m",
        points=((200.0, 50.0, 1),),
        box=(0.0, 0.0, 400.0, 100.0),
        rough=bytes([255]) * (40 * 10),
        rough_area=(100, 20, 140, 30),
    )
    prompt = prompt_of(request, picture)
    assert prompt.points == ((20.0, 10.0, 1),)
    assert prompt.box == (0.0, 0.0, 40.0, 20.0)
    assert prompt.mask is not None
    assert prompt.mask.shape == (20, 40)
    assert np.array_equal(np.argwhere(prompt.mask >= 128)[[0, -1]], [[4, 10], [5, 13]])


def test_a_rough_mask_beyond_the_picture_is_refused() -> None:
    picture = Picture(np.zeros((10, 10, 3), np.uint8), (10, 10))
    with pytest.raises(RequestInvalid):
        prompt_of(Predict("p", "m", rough=b"1234", rough_area=(9, 9, 11, 11)), picture)
