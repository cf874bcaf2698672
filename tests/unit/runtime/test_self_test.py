"""A decoder that gives two answers to one prompt is caught before a user sees it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fakes.colour_model import DECODER, ENCODER, ColourDecoder
from smart_select.errors import ModelUnusable
from smart_select.layouts import recognise
from smart_select.runtime.cancelling import CancelToken
from smart_select.runtime.self_test import check_decoder

LAYOUT = recognise(ENCODER, DECODER, "the colour model")


class ForgetfulDecoder(ColourDecoder):
    """Answers with what is left from the prompt before, as memory that is never written does."""

    def __init__(self) -> None:
        super().__init__()
        self._left_over = 0.0

    def run(self, feed: Mapping[str, Any], token: CancelToken | None = None) -> dict[str, Any]:
        outputs = super().run(feed, token)
        outputs["masks"] = outputs["masks"] + np.float32(self._left_over)
        self._left_over = float(feed["point_coords"].sum()) * 1e-3
        return outputs


class NotANumberDecoder(ColourDecoder):
    def run(self, feed: Mapping[str, Any], token: CancelToken | None = None) -> dict[str, Any]:
        outputs = super().run(feed, token)
        return outputs | {"masks": outputs["masks"] * np.nan}


def test_sound_decoder_passes() -> None:
    check_decoder(ColourDecoder(), LAYOUT, Path("decoder.onnx"))


def test_decoder_that_depends_on_the_prompt_before_is_refused() -> None:
    with pytest.raises(ModelUnusable, match="two answers"):
        check_decoder(ForgetfulDecoder(), LAYOUT, Path("decoder.onnx"))


def test_decoder_that_answers_not_a_number_is_refused() -> None:
    with pytest.raises(ModelUnusable, match="not numbers"):
        check_decoder(NotANumberDecoder(), LAYOUT, Path("decoder.onnx"))
