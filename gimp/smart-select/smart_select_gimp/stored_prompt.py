"""A prompt as the image keeps it: JSON in a parasite, so that it is saved in the XCF and can be edited later.

    {"version": 1, "canvas": [w, h], "points": "x,y,+;x,y,-", "box": "x0,y0,x1,y1", "candidate": "best",
     "source": "visible", "model": "embedded", "subject": true,
     "rough": {"box": "…", "columns": c, "rows": r, "cells": "…"},
     "layers": [[number, "x0,y0,x1,y1", "…", columns], …]}

Points and box are image pixels in the grammar of the procedures' arguments. "rough" is there after a lasso:
c × r cells that fill its box, from the top left, one bit each, in base64. "subject" is there where the
picture's subject is meant; points then correct it. "layers" are what the image's layers were like, to notice
that they were moved or turned since; see `layer_looks`. What is not known is left out.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass
from typing import Any, Dict, Final, Optional, Tuple

from smart_select_gimp.layer_looks import LayerLook, Looks
from smart_select_plugin.prompt_text import (
    PromptTextError,
    format_box,
    format_points,
    parse_box,
    parse_points,
)
from smart_select_plugin.selection_prompt import RoughMask
from smart_select_plugin.wire.values import Box, Point, Size

VERSION: Final = 1
_MOST_CELLS: Final = 1 << 16
_MOST_POINTS: Final = 1000
_MOST_LAYERS: Final = 64

_WORDS: Final = {
    "candidate": re.compile("best|part|whole|[1-9][0-9]{0,2}"),
    "source": re.compile("visible|layer"),
    "model": re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]{0,4096}"),
}
"""What can be said of how to look."""

_DIGITS: Final = bytes(ord("1") if value else ord("0") for value in range(256))
_NUMBERS: Final = bytes(int(value == ord("1")) for value in range(256))


@dataclass(frozen=True)
class StoredPrompt:
    """What was asked for, in image pixels of an image of `canvas` size."""

    canvas: Size
    points: Tuple[Point, ...] = ()
    box: Optional[Box] = None
    rough: Optional[RoughMask] = None
    candidate: str = "best"
    source: str = "visible"
    model: str = "embedded"
    subject: bool = False
    layers: Looks = ()

    def to_bytes(self) -> bytes:
        """Return what `from_bytes` reads."""
        document: Dict[str, Any] = {
            "version": VERSION,
            "canvas": list(self.canvas),
            "points": format_points(self.points),
            "box": format_box(self.box) if self.box is not None else "",
            "candidate": self.candidate,
            "source": self.source,
            "model": self.model,
        }
        if self.subject:
            document["subject"] = True
        if self.layers:
            document["layers"] = [
                [
                    number,
                    ",".join(map(str, look.area)),
                    base64.b64encode(look.cells).decode("ascii"),
                    look.columns,
                ]
                for number, look in self.layers
            ]
        if self.rough is not None:
            document["rough"] = {
                "box": format_box(self.rough.box),
                "columns": self.rough.columns,
                "rows": self.rough.rows,
                "cells": base64.b64encode(_packed(self.rough.cells)).decode("ascii"),
            }
        return json.dumps(document).encode("ascii")

    @classmethod
    def from_bytes(cls, data: bytes) -> Optional[StoredPrompt]:
        """Return the prompt; None where there is none that this version understands."""
        try:
            document = json.loads(data.rstrip(b"\0").decode("ascii"))
            if document["version"] != VERSION:
                return None
            width, height = (int(side) for side in document["canvas"])
            points = parse_points(document["points"])
            box = parse_box(document["box"]) if document["box"] else None
            rough = _rough_of(document["rough"]) if "rough" in document else None
            candidate, source, model = (_word_of(document, name) for name in _WORDS)
            subject = document.get("subject") is True
            layers = tuple(_look_of(*entry) for entry in document.get("layers", ())[:_MOST_LAYERS])
        except (
            ValueError,
            KeyError,
            TypeError,
            AttributeError,
            RecursionError,
            PromptTextError,
            OverflowError,
        ):
            return None  # somebody else's, or damaged: then nothing was stored
        if len(points) > _MOST_POINTS or not (points or box or rough or subject):
            return None
        return cls((width, height), points, box, rough, candidate, source, model, subject, layers)


def _word_of(document: Dict[str, Any], name: str) -> str:
    word = document[name]
    if not isinstance(word, str) or not _WORDS[name].fullmatch(word):
        raise ValueError(f"no such {name}")
    return word


def _look_of(number: Any, area: Any, cells: Any, columns: Any) -> Tuple[int, LayerLook]:
    x0, y0, x1, y1 = (int(edge) for edge in area.split(","))
    seen = base64.b64decode(cells, validate=True)
    if not 0 <= int(columns) <= len(seen) <= _MOST_CELLS:
        raise ValueError("no such cells")
    return int(number), LayerLook((x0, y0, x1, y1), seen, int(columns))


def _rough_of(document: Dict[str, Any]) -> RoughMask:
    columns, rows = int(document["columns"]), int(document["rows"])
    if not 0 < columns * rows <= _MOST_CELLS or columns < 1:
        raise ValueError("too many cells, or none")
    packed = base64.b64decode(document["cells"], validate=True)
    if len(packed) != -(-columns * rows // 8):
        raise binascii.Error("cells are missing")
    return RoughMask(parse_box(document["box"]), columns, rows, _unpacked(packed, columns * rows))


def _packed(cells: bytes) -> bytes:
    """Return one bit for each byte, 0 or 1, the first one in the highest bit."""
    text = cells.translate(_DIGITS).decode("ascii").ljust(-(-len(cells) // 8) * 8, "0")
    return int(text or "0", 2).to_bytes(len(text) // 8, "big")


def _unpacked(packed: bytes, count: int) -> bytes:
    text = bin(int.from_bytes(b"\1" + packed, "big"))[3:]
    return text[:count].encode("ascii").translate(_NUMBERS)
