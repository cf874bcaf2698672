"""A desaturated background is grey, rims included, and the object keeps its colours."""

import numpy as np
from hypothesis import given
from hypothesis.extra.numpy import arrays

from smart_select.photo.desaturating import desaturate_background

planes = arrays(np.uint8, (5, 7))
pictures = arrays(np.uint8, (5, 7, 3))


@given(pictures, planes)
def test_the_object_stays_and_the_rest_is_grey(colours: np.ndarray, mask: np.ndarray) -> None:
    result = desaturate_background(colours, mask).astype(int)
    assert np.array_equal(result[mask == 255], colours[mask == 255])
    assert np.ptp(result[mask == 0], axis=-1).sum() == 0


@given(pictures, planes)
def test_no_amount_changes_nothing(colours: np.ndarray, mask: np.ndarray) -> None:
    assert np.abs(desaturate_background(colours, mask, 0.0).astype(int) - colours).max() <= 1


def test_a_soft_edge_keeps_the_objects_colour_and_greys_the_grounds() -> None:
    front, back = np.array([200, 40, 40]), np.array([20, 180, 60])
    half = np.full((1, 1), 128, np.uint8)
    share = 128 / 255
    photo = np.rint(front * share + back * (1 - share)).astype(np.uint8).reshape(1, 1, 3)
    foreground = front.astype(np.uint8).reshape(1, 1, 3)
    grey = back @ [0.2126, 0.7152, 0.0722]
    expected = front * share + grey * (1 - share)
    assert np.abs(desaturate_background(photo, half, foreground=foreground)[0, 0] - expected).max() <= 1.5
