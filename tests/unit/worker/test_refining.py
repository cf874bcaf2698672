"""An edge drawn anew, without a change of what is selected."""

import numpy as np
import pytest
from numpy.typing import NDArray

from fakes.colour_model import colour_engine
from smart_select.runtime.cancelling import CancelToken
from smart_select.values import Embedding, Photo, Prediction, Prompt, Size
from smart_select.worker.refining import refine
from smart_select_plugin.wire.values import Point, Refine

FULL_SIZE = 1024, 512
AREA = 256, 128, 768, 384
HOLE = 510.0, 254.0


class Model:
    """The colour model, as the worker has it; it is not asked to look."""

    note = ""

    def __init__(self) -> None:
        self._engine = colour_engine()

    def covered(self, size: Size) -> tuple[float, float]:
        return self._engine.covered(size)

    def encode(self, photo: Photo, token: CancelToken) -> tuple[Embedding, bool]:
        raise AssertionError

    def predict(self, embedding: Embedding, prompt: Prompt) -> Prediction:
        raise AssertionError

    def find_subject(self, embedding: Embedding, token: CancelToken) -> Prediction:
        raise AssertionError


def disk_with_a_small_hole() -> NDArray[np.float32]:
    """Return logits over all of the picture: a disk of radius 40 cells with a hole of 3×3 of them."""
    rows, columns = np.mgrid[:256, :256]
    logits = (40 - np.hypot(rows - 127.5, (columns - 127.5))).astype(np.float32)
    logits[126:129, 126:129] = -6
    return logits


@pytest.mark.parametrize(
    ("points", "is_selected"),
    [((), True), (((*HOLE, 1),), True), (((400.0, 254.0, 1), (*HOLE, 0)), False)],
)
def test_a_small_hole_is_filled_unless_somebody_clicked_into_it(
    points: tuple[Point, ...], is_selected: bool
) -> None:
    request = Refine(
        picture="p",
        model="colour",
        full_size=FULL_SIZE,
        area=AREA,
        size=(AREA[2] - AREA[0], AREA[3] - AREA[1]),
        pixels=bytes([128]) * ((AREA[2] - AREA[0]) * (AREA[3] - AREA[1]) * 3),
        previous=disk_with_a_small_hole().tobytes(),
        previous_size=(256, 256),
        points=points,
    )
    selection = refine(request, Model(), CancelToken())
    assert selection.area is not None
    x0, y0, x1, y1 = selection.area
    mask = np.frombuffer(selection.mask, np.uint8).reshape(y1 - y0, x1 - x0)
    assert (mask[int(HOLE[1]) - y0, int(HOLE[0]) - x0] >= 128) == is_selected
    assert mask[254 - y0, 400 - x0] >= 128
