"""The benchmark of edges: its scenes are what they say, and its measures tell good from bad."""

import numpy as np
import pytest

from accuracy.edges.measures import errors
from accuracy.edges.methods import Question
from accuracy.edges.page import Row, section
from accuracy.edges.scenes import true_logits
from accuracy.edges.shapes import SHAPES

SIZE = 128, 96


@pytest.mark.parametrize("name", ["leaves", "net", "motion blur", "glass"])
def test_shapes_are_partly_opaque_somewhere_and_clear_elsewhere(name: str) -> None:
    cutout = SHAPES[name](SIZE, np.random.default_rng(0))
    assert cutout.alpha.shape == SIZE[::-1]
    assert cutout.colours.shape == (*SIZE[::-1], 3)
    assert (cutout.alpha == 0).mean() > 0.2
    assert ((cutout.alpha > 0.05) & (cutout.alpha < 0.95)).mean() > 0.015


def test_logits_know_where_the_object_is_about() -> None:
    alpha = np.zeros((96, 128), np.float32)
    alpha[30:70, 40:90] = 1
    logits = true_logits(alpha, np.random.default_rng(0))
    assert logits.shape == (256, 256)
    assert (logits[95:170, 90:170] > 0).mean() > 0.99
    assert (logits[:60] < 0).mean() > 0.99


def test_the_truth_has_no_errors_and_a_worse_matte_has_more_of_all() -> None:
    true = np.zeros((60, 60), np.float32)
    true[20:40, 20:40] = 1
    band = np.ones((60, 60), np.bool_)
    right = errors(true, true, band)
    assert (right.sad, right.mse, right.gradient, right.boundary) == (0, 0, 0, 1)
    near, far = (errors(np.roll(true, shift, axis=1), true, band) for shift in (1, 4))
    assert near.sad < far.sad
    assert near.mse < far.mse
    assert near.gradient < far.gradient
    assert near.boundary > far.boundary


def test_the_table_names_what_gave_no_answer() -> None:
    question = Question(
        name="hair",
        photo=np.zeros((4, 4, 3), np.uint8),
        mask=np.zeros((4, 4), np.uint8),
        logits=np.zeros((4, 4), np.float32),
        sure=2.5,
        band_cells=1,
        trimap=np.zeros((4, 4), np.int8),
    )
    good = errors(np.zeros((4, 4), np.float32), np.ones((4, 4), np.float32), np.ones((4, 4), np.bool_))
    rows = [Row("ours", [good], 2.0), Row("other", [None], 5.0)]
    text = section("Title", [question], rows, ["gegl is left out: no root."])
    assert "other (of 0 scenes)" in text
    assert "2.50 × ours" in text
    assert "gegl is left out: no root." in text
