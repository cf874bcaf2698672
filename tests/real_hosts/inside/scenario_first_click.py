"""The first click of a new user on Krita's canvas."""

from collections.abc import Iterator
from typing import Any


def scenario(stage: Any) -> Iterator[Any]:
    """Click once on a cat's eye."""
    # A first start takes its time, minutes on a busy machine: this is here before the picture is.
    while stage.document is None or not stage.document.width():
        yield 1.0
    yield 2.0
    stage.desk.arm()
    yield lambda: stage.idle() and stage.desk.is_armed
    stage.click(150, 110)
    yield stage.points(1)
    yield 0.5
    stage.report["selection"] = stage.selection()
    stage.report["undo"] = stage.undo_text()
    stage.shot("first_click")
