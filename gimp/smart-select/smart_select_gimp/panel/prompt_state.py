"""What the user has said so far: points, a box or an outline, and which of the model's answers they like."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Optional, Sequence, Tuple

from smart_select_gimp.ask import Ask
from smart_select_gimp.frames import Frame
from smart_select_gimp.rough import moved
from smart_select_plugin.selection_prompt import RoughMask
from smart_select_plugin.whole_box import whole_box
from smart_select_plugin.wire.values import Box, Point, Selection

_NEAR_PX_OF_VIEW: Final = 9.0
Spot = Tuple[float, float]


@dataclass(frozen=True)
class PromptState:
    """A prompt in image pixels; every change is a new state, so that the one before is not lost."""

    points: Tuple[Point, ...] = ()
    box: Optional[Box] = None
    rough: Optional[RoughMask] = None
    candidate: str = "best"
    previous: Optional[Selection] = None
    """The answer that the last click corrects."""
    anchors: Tuple[Point, ...] = ()
    """Those of the points that are a path's anchors."""
    subject: bool = False
    """Whether what the picture is of was asked for."""
    how: str = "replace"
    """What was held while it was drawn on the canvas: "add" for Shift, "subtract" for Ctrl."""
    before: Optional[PromptState] = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said yet."""
        return not (self.points or self.box is not None or self.rough is not None or self.subject)

    @classmethod
    def of(cls, ask: Ask, corner: Tuple[int, int], candidate: str = "best") -> PromptState:
        """Return a prompt in a frame with this corner as one in image pixels."""
        left, top = corner
        box, rough = ask.box, ask.rough
        return cls(
            points=tuple((x + left, y + top, label) for x, y, label in ask.points),
            box=None if box is None else (box[0] + left, box[1] + top, box[2] + left, box[3] + top),
            rough=None if rough is None else moved(rough, left, top),
            candidate=candidate,
            subject=ask.subject,
        )

    def ask_in(self, frame: Frame) -> Ask:
        """Return it in a frame's own pixels."""
        rough = self.rough
        return Ask(
            frame.points_within(self.points),
            frame.box_within(self.box),
            None if rough is None else moved(rough, -frame.left, -frame.top),
            self.subject,
            self.previous,
        )

    def with_point(self, x: float, y: float, *, wanted: bool, previous: Optional[Selection]) -> PromptState:
        """Return it with one more click, which corrects `previous`.

        It does not where it is wanted beside the box: what was found in that is not all that is meant.
        """
        points = (*self.points, (x, y, int(wanted)))
        is_in_box = whole_box(self.box, points) == whole_box(self.box, self.points)
        return replace(self, points=points, previous=previous if is_in_box else None, before=self)

    def without_point(self, index: int) -> PromptState:
        """Return it without a click."""
        left = self.points[:index] + self.points[index + 1 :]
        return replace(self, points=left, previous=None, before=self)

    def with_box(self, box: Box) -> PromptState:
        """Return it with this box; what was meant before was another object."""
        x0, x1 = sorted((box[0], box[2]))
        y0, y1 = sorted((box[1], box[3]))
        return PromptState(box=(x0, y0, x1, y1), candidate=self.candidate, before=self)

    def with_anchors(self, new: Sequence[Spot], gone: Sequence[Spot], *, wanted: bool) -> PromptState:
        """Return it with new anchors of a path as clicks, and without those that are gone; itself if none."""
        lost = {anchor for anchor in self.anchors if anchor[:2] in set(gone)}
        if not new and not lost:
            return self
        fresh = tuple((x, y, int(wanted)) for x, y in new)
        clicks = tuple(point for point in self.points if point not in lost)
        kept = tuple(anchor for anchor in self.anchors if anchor not in lost)
        return replace(self, points=(*clicks, *fresh), anchors=(*kept, *fresh), previous=None, before=self)

    def drawn(self, ask: Ask, corner: Tuple[int, int], how: str = "replace") -> PromptState:
        """Return what a selection drawn on the canvas means; `ask` is in a frame with this corner."""
        return replace(PromptState.of(ask, corner, self.candidate), how=how, before=self)

    def of_subject(self) -> PromptState:
        """Return the wish for what the picture is of."""
        return PromptState(subject=True, before=self)

    def without_box(self) -> PromptState:
        """Return it without the box."""
        return replace(self, box=None, previous=None, before=self)

    def without_rough(self) -> PromptState:
        """Return it without the outline."""
        return replace(self, rough=None, previous=None, before=self)

    def without_subject(self) -> PromptState:
        """Return it without the wish for the picture's subject."""
        return replace(self, subject=False, previous=None, before=self)

    def with_candidate(self, candidate: str) -> PromptState:
        """Return it with another size of answer."""
        return replace(self, candidate=candidate, before=self)

    def without_previous(self) -> PromptState:
        """Return it without the answer that it corrects: another model's is none of its own."""
        return replace(self, previous=None, before=self)

    def cleared(self) -> PromptState:
        """Return an empty one."""
        return PromptState(before=self)

    def undone(self) -> PromptState:
        """Return the one before the last change."""
        return self.before or self

    def point_at(self, x: float, y: float, scale: float) -> Optional[int]:
        """Return the click under the pointer; `scale` is view pixels for one image pixel."""
        near = _NEAR_PX_OF_VIEW / scale
        for index in reversed(range(len(self.points))):
            px, py, _ = self.points[index]
            if (px - x) ** 2 + (py - y) ** 2 <= near * near:
                return index
        return None
