"""What the page draws with."""

import io
import json

import numpy as np
import pytest
from PIL import Image

from fakes.colour_model import two_squares
from smart_select.photo.reading import LoadedPhoto
from smart_select.trying.sample import sample_photo
from smart_select.trying.views import LONGEST_SIDE, pack, small_mask, view_of, view_size


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((1, 1), (1, 1)),
        ((LONGEST_SIDE, 40), (LONGEST_SIDE, 40)),
        ((6400, 3200), (LONGEST_SIDE, LONGEST_SIDE // 2)),
        ((3200, 6400), (LONGEST_SIDE // 2, LONGEST_SIDE)),
        ((65000, 1), (LONGEST_SIDE, 1)),
    ],
)
def test_a_view_fits_a_screen_and_is_never_empty(size: tuple[int, int], expected: tuple[int, int]) -> None:
    assert view_size(size) == expected


def test_an_opaque_photo_is_a_jpeg_and_looks_the_same() -> None:
    photo = LoadedPhoto(two_squares(), None, "PNG", "RGB")
    view = view_of(photo)
    assert (view.media_type, view.size) == ("image/jpeg", (96, 64))
    decoded = np.asarray(Image.open(io.BytesIO(view.data)), np.int16)
    assert np.abs(decoded - photo.colours).mean() < 2


def test_transparency_stays() -> None:
    alpha = np.zeros((4000, 3000), np.uint8)
    alpha[:2000] = 255
    view = view_of(LoadedPhoto(np.full((4000, 3000, 3), 90, np.uint8), alpha, "PNG", "RGBA"))
    assert view.media_type == "image/png"
    decoded = np.asarray(Image.open(io.BytesIO(view.data)))
    assert decoded.shape == (1600, 1200, 4)
    assert decoded[10, 10].tolist() == [90, 90, 90, 255]
    assert decoded[-10, 10, 3] == 0


def test_a_small_mask_is_the_average() -> None:
    mask = np.zeros((4, 4), np.uint8)
    mask[:2, :2] = 255
    mask[2:, 3] = 255
    assert small_mask(mask, (2, 2)).tolist() == [[255, 0], [0, 128]]
    assert small_mask(mask, (4, 4)) is mask


def test_a_message_is_a_record_and_plain_bytes() -> None:
    data = pack({"answer": 1, "says": "é"}, np.array([[1, 2], [3, 4]], np.uint8))
    end = 4 + int.from_bytes(data[:4], "little")
    assert json.loads(data[4:end]) == {"answer": 1, "says": "é"}
    assert data[end:] == bytes([1, 2, 3, 4])


def test_the_sample_is_the_same_each_time_and_holds_four_things() -> None:
    photo = sample_photo()
    assert photo.size == (1200, 800)
    assert photo.colours is sample_photo().colours
    middles = [photo.colours[y, x].astype(int) for x, y in ((330, 450), (640, 400), (960, 520), (620, 590))]
    for number, colour in enumerate(middles):
        for other in middles[:number]:
            assert np.abs(colour - other).max() > 30
