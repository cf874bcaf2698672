"""The preview's pointer moved by the keyboard: at the view's edge the picture moves instead."""

from __future__ import annotations

from typing import Final, Tuple

from smart_select_gimp.panel.view import View

STEP_PX: Final = 8
FINE_STEP_PX: Final = 1

DIRECTIONS: Final = {"Left": (-1, 0), "Right": (1, 0), "Up": (0, -1), "Down": (0, 1)}
"""By the keys' names."""

Spot = Tuple[float, float]


def moved(view: View, at: Spot, key: str, step: float) -> Tuple[View, Spot]:
    """Return view and pointer after an arrow key; the pointer stays on the picture."""
    across, down = DIRECTIONS[key]
    x, y = at[0] + across * step, at[1] + down * step
    kept = min(max(x, 0.0), view.width - 1.0), min(max(y, 0.0), view.height - 1.0)
    if kept != (x, y):
        view = view.moved(kept[0] - x, kept[1] - y)
    left, top = view.to_view(0, 0)
    right, bottom = view.to_view(*view.picture)
    return view, (min(max(kept[0], left), right - 1.0), min(max(kept[1], top), bottom - 1.0))
