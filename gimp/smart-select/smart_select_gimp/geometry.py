"""Whether an answer still fits the image that it was asked for: sizes, places, and samples of the pixels."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, Mapping, Optional, Tuple

from smart_select_plugin.wire.values import Size


@dataclass(frozen=True)
class Geometry:
    """The canvas's size, and each layer's size and offsets by its number; `contents` where they are known."""

    canvas: Size
    layers: Mapping[int, Tuple[int, ...]]
    contents: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, image: Any, contents: Optional[Dict[int, str]] = None) -> Geometry:
        """Return an image's; one that is closed has none, so ask it first."""
        layers = {
            layer.get_id(): (layer.get_width(), layer.get_height(), *layer.get_offsets()[1:])
            for layer in image.get_layers()
        }
        return cls((image.get_width(), image.get_height()), layers, contents or {})

    def fits(self, later: Geometry) -> bool:
        """Whether nothing was scaled, cropped or moved since; layers may have come and gone."""
        common = self.layers.keys() & later.layers.keys()
        return self.canvas == later.canvas and all(self.layers[n] == later.layers[n] for n in common)

    def shows_the_same(self, later: Geometry) -> bool:
        """Whether it fits, and no layer was deleted, turned or painted over; new ones may have come."""
        return self.fits(later) and all(later.contents.get(n) == seen for n, seen in self.contents.items())
