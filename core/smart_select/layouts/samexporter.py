"""SAM 2 pairs as samexporter writes them: darktable-ai, vietanhdev, X-AnyLabeling, osam, our embedded model.

encoder  image f32[1,3,S,S] → three feature maps
decoder  the three maps, point_coords f32[1,N,2], point_labels f32[1,N], mask_input f32[1,1,h,w],
         has_mask_input f32[1] (, orig_im_size) → masks f32[1,K,h,w], iou_predictions f32[1,K] (, more)

The decoder appends SAM's padding point inside. K = 3 are the three answers to an ambiguous prompt; with
K = 4 the first is the answer to an unambiguous one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from numpy.typing import NDArray

from smart_select.layouts.frame import Frame
from smart_select.layouts.layout import Answer, Feed, ModelPrompt
from smart_select.layouts.pixels import normalise, resize_photo
from smart_select.layouts.sam_decoder import SamDecoder, read_masks
from smart_select.layouts.signature import Signature, Tensor
from smart_select.values import Photo, Size

_FEATURE_MAPS = 3


@dataclass(frozen=True)
class Samexporter:
    """The samexporter layout; `features` maps the decoder's input names to the encoder's output names."""

    image_input: str
    side: int
    features: Mapping[str, str]
    decoder: SamDecoder
    name: str = "SAM 2, samexporter"
    takes_mask: bool = True
    needs_repair: bool = False

    @classmethod
    def matching(cls, encoder: Signature, decoder: Signature) -> Self | None:
        """Return the layout when both graphs are of this family."""
        sam_decoder = SamDecoder.matching(decoder)
        if sam_decoder is None or len(sam_decoder.image_inputs) != _FEATURE_MAPS or len(encoder.inputs) != 1:
            return None
        [(image_input, image)] = encoder.inputs.items()
        if image.dtype != "tensor(float)" or image.rank != 4 or image.fixed(1) != 3:
            return None
        side = image.fixed(2)
        features = match_features(encoder, decoder, sam_decoder.image_inputs)
        if side is None or side != image.fixed(3) or features is None:
            return None
        return cls(image_input=image_input, side=side, features=features, decoder=sam_decoder)

    def frame(self, size: Size) -> Frame:
        """Return the stretch over the whole square that SAM 2 was trained with."""
        return Frame.stretched(size, self.side)

    def encoder_feed(self, photo: Photo) -> Feed:
        """Stretch, then normalise."""
        return {self.image_input: normalise(resize_photo(photo, (self.side, self.side)))}

    def embedding(self, outputs: Mapping[str, NDArray[Any]]) -> Feed:
        """Rename the feature maps to the decoder's names."""
        return {ours: outputs[theirs] for ours, theirs in self.features.items()}

    def decoder_feed(self, prompt: ModelPrompt) -> Feed:
        """Return points, labels and mask; no padding point, since the graph adds its own."""
        return self.decoder.feed(prompt)

    def answer(self, outputs: Mapping[str, NDArray[Any]]) -> Answer:
        """Read masks and scores; a fourth mask is the one for clear prompts and is not a candidate."""
        return read_masks(outputs)


def match_features(encoder: Signature, decoder: Signature, wanted: tuple[str, ...]) -> dict[str, str] | None:
    """Pair the decoder's image inputs with encoder outputs: by name, else by shape when that is unique."""
    if all(name in encoder.outputs for name in wanted):
        fitting = all(_fit(encoder.outputs[name], decoder.inputs[name]) for name in wanted)
        return {name: name for name in wanted} if fitting else None
    pairs: dict[str, str] = {}
    for name in wanted:
        shape = decoder.inputs[name].shape[1:]
        found = [other for other, tensor in encoder.outputs.items() if tensor.shape[1:] == shape]
        if len(found) != 1 or any(not isinstance(length, int) for length in shape):
            return None
        pairs[name] = found[0]
    return pairs if len(set(pairs.values())) == len(wanted) else None


def _fit(made: Tensor, wanted: Tensor) -> bool:
    """Whether one graph's output can be another's input: same dtype and rank, no two fixed lengths differ."""
    lengths = zip(made.shape, wanted.shape, strict=False)
    differ = any(isinstance(a, int) and isinstance(b, int) and a != b for a, b in lengths)
    return made.dtype == wanted.dtype and made.rank == wanted.rank and not differ
