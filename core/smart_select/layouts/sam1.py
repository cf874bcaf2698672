"""SAM 1 and its small kin (MobileSAM): one feature map, and a decoder that wants the image's size.

encoder  either input_image f32[h,w,3] (0…255, the longer side 1024, normalised and padded in the graph)
         or f32[1,3,1024,1024] (normalised, then padded with zeros) → image_embeddings f32[1,256,64,64]
decoder  image_embeddings, point_coords, point_labels, mask_input, has_mask_input, orig_im_size
         → masks, iou_predictions, low_res_masks
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from smart_select.layouts.frame import Frame
from smart_select.layouts.layout import Answer, Feed, ModelPrompt
from smart_select.layouts.pixels import normalise, resize_photo
from smart_select.layouts.sam_decoder import SamDecoder, read_masks
from smart_select.layouts.signature import Signature
from smart_select.values import Photo, Size

_SIDE = 1024


@dataclass(frozen=True)
class Sam1:
    """The SAM 1 layout; `raw_pixels` says that the encoder normalises and pads by itself."""

    image_input: str
    raw_pixels: bool
    image_output: str
    decoder: SamDecoder
    name: str = "SAM 1 / MobileSAM"
    takes_mask: bool = True
    needs_repair: bool = False

    @classmethod
    def matching(cls, encoder: Signature, decoder: Signature) -> Self | None:
        """Return the layout when both graphs are of this family."""
        sam_decoder = SamDecoder.matching(decoder)
        if sam_decoder is None or len(sam_decoder.image_inputs) != 1 or sam_decoder.size_input is None:
            return None
        if len(encoder.inputs) != 1 or len(encoder.outputs) != 1:
            return None
        [(image_input, image)] = encoder.inputs.items()
        raw_pixels = image.rank == 3 and image.fixed(2) == 3
        padded = image.rank == 4 and image.fixed(1) == 3 and image.fixed(2) == image.fixed(3) == _SIDE
        if image.dtype != "tensor(float)" or not (raw_pixels or padded):
            return None
        return cls(
            image_input=image_input,
            raw_pixels=raw_pixels,
            image_output=next(iter(encoder.outputs)),
            decoder=sam_decoder,
        )

    def frame(self, size: Size) -> Frame:
        """Return the letterbox that SAM 1 was trained with."""
        return Frame.letterboxed(size, _SIDE)

    def encoder_feed(self, photo: Photo) -> Feed:
        """Scale the longer side to 1024; normalise and pad unless the graph does."""
        height, width = photo.shape[:2]
        planes = resize_photo(photo, self.frame((width, height)).content)
        if self.raw_pixels:
            return {self.image_input: np.ascontiguousarray(planes.transpose(1, 2, 0))}
        square = np.zeros((1, 3, _SIDE, _SIDE), np.float32)
        square[..., : planes.shape[1], : planes.shape[2]] = normalise(planes)
        return {self.image_input: square}

    def embedding(self, outputs: Mapping[str, NDArray[Any]]) -> Feed:
        """Rename the feature map to the decoder's name."""
        return {self.decoder.image_inputs[0]: outputs[self.image_output]}

    def decoder_feed(self, prompt: ModelPrompt) -> Feed:
        """Return points, labels and mask; without a box the points end with the padding point."""
        return self.decoder.feed(prompt if prompt.has_box else prompt.padded())

    def answer(self, outputs: Mapping[str, NDArray[Any]]) -> Answer:
        """Read the low-resolution masks and their scores."""
        return read_masks(outputs)
