"""The decoder that samexporter and SAM 1's own exporter share: points, labels, a mask and its switch."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from smart_select.layouts.layout import Answer, Feed, ModelPrompt
from smart_select.layouts.signature import Signature, Tensor
from smart_select.values import Logits

PROMPT_INPUTS = {"point_coords", "point_labels", "mask_input", "has_mask_input"}
SIZE_INPUT = "orig_im_size"
_SIZE_DTYPES: Final = {"tensor(float)": np.float32, "tensor(int64)": np.int64}
_DEFAULT_MASK_SIDE = 256
_PICTURES, _ROWS = 4, 2
"""Ranks of an output of masks, and the highest of one of scores."""


def resize_logits(logits: Logits, size: tuple[int, int]) -> Logits:
    """Resize h×w logits to `size` (width, height), bilinear and antialiased when shrinking."""
    if logits.shape == (size[1], size[0]):
        return logits
    image = Image.fromarray(np.ascontiguousarray(logits, np.float32))
    return np.asarray(image.resize(size, Image.Resampling.BILINEAR))


@dataclass(frozen=True)
class SamDecoder:
    """Feeds and reads such a decoder; `image_inputs` are its inputs that come from the encoder."""

    image_inputs: tuple[str, ...]
    mask_size: tuple[int, int]
    size_input: Tensor | None

    @classmethod
    def matching(cls, signature: Signature) -> "SamDecoder | None":
        """Return the decoder that `signature` describes, or None when it is none."""
        inputs = signature.inputs
        if not inputs.keys() >= PROMPT_INPUTS or any(
            inputs[name].dtype != "tensor(float)" for name in PROMPT_INPUTS
        ):
            return None
        image_inputs = tuple(name for name in inputs if name not in PROMPT_INPUTS | {SIZE_INPUT})
        size_input = inputs.get(SIZE_INPUT)
        if any(inputs[name].dtype != "tensor(float)" for name in image_inputs):
            return None
        if size_input is not None and size_input.dtype not in _SIZE_DTYPES:
            return None
        ranks = [tensor.rank for tensor in signature.outputs.values()]
        if _PICTURES not in ranks or not any(rank <= _ROWS for rank in ranks):
            return None
        mask = inputs["mask_input"]
        height, width = (mask.fixed(axis) or _DEFAULT_MASK_SIDE for axis in (-2, -1))
        return cls(
            image_inputs=image_inputs,
            mask_size=(width, height),
            size_input=size_input,
        )

    def feed(self, prompt: ModelPrompt) -> Feed:
        """Return the decoder's inputs for `prompt`, which is taken as it is, without padding."""
        width, height = self.mask_size
        mask = np.zeros((1, 1, height, width), np.float32)
        if prompt.mask is not None:
            mask[0, 0] = resize_logits(prompt.mask, self.mask_size)
        feed: Feed = {
            "point_coords": np.ascontiguousarray(prompt.coordinates, np.float32)[np.newaxis],
            "point_labels": prompt.labels.astype(np.float32)[np.newaxis],
            "mask_input": mask,
            "has_mask_input": np.array([prompt.mask is not None], np.float32),
        }
        if self.size_input is not None:
            # Such graphs also enlarge their masks to the image's size. We use the small ones and enlarge
            # them ourselves, so the least possible is asked for.
            feed[SIZE_INPUT] = np.array([height, width], _SIZE_DTYPES[self.size_input.dtype])
        return feed


def read_masks(outputs: Mapping[str, NDArray[Any]]) -> Answer:
    """Pick scores and low-resolution logits out of a decoder's outputs.

    Exports name and order them differently and some add masks enlarged to the image's size: the scores are
    the only output of one row, the logits the smallest of the pictures (a name with `low_res` wins).
    """
    pictures = {name: array for name, array in outputs.items() if array.ndim == _PICTURES}
    rows = {name: array for name, array in outputs.items() if array.ndim <= _ROWS}
    scores = next((array for name, array in rows.items() if "iou" in name), None)
    if scores is None:
        scores = next(iter(rows.values()))
    logits = min(
        pictures.items(), key=lambda item: ("low_res" not in item[0], item[1].shape[-1] * item[1].shape[-2])
    )[1]
    return Answer(
        logits=logits[0].astype(np.float32, copy=False),
        scores=scores.reshape(-1).astype(np.float32, copy=False),
    )
