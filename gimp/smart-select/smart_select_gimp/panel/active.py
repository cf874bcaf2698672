"""Which layers the user means at this moment."""

from __future__ import annotations

from typing import Any, List, Sequence

from smart_select_gimp.gimp_api import Gimp
from smart_select_gimp.seeing import layers_of


class ActiveLayers:
    """The image's active layers; where our own new ones are active, those that they were made of."""

    def __init__(self, image: Any) -> None:
        self._image = image
        self._made: List[int] = []
        self._made_of: List[Any] = []

    def drawables(self) -> Sequence[Any]:
        """Return what is active, as GIMP gives it to procedures."""
        active = self._image.get_selected_drawables()
        is_ours = self._made and [item.get_id() for item in active] == self._made
        if is_ours and all(layer.is_valid() for layer in self._made_of):
            return self._made_of
        return list(active)

    def layers(self) -> List[Any]:
        """Return the layers of these."""
        return layers_of(self.drawables())

    def made_of(self, layers: List[Any]) -> None:
        """Take what is active now for made by us of these layers."""
        active = self._image.get_selected_drawables()
        self._made = [item.get_id() for item in active if isinstance(item, Gimp.Layer)]
        self._made_of = layers
