"""What core asks of any encoder/decoder pair; one class per family of exports fulfils it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from smart_select.layouts.frame import Frame
from smart_select.values import Logits, Photo, Size

Feed = dict[str, NDArray[Any]]
"""Graph inputs by name."""

WANTED, NOT_WANTED, BOX_TOP_LEFT, BOX_BOTTOM_RIGHT, PADDING = 1, 0, 2, 3, -1
"""SAM's point labels. −1 is "not a point": it is neutral, unlike the −10 that one library pads with."""


@dataclass(frozen=True, eq=False)
class ModelPrompt:
    """A prompt in model coordinates.

    `coordinates` is N×2 float32 in model pixels, `labels` N integers (a box is its two corners with labels 2
    and 3, placed first as the reference does), `mask` h×w float32 logits of any size, or None.
    """

    coordinates: NDArray[np.float32]
    labels: NDArray[np.int64]
    mask: Logits | None = None

    @property
    def has_box(self) -> bool:
        """Whether the points include a box's corners."""
        return bool(np.isin(self.labels, (BOX_TOP_LEFT, BOX_BOTTOM_RIGHT)).any())

    def padded(self) -> Self:
        """Return the prompt ended by the neutral point that SAM's prompt encoder was trained to see."""
        return type(self)(
            coordinates=np.vstack([self.coordinates, np.zeros((1, 2), np.float32)]),
            labels=np.append(self.labels, PADDING),
            mask=self.mask,
        )


@dataclass(frozen=True, eq=False)
class Answer:
    """The decoder's masks: `logits` K×h×w float32 over the model's whole square, `scores` K float32."""

    logits: NDArray[np.float32]
    scores: NDArray[np.float32]


class Layout(Protocol):
    """How one family of exports takes a photo and a prompt and gives masks."""

    @property
    def name(self) -> str:
        """The family's name for people."""

    @property
    def takes_mask(self) -> bool:
        """Whether a rough mask or a previous candidate can be fed back."""

    @property
    def needs_repair(self) -> bool:
        """Whether the decoder must be opened in its repaired form (`runtime.graph_repair`)."""

    def frame(self, size: Size) -> Frame:
        """Return where an image of `size` lies in the model's input."""

    def encoder_feed(self, photo: Photo) -> Feed:
        """Resize and normalise H×W×3 uint8 for the encoder."""

    def embedding(self, outputs: Mapping[str, NDArray[Any]]) -> Feed:
        """Name the encoder's outputs as the decoder wants them."""

    def decoder_feed(self, prompt: ModelPrompt) -> Feed:
        """Return the decoder's inputs beside the embedding."""

    def answer(self, outputs: Mapping[str, NDArray[Any]]) -> Answer:
        """Read the decoder's outputs."""
