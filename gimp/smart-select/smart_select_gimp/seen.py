"""What was seen of an image."""

from __future__ import annotations

from dataclasses import dataclass

from smart_select_gimp.frames import Frame
from smart_select_gimp.geometry import Geometry
from smart_select_plugin.picture import Picture


@dataclass(frozen=True)
class Seen:
    """The picture, where in the image it lies, and what the image was like then."""

    picture: Picture
    frame: Frame
    geometry: Geometry
