"""One call of a procedure, in our own values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Optional, Sequence

from smart_select_gimp.effects import Effect
from smart_select_gimp.outputs import Target, Wish
from smart_select_gimp.seeing import layers_of
from smart_select_gimp.setting_up.model_choice import model_to_use
from smart_select_gimp.worker_link import Tell

LIKELIEST: Final = "best"
VISIBLE: Final = "visible"
"""What the arguments say where nothing was chosen."""
KEPT_EDGE: Final = "mask"
"""The edge that is as the object was found."""


@dataclass(frozen=True)
class Errand:
    """One call of a procedure."""

    image: Any
    drawables: Sequence[Any]
    source: str
    model: str
    """An id; "" is the model that a kept prompt was made for, or else the one chosen in the set-up."""
    candidate: str
    wish: Wish
    tell: Tell
    points: str = ""
    box: str = ""
    prompt: str = ""
    edge: str = KEPT_EDGE
    """How soft the edge of GIMP's own masks becomes."""
    colour: Any = None
    effect: Optional[Effect] = None
    """What the worker makes; None where GIMP's own layers and masks do."""

    @property
    def model_id(self) -> str:
        """The model that is asked."""
        return self.model or model_to_use()

    @property
    def target(self) -> Target:
        """What is changed."""
        return Target(self.image, layers_of(self.drawables))
