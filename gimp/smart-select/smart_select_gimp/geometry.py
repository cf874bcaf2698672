"""Whether an answer still fits the image that it was asked for: sizes and places, not pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping, Tuple

from smart_select_plugin.wire.values import Size


@dataclass(frozen=True)
class Geometry:
    """The canvas's size, and each layer's size and offsets by its number."""

    canvas: Size
    layers: Mapping[int, Tuple[int, ...]]

    @classmethod
    def of(cls, image: Any) -> Geometry:
        """Return an image's; one that is closed has none, so ask it first."""
        layers = {
            layer.get_id(): (layer.get_width(), layer.get_height(), *layer.get_offsets()[1:])
            for layer in image.get_layers()
        }
        return cls((image.get_width(), image.get_height()), layers)

    def fits(self, later: Geometry) -> bool:
        """Whether nothing was scaled, cropped or moved since; layers may have come and gone."""
        common = self.layers.keys() & later.layers.keys()
        return self.canvas == later.canvas and all(self.layers[n] == later.layers[n] for n in common)
