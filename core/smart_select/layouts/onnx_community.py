"""SAM 2 and EdgeTAM pairs as the onnx-community exports have them (the I/O that transformers.js reads).

encoder  pixel_values f32[1,3,1024,1024] → image_embeddings.0 / .1 / .2
decoder  input_points f32[1,1,N,2], input_labels i64[1,1,N], input_boxes f32[1,B,4], the three embeddings
         → iou_scores f32[1,1,3], pred_masks f32[1,1,3,256,256], object_score_logits

There is no mask input. Points with an empty box (B = 0) make ONNX Runtime's CPU Concat reserve three prompt
tokens that it never writes, so the decoder is run in a repaired form (`runtime.graph_repair`) that ignores
`input_boxes`: a box is given as two points labelled 2 and 3, and the prompt ends with a padding point.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from smart_select.layouts.frame import Frame
from smart_select.layouts.layout import Answer, Feed, ModelPrompt
from smart_select.layouts.pixels import normalise, resize_photo
from smart_select.layouts.signature import Signature
from smart_select.values import Photo, Size

_SIDE = 1024
_EMBEDDINGS = tuple(f"image_embeddings.{level}" for level in range(3))
_PROMPT_INPUTS = {
    "input_points": "tensor(float)",
    "input_labels": "tensor(int64)",
    "input_boxes": "tensor(float)",
}


@dataclass(frozen=True)
class OnnxCommunity:
    """The onnx-community layout, with its decoder repaired."""

    name: str = "SAM 2, onnx-community"
    takes_mask: bool = False
    needs_repair: bool = True

    @classmethod
    def matching(cls, encoder: Signature, decoder: Signature) -> Self | None:
        """Return the layout when both graphs are of this family."""
        image = encoder.inputs.get("pixel_values")
        if image is None or image.dtype != "tensor(float)" or image.rank != 4:
            return None
        # SAM 3's tracker has the same names at 1008 pixels and another normalisation.
        if any(image.fixed(axis) not in (None, _SIDE) for axis in (2, 3)):
            return None
        named = all(name in encoder.outputs and name in decoder.inputs for name in _EMBEDDINGS)
        prompted = all(
            name in decoder.inputs and decoder.inputs[name].dtype == dtype
            for name, dtype in _PROMPT_INPUTS.items()
        )
        answered = {"iou_scores", "pred_masks"} <= decoder.outputs.keys()
        return cls() if named and prompted and answered else None

    def frame(self, size: Size) -> Frame:
        """Return the stretch over the whole square that SAM 2 was trained with."""
        return Frame.stretched(size, _SIDE)

    def encoder_feed(self, photo: Photo) -> Feed:
        """Stretch, then normalise."""
        return {"pixel_values": normalise(resize_photo(photo, (_SIDE, _SIDE)))}

    def embedding(self, outputs: Mapping[str, NDArray[Any]]) -> Feed:
        """Return the three embeddings."""
        return {name: outputs[name] for name in _EMBEDDINGS}

    def decoder_feed(self, prompt: ModelPrompt) -> Feed:
        """Return points and labels ended by the padding point, and no box."""
        padded = prompt.padded()
        return {
            "input_points": padded.coordinates.astype(np.float32)[np.newaxis, np.newaxis],
            "input_labels": padded.labels[np.newaxis, np.newaxis],
            "input_boxes": np.zeros((1, 0, 4), np.float32),
        }

    def answer(self, outputs: Mapping[str, NDArray[Any]]) -> Answer:
        """Read the three masks of the one prompt."""
        return Answer(
            logits=outputs["pred_masks"][0, 0].astype(np.float32, copy=False),
            scores=outputs["iou_scores"][0, 0].astype(np.float32, copy=False),
        )
