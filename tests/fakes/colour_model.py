"""A model without a network: it selects what has the colour under the wanted points.

It speaks the samexporter layout with a 32×32 grid, so that the engine around it can be tested on real
pictures in milliseconds. Its three candidates are ever more tolerant: part, object, whole.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smart_select.embeddings.cache import EmbeddingCache
from smart_select.engine import Engine
from smart_select.layouts import recognise
from smart_select.layouts.signature import Signature, Tensor
from smart_select.runtime.cancelling import CancelToken
from smart_select.runtime.pair import Pair

SIDE = 64
GRID = 32
TOLERANCES = (0.15, 0.4, 0.9)
SCORES = (0.6, 0.9, 0.3)

FLOAT = "tensor(float)"
ENCODER = Signature(
    inputs={"image": Tensor(FLOAT, (1, 3, SIDE, SIDE))},
    outputs={
        "high_res_feats_0": Tensor(FLOAT, (1, 3, GRID, GRID)),
        "high_res_feats_1": Tensor(FLOAT, (1, 1, 2, 2)),
        "image_embed": Tensor(FLOAT, (1, 1, 1, 1)),
    },
)
DECODER = Signature(
    inputs={
        **ENCODER.outputs,
        "point_coords": Tensor(FLOAT, (1, "n", 2)),
        "point_labels": Tensor(FLOAT, (1, "n")),
        "mask_input": Tensor(FLOAT, (1, 1, GRID, GRID)),
        "has_mask_input": Tensor(FLOAT, (1,)),
    },
    outputs={"masks": Tensor(FLOAT, (1, 3, GRID, GRID)), "iou_predictions": Tensor(FLOAT, (1, 3))},
)


class ColourEncoder:
    """Keeps the picture itself, small; counts how often it was asked."""

    signature = ENCODER
    provider = "CPUExecutionProvider"

    def __init__(self) -> None:
        self.runs = 0

    def run(
        self, feed: Mapping[str, NDArray[Any]], token: CancelToken | None = None
    ) -> dict[str, NDArray[Any]]:
        self.runs += 1
        picture = feed["image"].reshape(1, 3, GRID, 2, GRID, 2).mean(axis=(3, 5))
        return {
            "high_res_feats_0": picture.astype(np.float32),
            "high_res_feats_1": np.zeros((1, 1, 2, 2), np.float32),
            "image_embed": np.zeros((1, 1, 1, 1), np.float32),
        }


class ColourDecoder:
    """Logits fall with the distance to the colour under the wanted points; remembers the last feed."""

    signature = DECODER
    provider = "CPUExecutionProvider"

    def __init__(self) -> None:
        self.feed: Mapping[str, NDArray[Any]] = {}

    def run(
        self, feed: Mapping[str, NDArray[Any]], token: CancelToken | None = None
    ) -> dict[str, NDArray[Any]]:
        self.feed = feed
        picture = feed["high_res_feats_0"][0]
        cells = np.clip((feed["point_coords"][0] * GRID / SIDE).astype(int), 0, GRID - 1)
        wanted = [cell for cell, label in zip(cells, feed["point_labels"][0], strict=True) if label == 1]
        if not wanted:
            wanted = [cells.mean(axis=0).astype(int)]
        distance = np.min(
            [np.abs(picture - picture[:, y, x][:, None, None]).max(axis=0) for x, y in wanted], axis=0
        )
        masks = np.stack([8 * (tolerance - distance) for tolerance in TOLERANCES])
        return {
            "masks": masks[np.newaxis].astype(np.float32),
            "iou_predictions": np.array([SCORES], np.float32),
        }


def colour_engine(cache: EmbeddingCache | None = None, *, coarse: bool = False) -> Engine:
    """Return an engine on the two fakes; they are its `_encoder` and `_decoder`."""
    pair = Pair(
        encoder=ColourEncoder(),  # type: ignore[arg-type]
        decoder=ColourDecoder(),  # type: ignore[arg-type]
        layout=recognise(ENCODER, DECODER, "the colour model"),
        digests=("colour encoder", "colour decoder"),
        provider_note="no network at all",
        coarse=coarse,
    )
    return Engine("colour", pair, cache)


def two_squares(width: int = 96, height: int = 64) -> NDArray[np.uint8]:
    """Return a grey picture with a red square in its left half and a blue one in its right."""
    photo = np.full((height, width, 3), 128, np.uint8)
    photo[height // 4 : -height // 4, width // 8 : 3 * width // 8] = (220, 30, 30)
    photo[height // 4 : -height // 4, 5 * width // 8 : 7 * width // 8] = (30, 30, 220)
    return photo
