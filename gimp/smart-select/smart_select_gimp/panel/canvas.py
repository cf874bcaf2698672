"""What the user does on GIMP's own canvas meanwhile: selections and path anchors, noticed by looking.

GIMP gives plug-ins no clicks on the canvas, but what its own tools leave is seen at once: a rectangle or a
lasso in the selection, clicks of the Path tool in a path. Undo and redo are seen by the prompt that the image
keeps, which goes and comes with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, Iterable, Set, Tuple

from smart_select_gimp.core_copies import alpha_sample, sample_size, selection_sample
from smart_select_gimp.panel.drawn_or_made import Sampled, came_back, how_drawn, is_same
from smart_select_gimp.panel.earlier import EarlierSelection, put_backs
from smart_select_gimp.panel.path_clicks import Spot, spots_of, unlink
from smart_select_gimp.panel.steady import SteadyChange
from smart_select_gimp.parasite import kept_bytes
from smart_select_gimp.seeing import extent
from smart_select_gimp.signature import SIDE, bounds_of, selection_signature


@dataclass(frozen=True)
class Drawn:
    """What is new on the canvas: a finished selection, and anchors of the active path that came or went."""

    selection: str = ""
    """How it was drawn: "replace", "add" (with Shift) or "subtract" (with Ctrl); nothing where it was not."""
    new: Tuple[Spot, ...] = ()
    gone: Tuple[Spot, ...] = ()


class Canvas:
    """Looks at one image now and then."""

    def __init__(self, image: Any, earlier: EarlierSelection) -> None:
        self._image = image
        self._earlier = earlier
        self._selection = SteadyChange(earlier.signature)
        self._before = self._shown = sampled(image)
        """The selection as it was when it last came to rest; and then, when something was selected."""
        self._put_backs = put_backs(image)
        self._paths: Dict[int, Tuple[Spot, ...]] = {}
        self._foreign: Set[int] = set()
        self._known: Set[Spot] = set()
        self._has_links = False
        self._kept = kept_bytes(image)
        self._take_for_foreign(image.get_paths())

    def look(self) -> Drawn:
        """Return what is new since the last look."""
        new, gone = self._look_at_paths()
        return Drawn(self._look_at_selection(), new, gone)

    def _look_at_selection(self) -> str:
        signature = selection_signature(self._image)
        is_new = self._selection.look(signature)
        if not self._selection.is_at_rest:
            return ""
        known, self._put_backs = self._put_backs, put_backs(self._image)
        if signature == self._earlier.signature:
            return ""
        is_new = is_new and self._put_backs == known  # else undo has brought back what was drawn
        before, shown = self._before, self._shown
        self._take_sample()
        how = "" if not is_new or came_back(shown, before, self._before) else self._how_drawn(before)
        self._earlier.came_to_rest(signature, is_prompt=bool(how))
        return how

    def _take_sample(self) -> None:
        self._before = sampled(self._image)
        if self._before.bounds is not None:
            self._shown = self._before

    def _how_drawn(self, before: Sampled) -> str:
        layers = [extent(layer) for layer in self._image.get_layers()]
        how = how_drawn(before, self._before, layers)
        if how and any(self._is_alpha_of(layer) for layer in self._image.get_selected_layers()):
            return ""
        return how

    def _is_alpha_of(self, layer: Any) -> bool:
        """Whether the selection is what a layer shows, as Alpha to Selection makes it."""
        (left, top, right, bottom), (width, height) = extent(layer), self._before.canvas
        x0, y0, x1, y1 = max(left, 0), max(top, 0), min(right, width), min(bottom, height)
        if x0 >= x1 or y0 >= y1:
            return False
        alpha = alpha_sample(layer, (x0 - left, y0 - top, x1 - left, y1 - top), SIDE)
        chosen = selection_sample(self._image, (x0, y0, x1, y1), SIDE)
        return alpha is not None and chosen is not None and is_same(alpha, chosen)

    def expect(self, *, made_path: bool) -> None:
        """Take selection and kept prompt as they are now for our own, and new paths if we made one."""
        self._selection.know(self._earlier.signature)
        self._take_sample()
        self._kept = kept_bytes(self._image)
        if made_path:
            paths = self._image.get_paths()
            self._take_for_foreign(path for path in paths if path.get_id() not in self._paths)

    def put_back(self, *, with_prompt: bool = False) -> None:
        """Have the selection be what it was before what was drawn or found; drawn again, that is new again.

        Not so where undo brings it back: Ctrl+Z shows what was drawn, and takes that away the next time.
        `with_prompt`: nothing is said of an object any more.
        """
        drawn = self._earlier.signature
        if self._earlier.put_back(with_prompt=with_prompt):
            self._selection.forget(drawn)
            self._put_backs = put_backs(self._image)
            self.expect(made_path=False)

    def forget(self, spots: Iterable[Spot]) -> None:
        """Let anchors in these places be clicks again when they come back."""
        self._known.difference_update(spots)

    def kept_has_changed(self) -> bool:
        """Return once whether the image keeps another prompt than before: by undo, redo, or another call."""
        kept = kept_bytes(self._image)
        before, self._kept = self._kept, kept
        return kept != before

    def _look_at_paths(self) -> Tuple[Tuple[Spot, ...], Tuple[Spot, ...]]:
        """Return the anchors that are new and those that are gone; one seen before is not new."""
        existing = {path.get_id(): path for path in self._image.get_paths()}
        active = {path.get_id(): path for path in self._image.get_selected_paths()}
        new: Tuple[Spot, ...] = ()
        gone: Tuple[Spot, ...] = ()
        was_at_rest = True
        for number in {*self._paths, *active}:
            before = self._paths.get(number, ())
            if number in active:
                now = spots_of(active[number])
            elif number in existing:
                now = before  # nobody clicks into a path that is not active
            else:
                now = ()
            was_at_rest = was_at_rest and now == before
            new += tuple(spot for spot in now if spot not in self._known)
            gone += tuple(spot for spot in before if spot not in now)
            self._paths[number] = now
        self._known.update(new)
        self._has_links = self._has_links or bool(new)
        if self._has_links and was_at_rest:
            self._has_links = False
            ours = [path for number, path in active.items() if number not in self._foreign]
            unlink(self._image, ours)
        return new, gone

    def _take_for_foreign(self, paths: Iterable[Any]) -> None:
        """Know these paths, which were not clicked for us: their anchors are no clicks, their lines stay."""
        for path in paths:
            spots = spots_of(path)
            self._foreign.add(path.get_id())
            self._paths[path.get_id()] = spots
            self._known.update(spots)


def sampled(image: Any) -> Sampled:
    """Return the selection's bounds and a sample of it, the whole canvas."""
    canvas = image.get_width(), image.get_height()
    area = 0, 0, *canvas
    cells = selection_sample(image, area, SIDE) or b""
    return Sampled(canvas, bounds_of(image), cells, sample_size(area, SIDE)[0])
