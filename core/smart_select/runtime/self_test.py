"""Whether a decoder answers the same prompt the same way twice, whatever was asked in between."""

from pathlib import Path

import numpy as np

from smart_select.errors import ModelUnusable
from smart_select.layouts import Layout
from smart_select.layouts.layout import BOX_BOTTOM_RIGHT, BOX_TOP_LEFT, NOT_WANTED, WANTED, Feed, ModelPrompt
from smart_select.runtime.graph import Graph

_SHORT = [(0.4, 0.3, WANTED)]
_LONG = [(0.1, 0.1, BOX_TOP_LEFT), (0.8, 0.7, BOX_BOTTOM_RIGHT), (0.5, 0.5, WANTED), (0.2, 0.6, NOT_WANTED)]


def check_decoder(decoder: Graph, layout: Layout, where: Path) -> None:
    """Ask a short prompt, a longer one and the short one again, over a made-up embedding.

    Raises ModelUnusable when the two short answers differ in a single bit (memory that is never written shows
    this way) or are not numbers.
    """
    embedding = _made_up_embedding(decoder, layout)
    first, _, again = (
        layout.answer(decoder.run(embedding | layout.decoder_feed(_prompt(points, layout))))
        for points in (_SHORT, _LONG, _SHORT)
    )
    if not np.isfinite(first.logits).all():
        raise ModelUnusable(where, "its decoder answers with values that are not numbers")
    if not (np.array_equal(first.logits, again.logits) and np.array_equal(first.scores, again.scores)):
        raise ModelUnusable(
            where, "its decoder gives two answers to the same prompt, so its masks can't be trusted"
        )


def _made_up_embedding(decoder: Graph, layout: Layout) -> Feed:
    random = np.random.default_rng(0)
    prompt_inputs = layout.decoder_feed(_prompt(_SHORT, layout)).keys()
    return {
        name: random.standard_normal(
            [length if isinstance(length, int) else 1 for length in tensor.shape], np.float32
        )
        for name, tensor in decoder.signature.inputs.items()
        if name not in prompt_inputs
    }


def _prompt(points: list[tuple[float, float, int]], layout: Layout) -> ModelPrompt:
    side = layout.frame((1, 1)).side
    return ModelPrompt(
        coordinates=np.array([(x * side, y * side) for x, y, _ in points], np.float32),
        labels=np.array([label for _, _, label in points], np.int64),
    )
