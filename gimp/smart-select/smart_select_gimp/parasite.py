"""The prompt that an image carries with it."""

from __future__ import annotations

from typing import Any, Final, Optional

from smart_select_gimp.core_copies import lightness_of
from smart_select_gimp.gimp_api import Gimp
from smart_select_gimp.layer_looks import SIDE, LayerLook, Looks, are_elsewhere
from smart_select_gimp.seeing import extent
from smart_select_gimp.stored_prompt import StoredPrompt

NAME: Final = "smart-select-prompt"
_LAYERS: Final = 12


def attach(image: Any, prompt: StoredPrompt) -> None:
    """Let the image carry a prompt; inside an undo group it is part of that step."""
    flags = Gimp.PARASITE_PERSISTENT | Gimp.PARASITE_UNDOABLE
    image.attach_parasite(Gimp.Parasite.new(NAME, flags, prompt.to_bytes()))


def detach(image: Any) -> None:
    """Let the image carry none; inside an undo group that is part of that step."""
    image.detach_parasite(NAME)


def kept_bytes(image: Any) -> bytes:
    """Return what the image keeps, unread; nothing where it keeps none."""
    parasite = image.get_parasite(NAME)
    return b"" if parasite is None else bytes(parasite.get_data())


def attached(image: Any) -> Optional[StoredPrompt]:
    """Return the prompt that an image carries.

    None without one, or where its places are others now: the image was scaled, cropped, mirrored or turned,
    or a layer was moved.
    """
    prompt = StoredPrompt.from_bytes(kept_bytes(image))
    if prompt is None or prompt.canvas != (image.get_width(), image.get_height()):
        return None
    return None if are_elsewhere(prompt.layers, dict(looks_of(image))) else prompt


def looks_of(image: Any) -> Looks:
    """Return what the image's layers are like, by their tattoos, which a file keeps."""
    return tuple(
        (layer.get_tattoo(), LayerLook(extent(layer), *lightness_of(layer, SIDE)))
        for layer in image.get_layers()[:_LAYERS]
    )
