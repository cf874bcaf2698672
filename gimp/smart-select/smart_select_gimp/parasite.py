"""The prompt that an image carries with it."""

from __future__ import annotations

from typing import Any, Final, Optional

from smart_select_gimp.gimp_api import Gimp
from smart_select_gimp.stored_prompt import StoredPrompt

NAME: Final = "smart-select-prompt"


def attach(image: Any, prompt: StoredPrompt) -> None:
    """Let the image carry a prompt; inside an undo group it is part of that step."""
    flags = Gimp.PARASITE_PERSISTENT | Gimp.PARASITE_UNDOABLE
    image.attach_parasite(Gimp.Parasite.new(NAME, flags, prompt.to_bytes()))


def kept_bytes(image: Any) -> bytes:
    """Return what the image keeps, unread; nothing where it keeps none."""
    parasite = image.get_parasite(NAME)
    return b"" if parasite is None else bytes(parasite.get_data())


def attached(image: Any) -> Optional[StoredPrompt]:
    """Return the prompt that an image carries; None without one, or where the size was another then."""
    prompt = StoredPrompt.from_bytes(kept_bytes(image))
    if prompt is None or prompt.canvas != (image.get_width(), image.get_height()):
        return None
    return prompt
