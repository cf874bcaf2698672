"""What a click would select where the pointer is: asked in between, given up for whatever the user does."""

from __future__ import annotations

from typing import Callable, Generator

from smart_select_krita import documents
from smart_select_krita.answering import Answering
from smart_select_krita.geometry import ImagePoint
from smart_select_krita.jobs import Job
from smart_select_krita.object_in_hand import ObjectInHand
from smart_select_krita.options import Options
from smart_select_krita.prompts import Prompt
from smart_select_plugin.wire.values import Selection


class Hovering:
    """`seen` is what a click would select, None where nobody points; `stage` is told when that is new."""

    def __init__(self, answering: Answering, in_hand: ObjectInHand, stage: Callable[[str], None]) -> None:
        self.seen: Selection | None = None
        self._answering = answering
        self._object = in_hand
        self._stage = stage
        self._point: ImagePoint | None = None
        self._wanted = True
        self._job: Job | None = None

    @property
    def job(self) -> Job | None:
        """Return what is being asked, None where nothing is."""
        return None if self._job is None or self._job.is_done else self._job

    @property
    def is_waiting(self) -> bool:
        """Tell whether there is a point that nobody has asked about yet."""
        return self._point is not None

    def move(self, point: ImagePoint | None, wanted: bool) -> bool:
        """Point here, None for nowhere; return whether there is less to see than before."""
        self._point, self._wanted = point, wanted
        was_seen = point is None and self.seen is not None
        if was_seen:
            self.seen = None
        return was_seen

    def begin(self, document_id: str, options: Options) -> None:
        """Ask about the point that is waiting."""
        point, self._point = self._point, None
        if point is not None:
            self._job = Job(self._look(point, self._wanted, document_id, options))

    def cancel(self) -> None:
        """Ask no more, and show nothing."""
        job, self._job, self.seen = self._job, None, None
        if job is not None:
            job.cancel()

    def _look(
        self, point: ImagePoint, wanted: bool, document_id: str, options: Options
    ) -> Generator[None, None, None]:
        it = self._object
        same = it.is_in(documents.active(document_id))
        asked = (it.prompt if same else Prompt()).with_point(point, wanted)
        if not asked.is_enough:
            return
        previous = it.corrected_by(asked) if same else None
        seen = yield from self._answering.ask(document_id, asked, previous, options)
        self.seen = seen if seen.area is not None else None
        self._stage("")
