"""What the settings of Refine Selection make, small: the selection lit up where it lies, all else dark."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, Optional, Tuple

from smart_select_gimp.gtk_api import GdkPixbuf
from smart_select_gimp.panel.drawing import pixbuf_of
from smart_select_gimp.panel.looks import outline, spotlight
from smart_select_gimp.panel.thumbnail import thumbnail
from smart_select_gimp.problems import NothingStays
from smart_select_gimp.refine_selection import selected_mask
from smart_select_gimp.refinement_arguments import refinement_of
from smart_select_gimp.refining import reading_area, seen_before
from smart_select_gimp.seeing import extent, item_to_see
from smart_select_gimp.steps import MORE, Steps
from smart_select_gimp.verb_window.kept import Kept
from smart_select_gimp.worker_link import Tell, waiting
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.refinement import Refinement
from smart_select_plugin.wire.values import NOTHING, Area, Buffer, Composed, Size

_AROUND: Final = Refinement(snap=True)
"""What wants to see the most of what is around a selection; the preview always shows that."""
_MOST_PIXELS: Final = 2_000_000
"""So many pixels of the whole picture are read, for a matte's background; else what is near."""


@dataclass(frozen=True)
class _Small:
    """A selection, and what is seen in `area` of the image, as a copy of `size`; `shown` of it is shown.

    `whole` is what of the image the worker has seen before.
    """

    area: Area
    size: Size
    shown: Area
    whole: Area
    pixels: Buffer = field(repr=False)
    mask: bytes = field(repr=False)


class SelectionMaking:
    """Makes what one call of Refine Selection would make, of a small copy of the selection's surroundings."""

    def __init__(self, client: WorkerClient, image: Any, config: Any) -> None:
        self._client = client
        self._image = image
        self._config = config
        self._kept = Kept()

    def made(self, seen: object, longest_px: int, tell: Tell) -> Steps[Any]:
        """Return a pixbuf of the refined selection; raises Problem and WorkerError."""
        small: Optional[_Small] = self._kept.of("small", (seen, longest_px))
        if small is None:
            small = self._kept.keep("small", (seen, longest_px), (yield from self._small(longest_px)))
        wish = refinement_of(self._config, self._image)
        size, shape = small.size, small.mask
        if not wish.changes_nothing:
            pixels = small.pixels if wish.needs_pixels else NOTHING
            request = wish.request(small.area, small.mask, (0, 0, *size), pixels, size, small.whole)
            reply = yield from waiting(self._client.start(request), tell)
            assert isinstance(reply, Composed)
            if not len(reply.pixels):
                raise NothingStays
            shape = thumbnail(reply.area, reply.pixels, size, size)
        return _lit(small, shape)

    def _small(self, longest_px: int) -> Steps[_Small]:
        """Read the selection and what is seen around it."""
        image = self._image
        mask = selected_mask(image)
        yield MORE
        canvas = image.get_width(), image.get_height()
        wanted = _AROUND.surroundings(mask.area, canvas)
        step = 1
        while max(wanted[2] - wanted[0], wanted[3] - wanted[1]) > 2 * longest_px * step:
            step *= 2
        is_whole = canvas[0] * canvas[1] <= _MOST_PIXELS * step * step
        with item_to_see(image, (), "") as item:
            area = _whole_steps((0, 0, *canvas) if is_whole else wanted, extent(item)[:2], step)
            size = (area[2] - area[0]) // step, (area[3] - area[1]) // step
            whole = seen_before(item, mask.area)
            pixels = yield from reading_area(item, area, step)
        x0, y0, x1, y1 = mask.area
        place = x0 - area[0], y0 - area[1], x1 - area[0], y1 - area[1]
        full = area[2] - area[0], area[3] - area[1]
        left, top, right, bottom = _whole_steps(wanted, area[:2], step)
        shown = (
            (left - area[0]) // step,
            (top - area[1]) // step,
            min((right - area[0]) // step, size[0]),
            min((bottom - area[1]) // step, size[1]),
        )
        return _Small(area, size, shown, whole, pixels, thumbnail(place, mask.values, full, size))


def _lit(small: _Small, shape: bytes) -> Any:
    lit = pixbuf_of(small.pixels, small.size, has_alpha=False).copy()
    for look in (spotlight, outline):  # in a dark picture, the former alone would not tell
        overlay = pixbuf_of(look(shape, small.size[0], 0), small.size, has_alpha=True)
        overlay.composite(lit, 0, 0, *small.size, 0, 0, 1, 1, GdkPixbuf.InterpType.NEAREST, 255)
    x0, y0, x1, y1 = small.shown
    return lit.new_subpixbuf(x0, y0, x1 - x0, y1 - y0)


def _whole_steps(area: Area, corner: Tuple[int, ...], step: int) -> Area:
    """Return an area, not smaller, whose sides are whole steps counted from a corner."""
    x0, y0 = (at - (at - first) % step for at, first in zip(area[:2], corner))
    x1, y1 = (far + (near - far) % step for far, near in zip(area[2:], (x0, y0)))
    return x0, y0, x1, y1
