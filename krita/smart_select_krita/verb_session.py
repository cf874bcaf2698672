"""One window of verbs: what it is about, its preview, what is being made. No widgets in here."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Callable, Generator, Sequence, Tuple

from smart_select_krita import app, documents, outputs
from smart_select_krita.answering import Answering
from smart_select_krita.composing import make_layer, make_mask
from smart_select_krita.errands import Errands
from smart_select_krita.failures import no_document
from smart_select_krita.grounds import ground_of
from smart_select_krita.link import WorkerLink
from smart_select_krita.options import Options
from smart_select_krita.selected_pixels import SelectedPixels
from smart_select_krita.small_result import PREVIEW_SIDE, small_result
from smart_select_krita.verb_object import Shown, find_object
from smart_select_krita.verb_settings import VerbSettings
from smart_select_krita.watching import Watching
from smart_select_krita.work import Steps


class VerbSession(Errands):
    """`shown` are the docker's answers, `options` its options now; `changed` is called when there is news."""

    def __init__(
        self, link: WorkerLink, shown: Shown, options: Callable[[], Options], changed: Callable[[], None]
    ) -> None:
        super().__init__(changed)
        self.preview: Any = None
        """A small QImage of what would be made, or None."""
        self.preview_side = PREVIEW_SIDE
        """How long its longer side is, in pixels."""
        self.is_done = False
        """Whether it was made: the window can go."""
        self.unmade = ""
        """Why it was not made; whoever asks for something else has read it."""
        self._shown = shown
        self._options = options
        self._answering = Answering(link, self._show_stage)
        self._watching = Watching()
        self._known: Tuple[Any, SelectedPixels] | None = None
        self._is_making = False

    @property
    def is_making(self) -> bool:
        """Tell whether the layer or mask is being made."""
        return self._job is not None and self._is_making

    def history(self) -> object:
        """Return what changes with each step that Krita does, undoes or redoes."""
        return self._watching.history()

    def show(self, settings: VerbSettings) -> None:
        """Show in small what would be made; a preview that is under way is given up."""
        if not self.is_making:
            self._begin(lambda document_id: self._show(document_id, settings), is_making=False)

    def make(self, settings: VerbSettings) -> None:
        """Make it."""
        self.unmade = ""
        self._begin(lambda document_id: self._make(document_id, settings), is_making=True)

    def cancel(self) -> None:
        """Stop what is going on, and forget what was made: the window would go when it is opened again."""
        self.is_done = False
        super().cancel()

    def _begin(self, steps: Callable[[str], Steps], *, is_making: bool) -> None:
        self.cancel()
        self._is_making = is_making
        document_id = documents.identity(app.active_document())
        if document_id:
            self._start(steps(document_id))
        else:
            self._fail(no_document())

    def _fail(self, error: Exception) -> None:
        self.preview = None
        super()._fail(error)
        if self._is_making:
            self.unmade = self.message

    def _show(self, document_id: str, settings: VerbSettings) -> Steps:
        mask = yield from self._object(document_id, settings)
        longest = max(documents.size_of(documents.front(document_id)))
        scale = min(1.0, self.preview_side / longest)
        ground = yield from ground_of(settings, document_id, longest, scale)
        source = self._options().source
        self._show_stage("composing")
        self.preview = yield from small_result(
            document_id, source, mask, settings, ground, self._answering.start, self.preview_side
        )

    def _make(self, document_id: str, settings: VerbSettings) -> Steps:
        source = self._options().source
        if settings.is_mask:
            outputs.check_has_background(documents.front(document_id))
            mask = yield from self._object(document_id, settings)
            yield from make_mask(
                document_id, source, mask, settings.edge, self._answering.start, self._show_stage
            )
        else:
            mask = yield from self._object(document_id, settings)
            size = documents.size_of(documents.front(document_id))
            ground = yield from ground_of(settings, document_id, max(size))
            yield from make_layer(
                document_id, source, mask, settings, ground, self._answering.start, self._show_stage
            )
        self.is_done = True

    def _object(self, document_id: str, settings: VerbSettings) -> Generator[None, None, SelectedPixels]:
        """Return the object, found anew where the document, what is selected or what is asked has changed."""
        document = documents.front(document_id)
        options = replace(self._options(), output="selection")
        is_sky = settings.verb == "sky"
        shown: Sequence[Any] = self._shown(document_id)
        now = (
            document_id,
            documents.selection_digest(document),
            tuple(map(id, shown)),
            options,
            is_sky,
            self._watching.glance(document, options.source),
        )
        if self._known is None or self._known[0] != now or self._watching.history() is None:
            found = yield from find_object(self._answering, document_id, self._shown, options, is_sky=is_sky)
            self._known = now, found
        return self._known[1]
