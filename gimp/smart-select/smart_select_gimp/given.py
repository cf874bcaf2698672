"""What a call was given is still there: GIMP is in use meanwhile, and set-up and windows take minutes."""

from __future__ import annotations

from typing import Any, Sequence

from smart_select_gimp.problems import ImageChanged, OfAnotherImage


def check_open(image: Any) -> None:
    """Raise ImageChanged where an image was closed: asked about it, GIMP says nonsense that may crash us."""
    if not image.is_valid():
        raise ImageChanged


def check_drawables(image: Any, drawables: Sequence[Any]) -> None:
    """Raise ImageChanged where one was deleted meanwhile, OfAnotherImage where one is of another image."""
    for drawable in drawables:
        if not drawable.is_valid():
            raise ImageChanged
        if drawable.get_image().get_id() != image.get_id():
            raise OfAnotherImage(drawable.get_name())
