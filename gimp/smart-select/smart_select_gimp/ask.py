"""A prompt as the worker takes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple

from smart_select_plugin.wire.values import NOTHING, Area, Box, Buffer, Point, Selection


@dataclass(frozen=True)
class Ask:
    """A prompt in a frame's full-size pixels, as `WorkerClient.predict` takes it."""

    points: Tuple[Point, ...] = ()
    box: Optional[Box] = None
    rough: Buffer = NOTHING
    rough_area: Optional[Area] = None
    previous: Optional[Selection] = None
