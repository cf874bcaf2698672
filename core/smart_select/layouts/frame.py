"""Where an image lies in a model's square input, and the way there and back."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from smart_select.values import Size


@dataclass(frozen=True)
class Frame:
    """The map between image pixels and model pixels; both frames have their origin top-left.

    `image` and `content` are (width, height): the photo's own size, and the size it has in the model's
    square of `side`×`side` pixels. SAM 2 stretches the photo over the whole square; SAM 1 keeps its
    proportions and leaves the rest of the square empty on the right or below.

    Coordinates are only scaled, as the reference implementations do: sam2/utils/transforms.py for SAM 2
    (x·side/width), segment_anything/utils/transforms.py for SAM 1. The half pixel between corners and
    centres is added by the graphs themselves.
    """

    image: Size
    content: Size
    side: int

    @classmethod
    def stretched(cls, image: Size, side: int) -> Self:
        """Fill the square, each axis by its own scale."""
        return cls(image=image, content=(side, side), side=side)

    @classmethod
    def letterboxed(cls, image: Size, side: int) -> Self:
        """Keep the proportions; the longer side fills the square, lengths rounded half up, at least 1."""
        scale = side / max(image)
        width, height = (min(side, max(1, int(length * scale + 0.5))) for length in image)
        return cls(image=image, content=(width, height), side=side)

    @property
    def scale(self) -> tuple[float, float]:
        """Model pixels per image pixel, along x and y."""
        return self.content[0] / self.image[0], self.content[1] / self.image[1]

    @property
    def covered(self) -> tuple[float, float]:
        """Fraction of the square that the image covers, along x and y."""
        return self.content[0] / self.side, self.content[1] / self.side

    def to_model(self, points: NDArray[np.floating]) -> NDArray[np.float64]:
        """Map N×2 image coordinates to model coordinates."""
        return np.asarray(points, np.float64).reshape(-1, 2) * self.scale

    def to_cells(self, points: NDArray[np.floating], shape: tuple[int, int]) -> NDArray[np.float64]:
        """Map N×2 image coordinates to cells of a grid of `shape` (h, w) over the whole square."""
        return self.to_model(points) * (shape[1] / self.side, shape[0] / self.side)

    def to_image(self, points: NDArray[np.floating]) -> NDArray[np.float64]:
        """Map N×2 model coordinates to image coordinates."""
        return np.asarray(points, np.float64).reshape(-1, 2) / self.scale
