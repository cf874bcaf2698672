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


def attached(image: Any) -> Optional[StoredPrompt]:
    """Return the prompt that an image carries; None without one, or where the size was another then."""
    parasite = image.get_parasite(NAME)
    if parasite is None:
        return None
    prompt = StoredPrompt.from_bytes(bytes(parasite.get_data()))
    if prompt is None or prompt.canvas != (image.get_width(), image.get_height()):
        return None
    return prompt
