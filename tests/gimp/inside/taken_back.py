"""The last click is taken back: the kept prompt goes with its selection, if that is still there."""

import sys
from types import SimpleNamespace
from typing import Any

sys.path.insert(0, "/smart-select/gimp/smart-select")
sys.path.insert(0, "/smart-select/plugin")

from bench_of_tests import open_photo
from gi.repository import Gimp

from smart_select_gimp.panel.earlier import EarlierSelection
from smart_select_gimp.panel.heeding import CanvasWatch, WatchEvents

ELLIPSE = 100, 100, 200, 150
RECTANGLE = 20, 30, 60, 70


class AtOnce:
    """Does at once what the panel's thread does soon."""

    def do(self, work: Any, then: Any = None) -> None:
        result, error = None, None
        try:
            result = work()
        except Exception as raised:
            error = raised
        if then is not None:
            then(result, error)


class CannotPutBack(EarlierSelection):
    """GIMP refuses, as it does while it scales the image."""

    def put_back(self, **_how: Any) -> Any:
        raise RuntimeError("GIMP is busy")


def take_back(earlier_kind: Any, *, selects_meanwhile: bool) -> dict[str, Any]:
    """Find an object, take it back, and tell what is left of it."""
    image = open_photo()
    earlier = earlier_kind(image)
    window = SimpleNamespace(live_wish=object())
    failures: list[str] = []
    events = WatchEvents(lambda: None, lambda error: failures.append(str(error)))
    talk: Any = None
    watch = CanvasWatch(image, talk, talk, window, talk, earlier, AtOnce(), events)  # type: ignore[arg-type]
    image.select_ellipse(Gimp.ChannelOps.REPLACE, *ELLIPSE)
    image.attach_parasite(Gimp.Parasite.new("smart-select-prompt", Gimp.PARASITE_UNDOABLE, b"said"))
    watch.expect(made_path=False)
    if selects_meanwhile:
        image.select_rectangle(Gimp.ChannelOps.REPLACE, *RECTANGLE)
    watch.take_back()
    bounds = Gimp.Selection.bounds(image)
    left = {
        "selected": list(bounds)[2:] if bounds[1] else [],
        "prompt": image.get_parasite("smart-select-prompt") is not None,
        "failures": failures,
    }
    image.delete()
    return left


def all_ways() -> dict[str, Any]:
    """Return what is left in each case."""
    return {
        "as it was": take_back(EarlierSelection, selects_meanwhile=False),
        "selected meanwhile": take_back(EarlierSelection, selects_meanwhile=True),
        "refused": take_back(CannotPutBack, selects_meanwhile=False),
    }
