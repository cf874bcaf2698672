"""What may be done to a selection that is there already, by the worker: both hosts' "Refine Selection".

wish = Refinement(snap=True, feather_px=1.5)
area = wish.area_for(bounds, canvas)          # what of the picture is read and sent
request = wish.request(area, mask, mask_area, pixels)
composed = client.start(request)              # Composed: one channel, in pixels of `area`
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Dict, Final, Optional, Tuple

from smart_select_plugin.effects import fields_for
from smart_select_plugin.wire.values import NOTHING, Area, Buffer, Compose, Point, Size

_SEEN_AROUND: Final = 0.25
"""How much of the picture around a selection its edge is found by, as a share of the selection's side."""
_LEAST_AROUND_PX: Final = 32.0
_SIGMAS: Final = 3.0
"""So many of them a Gaussian reaches."""


@dataclass(frozen=True)
class Refinement:
    """Changes of a selection, in the order of the fields; all of them off by default.

    `snap` moves a rough outline to the picture's edges, `edge` "matte" or "auto" makes it as soft as hair and
    fur are. `drop_specks` and `fill_holes` are shares (0…1) of the selected area up to which parts are
    dropped and enclosed holes filled. Of the parts only those under the points of `keep_at` (image pixels)
    stay, and with `keep_largest` the largest where no point hits one. Lengths are image pixels: the outline
    rounded over `smooth_px` (its edge is about two pixels wide then), moved out by `grow_px` (in when
    negative, as soft as it was), softened by a Gaussian of `feather_px`.
    """

    snap: bool = False
    edge: str = "mask"
    drop_specks: float = 0.0
    fill_holes: float = 0.0
    keep_at: Tuple[Point, ...] = ()
    keep_largest: bool = False
    smooth_px: float = 0.0
    grow_px: float = 0.0
    feather_px: float = 0.0

    @property
    def changes_nothing(self) -> bool:
        """Whether a selection would come out as it went in."""
        return self == Refinement()

    @property
    def needs_pixels(self) -> bool:
        """Whether the picture has a say."""
        return self.snap or self.edge != "mask"

    def area_for(self, bounds: Area, canvas: Size) -> Area:
        """Return the part of the canvas that is to be sent: a selection's bounds, and what changes there.

        All of it for a matte, whose background is told by what is far from the selection, too.
        """
        return (0, 0, *canvas) if self.edge != "mask" else self.surroundings(bounds, canvas)

    def surroundings(self, bounds: Area, canvas: Size) -> Area:
        """Return the part of the canvas that has a part in what becomes of a selection."""
        x0, y0, x1, y1 = bounds
        margin = max(0.0, self.grow_px) + _SIGMAS * (self.smooth_px + self.feather_px) + 4
        if self.needs_pixels:
            margin += max(_LEAST_AROUND_PX, _SEEN_AROUND * max(x1 - x0, y1 - y0))
        by = math.ceil(margin)
        return max(0, x0 - by), max(0, y0 - by), min(canvas[0], x1 + by), min(canvas[1], y1 + by)

    def request(
        self,
        area: Area,
        mask: Buffer,
        mask_area: Area,
        pixels: Buffer = NOTHING,
        size: Optional[Size] = None,
        whole: Optional[Area] = None,
    ) -> Compose:
        """Return the request for an area of the image; without `pixels` where `needs_pixels` is False.

        `mask` (0…255) and `pixels` (RGB) are of the area itself, or of a copy of it of `size` for a preview.
        `mask_area` is where the mask lies in these, as is the area of the answer, which is "mask". `whole` is
        what of the image the worker was asked about before: by it, it knows its answer.
        """
        left, top, right, bottom = area
        full = right - left, bottom - top
        size = size or full
        across, down = size[0] / full[0], size[1] / full[1]
        lengths = {"smooth_px": self.smooth_px, "grow_px": self.grow_px, "feather_px": self.feather_px}
        return Compose(
            kind="mask",
            size=size,
            pixels=pixels,
            mask=mask,
            mask_area=mask_area,
            edge=self.edge,
            snap=self.snap,
            drop_specks=self.drop_specks,
            fill_holes=self.fill_holes,
            keep_at=tuple(((x - left) * across, (y - top) * down, label) for x, y, label in self.keep_at),
            keep_largest=self.keep_largest,
            **fields_for(lengths, size, across),
            **_place(area, whole if self.needs_pixels else None),
        )


def _place(area: Area, whole: Optional[Area]) -> Dict[str, Any]:
    """Return the fields that say where an area lies in the picture that the worker has seen."""
    if whole is None or whole == area:
        return {}
    left, top, right, bottom = whole
    x0, y0, x1, y1 = area
    return {
        "part": (x0 - left, y0 - top, x1 - left, y1 - top),
        "part_of": (right - left, bottom - top),
    }
