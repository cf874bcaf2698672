"""What the panel's preview shows: the picture, what was said, and the object in the chosen look."""

from __future__ import annotations

from typing import Any, Callable, Optional, Sequence

from smart_select_gimp.panel.drawing import pixbuf_of
from smart_select_gimp.panel.looks import LOOKS
from smart_select_gimp.panel.preview import Preview
from smart_select_gimp.panel.thumbnail import thumbnail
from smart_select_gimp.seen import Seen
from smart_select_plugin.wire.values import Box, Point, Selection, Size

_THUMB_PX = 720


class Showing:
    """Keeps what is shown, so that a hover can be shown over it and taken away again."""

    def __init__(self, preview: Preview, look: Callable[[], str]) -> None:
        self._preview = preview
        self._look = look
        self._name = ""
        self._thumb: Size = (1, 1)
        self._answer = b""
        self._shown = b""  # which may be a hover's
        self._phase = 0

    def picture(self, seen: Seen) -> None:
        """Show what was seen, unless it is shown already."""
        if seen.picture.name == self._name:
            return
        self._name = seen.picture.name
        width, height = seen.picture.size
        share = min(1.0, _THUMB_PX / max(width, height))
        self._thumb = max(1, round(width * share)), max(1, round(height * share))
        full = seen.frame.full_size
        base = pixbuf_of(seen.picture.pixels, seen.picture.size, has_alpha=False)
        self._preview.show_picture(base, (float(full[0]), float(full[1])))

    def prompt(self, points: Sequence[Point], box: Optional[Box]) -> None:
        """Mark what was said, in the picture's pixels."""
        self._preview.show_prompt(points, box)

    def mask(self, selection: Optional[Selection]) -> None:
        """Show an answer; None shows none."""
        self._answer = b"" if selection is None else self._thumbnail(selection)
        self._show(self._answer)

    def hover(self, selection: Selection) -> None:
        """Show what a click would give."""
        self._show(self._thumbnail(selection))

    def no_hover(self) -> None:
        """Show the answer again."""
        self._show(self._answer)

    def march(self) -> None:
        """Let an outline of dashes go on."""
        self._phase += 1
        self.redraw()

    def redraw(self) -> None:
        """Show it in the look that is chosen now."""
        mask = self._shown
        overlay: Optional[Any] = None
        if len(mask) == self._thumb[0] * self._thumb[1] and any(mask):
            rgba = LOOKS[self._look()](mask, self._thumb[0], self._phase)
            overlay = pixbuf_of(rgba, self._thumb, has_alpha=True)
        self._preview.show_overlay(overlay)

    def _show(self, mask: bytes) -> None:
        self._shown = mask
        self.redraw()

    def _thumbnail(self, selection: Selection) -> bytes:
        return thumbnail(selection.area, selection.mask, selection.full_size, self._thumb)
