"""A selection that is there, changed by the worker: snapped to edges, smoothed, rid of holes and specks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Dict, Final, Generator, Sequence

from smart_select_krita import documents
from smart_select_krita.composing import Ask, answered
from smart_select_krita.failures import Refusal, nothing_selected
from smart_select_krita.geometry import Size
from smart_select_krita.looking import Looks, Seen, Stage, check_unchanged, look
from smart_select_krita.selected_pixels import SelectedPixels
from smart_select_plugin.refinement import Refinement
from smart_select_plugin.translation import _
from smart_select_plugin.wire.values import Point

_SMOOTH_SHARE: Final = 0.002
_LEAST_SMOOTH_PX: Final = 1.5
_SPECK_SHARE: Final = 0.01


@dataclass(frozen=True)
class Way:
    """One way of refining: what the docker's menu calls it, what Krita's menu does, and what it is for.

    `wish` makes it for a picture of a size in which these points were clicked.
    """

    text: str
    action: str
    help: str
    wish: Callable[[Size, Sequence[Point]], Refinement]


WAYS: Final[Dict[str, Way]] = {
    "snap_outline": Way(
        _("Snap to edges"),
        _("Smart Select: Snap Outline to Edges"),
        _("Move the selection's rough outline to the edges in the picture."),
        lambda size, points: Refinement(snap=True),
    ),
    "soften_outline": Way(
        _("Soften like hair and fur"),
        _("Smart Select: Soften Outline like Hair and Fur"),
        _("Make the selection's edge as soft as hair, fur and motion are in the picture."),
        lambda size, points: Refinement(edge="matte"),
    ),
    "smooth_outline": Way(
        _("Smooth"),
        _("Smart Select: Smooth Outline"),
        _("Round off the selection's outline; once more for more."),
        lambda size, points: Refinement(smooth_px=max(_LEAST_SMOOTH_PX, _SMOOTH_SHARE * max(size))),
    ),
    "fill_holes": Way(
        _("Fill holes"),
        _("Smart Select: Fill Holes"),
        _("Select what the selection encloses, too."),
        lambda size, points: Refinement(fill_holes=1.0),
    ),
    "drop_specks": Way(
        _("Drop specks"),
        _("Smart Select: Drop Specks"),
        _("Drop the selection's small parts, each up to a hundredth of all that is selected."),
        lambda size, points: Refinement(drop_specks=_SPECK_SHARE),
    ),
    "keep_clicked": Way(
        _("Keep what was clicked"),
        _("Smart Select: Keep Clicked Parts"),
        _("Of the selection's parts, keep those that were clicked; the largest where none was."),
        lambda size, points: Refinement(keep_at=tuple(points), keep_largest=True),
    ),
}
"""By the names of their actions, in the order of the menus."""


def refined(
    document_id: str, source: str, way: str, points: Sequence[Point], ask: Ask, stage: Stage
) -> Generator[None, None, SelectedPixels]:
    """Return what is selected, changed in this way; a job. Raises Refusal, DocumentGone.

    Where the picture has a say, it is that which `source` names.
    """
    size = documents.size_of((yield from documents.settled(document_id)))
    before = yield from documents.selected_pixels(document_id)
    if before is None:
        raise nothing_selected()
    yield  # that has been a step of its own
    wish = WAYS[way].wish(size, points)
    area = wish.area_for(before.area, size)
    seen: Seen | None = None
    if wish.needs_pixels:
        looks = Looks.of(documents.front(document_id), source)
        seen = yield from look(document_id, source, stage, area)
        looks.check((yield from documents.settled(document_id)), source)
    stage("edges" if wish.needs_pixels else "drawing")
    left, top = area[:2]
    x0, y0, x1, y1 = before.area
    request = wish.request(
        area,
        before.mask,
        (x0 - left, y0 - top, x1 - left, y1 - top),
        seen.colours if seen else b"",
        whole=(0, 0, *size),
    )
    made = yield from answered(ask(request))
    if seen is not None:
        yield from check_unchanged(document_id, source, stage, seen)
    x0, y0, x1, y1 = made.area
    after = SelectedPixels((left + x0, top + y0, left + x1, top + y1), bytes(made.pixels))
    if x0 == x1 or after.is_empty:
        raise Refusal(_("Nothing would be left of the selection, so it stays as it is."))
    if after.area == before.area and after.mask == before.mask:
        raise Refusal(_("There is nothing to change in this selection."))
    return after
