"""A prompt as the worker takes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple

from smart_select_gimp.frames import Frame
from smart_select_gimp.rough import expand, shrunk
from smart_select_gimp.stored_prompt import StoredPrompt
from smart_select_plugin.wire.values import NOTHING, Area, Box, Buffer, Point, Selection, Size


@dataclass(frozen=True)
class Ask:
    """A prompt in a frame's full-size pixels, as `WorkerClient.predict` takes it."""

    points: Tuple[Point, ...] = ()
    box: Optional[Box] = None
    rough: Buffer = NOTHING
    rough_area: Optional[Area] = None
    previous: Optional[Selection] = None

    @classmethod
    def of_stored(cls, stored: StoredPrompt, frame: Frame) -> Ask:
        """Return a prompt that an image has kept."""
        rough: Buffer = NOTHING
        area: Optional[Area] = None
        if stored.rough is not None:
            rough, area = expand(stored.rough, frame)
        return cls(
            frame.points_within(stored.points),
            frame.box_within(stored.box),
            rough,
            area if len(rough) else None,
        )

    def to_stored(
        self, frame: Frame, canvas: Size, *, candidate: str, source: str, model: str
    ) -> Optional[StoredPrompt]:
        """Return what an image can keep of it; None where nothing was said."""
        left, top = frame.left, frame.top
        box, area = self.box, self.rough_area
        if not self.points and box is None and area is None:
            return None
        return StoredPrompt(
            canvas,
            tuple((x + left, y + top, label) for x, y, label in self.points),
            None if box is None else (box[0] + left, box[1] + top, box[2] + left, box[3] + top),
            None if area is None or not len(self.rough) else shrunk(self.rough, area, (left, top)),
            candidate,
            source,
            model,
        )
