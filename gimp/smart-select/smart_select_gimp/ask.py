"""A prompt as the worker takes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple

from smart_select_gimp.frames import Frame
from smart_select_gimp.layer_looks import Looks
from smart_select_gimp.rough import expand, moved
from smart_select_gimp.seen import Seen
from smart_select_gimp.stored_prompt import StoredPrompt
from smart_select_plugin.call import Call
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.selection_prompt import RoughMask
from smart_select_plugin.whole_box import whole_box
from smart_select_plugin.wire.values import NOTHING, Area, Box, Buffer, Point, Selection, Size


@dataclass(frozen=True)
class Ask:
    """A prompt in a frame's full-size pixels."""

    points: Tuple[Point, ...] = ()
    box: Optional[Box] = None
    rough: Optional[RoughMask] = None
    subject: bool = False
    """Whether what the picture is of is meant; points then correct it."""
    previous: Optional[Selection] = None
    """The answer that is corrected."""

    @classmethod
    def of_stored(cls, stored: StoredPrompt, frame: Frame) -> Ask:
        """Return a prompt that an image has kept."""
        rough = stored.rough
        return cls(
            frame.points_within(stored.points),
            frame.box_within(stored.box),
            None if rough is None else moved(rough, -frame.left, -frame.top),
            stored.subject,
        )

    @property
    def corrects_subject(self) -> bool:
        """Whether the subject has to be asked for first: it is what the points correct."""
        return self.subject and bool(self.points) and self.previous is None

    def to_worker(self, client: WorkerClient, seen: Seen, model: str, candidate: str) -> Call:
        """Begin to answer it; the answer is a Selection."""
        if self.subject and self.previous is None:
            return client.subject(seen.picture, model)
        rough: Buffer = NOTHING
        area: Optional[Area] = None
        if self.rough is not None:
            rough, area = expand(self.rough, seen.frame.full_size)
        return client.predict(
            seen.picture,
            model,
            points=self.points,
            box=whole_box(self.box, self.points),
            rough=rough,
            rough_area=area if len(rough) else None,
            previous=self.previous,
            candidate=candidate,
        )

    def to_stored(
        self,
        frame: Frame,
        canvas: Size,
        layers: Looks = (),
        *,
        candidate: str,
        source: str,
        model: str,
    ) -> Optional[StoredPrompt]:
        """Return what an image with these layers can keep of it; None where nothing was said."""
        left, top = frame.left, frame.top
        box, rough = self.box, self.rough
        if not self.points and box is None and rough is None and not self.subject:
            return None
        return StoredPrompt(
            canvas,
            tuple((x + left, y + top, label) for x, y, label in self.points),
            None if box is None else (box[0] + left, box[1] + top, box[2] + left, box[3] + top),
            None if rough is None else moved(rough, left, top),
            candidate,
            source,
            model,
            self.subject,
            layers,
        )
