"""The selection as it was before anything was said of an object: what Add, Subtract and Intersect work on.

A rectangle that was drawn as a prompt is no part of it, and neither is what the panel has selected since.
Copies are made and kept by GIMP itself, in the selection's own precision.
"""

from __future__ import annotations

from typing import Any, Dict, Final, List, Optional

from smart_select_gimp.channels import inserted, must, one_undo_step, same_items_active
from smart_select_gimp.gimp_api import Gimp
from smart_select_gimp.parasite import detach
from smart_select_gimp.problems import ImageChanged
from smart_select_gimp.signature import selection_signature

_MOST_KEPT: Final = 16
_PUT_BACKS: Final = "smart-select-put-backs"


class EarlierSelection:
    """Knows, by a selection's signature, which one was there before what was said led to it."""

    def __init__(self, image: Any) -> None:
        self._image = image
        self.signature = selection_signature(image)
        """Of the selection as it was when it last came to rest."""
        self._rested = _copied(image.get_selection())
        self._copies: List[Any] = [self._rested]
        self._before: Dict[str, Any] = {}

    @property
    def before(self) -> Optional[Any]:
        """A channel, not in the image, with what was there before what is there now; None where it stays."""
        return self._before.get(self.signature)

    def came_to_rest(self, signature: str, *, is_prompt: bool) -> None:
        """Take in another selection: one that was drawn as a prompt, or one that is there to stay."""
        if is_prompt:
            self._keep(signature, self._rested)
        self._rest(signature)

    def made(self) -> None:
        """Take in what the panel has just made of an object."""
        signature = selection_signature(self._image)
        if signature != self.signature:
            self._keep(signature, self._before.get(self.signature, self._rested))
            self._rest(signature)

    def forget(self) -> None:
        """Begin anew with an image that has another size."""
        self._before = {}
        self._rest(selection_signature(self._image))

    def begin(self) -> None:
        """Another object is meant from now on: what is selected now is what was there before it."""
        self._before.pop(self.signature, None)

    def look(self) -> None:
        """Take in what is selected now, whether it has come to rest or not: it is about to be changed."""
        signature = selection_signature(self._image)
        if signature != self.signature:
            self._rest(signature)

    def select_first(self) -> None:
        """Select what was there before, if something else came of it; to be called within an undo step."""
        self.look()
        before = self.before
        if before is not None:
            self._select(before)

    def put_back(self, *, with_prompt: bool = False) -> bool:
        """Select what was there before what was drawn or found, as a step that undo goes back by.

        `with_prompt`: the prompt that the image keeps goes in the same step. Returns whether that was done:
        it is not where the selection is another one already, or was there when the panel was opened.
        """
        before = self.before
        if before is None or selection_signature(self._image) != self.signature:
            return False
        with one_undo_step(self._image):
            self._select(before)
            if with_prompt:
                detach(self._image)
            count = (int(put_backs(self._image) or b"0") + 1) % 1000
            mark = Gimp.Parasite.new(_PUT_BACKS, Gimp.PARASITE_UNDOABLE, str(count).encode("ascii"))
            self._image.attach_parasite(mark)
        self._rest(selection_signature(self._image))
        self.begin()
        return True

    def close(self) -> None:
        """Have GIMP forget the copies."""
        if self._image.is_valid():
            for copy in self._copies:
                copy.delete()
        self._copies = []

    def _select(self, channel: Any) -> None:
        with same_items_active(self._image), inserted(self._image, _copied(channel)) as here:
            must(self._image.select_item(Gimp.ChannelOps.REPLACE, here))

    def _rest(self, signature: str) -> None:
        rested = _copied(self._image.get_selection())
        self.signature, self._rested = signature, rested
        self._copies.append(self._rested)
        self._drop_unused()

    def _keep(self, signature: str, before: Any) -> None:
        self._before[signature] = before
        while len(self._before) > _MOST_KEPT:
            del self._before[next(iter(self._before))]

    def _drop_unused(self) -> None:
        used = {copy.get_id() for copy in (self._rested, *self._before.values())}
        for copy in self._copies:
            if copy.get_id() not in used:
                copy.delete()
        self._copies = [copy for copy in self._copies if copy.get_id() in used]


def put_backs(image: Any) -> bytes:
    """Return what tells, as the image is now, how often something was put back: less after undo."""
    mark = image.get_parasite(_PUT_BACKS)
    return b"" if mark is None else bytes(mark.get_data())


def _copied(channel: Any) -> Any:
    """Return a copy; raises ImageChanged: GIMP makes none while it scales an image."""
    copy = channel.copy()
    if copy is None:
        raise ImageChanged
    return copy
