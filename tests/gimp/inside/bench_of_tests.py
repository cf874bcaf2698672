"""What the scenarios need inside GIMP. They run in its own Python: no pytest, no NumPy there."""

import hashlib
import json
import os
import time
from pathlib import Path
from typing import Any

from gi.repository import Gegl, Gimp, Gio

HOME = Path(os.environ["HOME"])
OUT = HOME / "out"
PHOTOS = HOME / "photos"
FAINT = bytes(range(128))
PERSON = 60, 10, 330, 500
"""A rectangle (x, y, width, height) around the astronaut."""


def open_photo(name: str = "astronaut.png") -> Any:
    """Return a photograph as an image."""
    return Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path(str(PHOTOS / name)))


def select_person(image: Any, scale: float = 1.0) -> None:
    """Draw the rough rectangle."""
    image.select_rectangle(Gimp.ChannelOps.REPLACE, *(value * scale for value in PERSON))


def run(name: str, image: Any, drawables: Any = None, **arguments: Any) -> dict[str, Any]:
    """Call a procedure of ours; return what it returned."""
    procedure = Gimp.get_pdb().lookup_procedure(f"plug-in-smart-select{name}")
    config = procedure.create_config()
    config.set_property("image", image)
    config.set_core_object_array(
        "drawables", image.get_selected_drawables() if drawables is None else drawables
    )
    for key, value in arguments.items():
        config.set_property(key, value)
    started = time.monotonic()
    values = procedure.run(config)
    took = time.monotonic() - started
    if values.index(0) != Gimp.PDBStatusType.SUCCESS:
        is_refused_by_gimp = values.index(0) == Gimp.PDBStatusType.CALLING_ERROR  # before we hear of it
        message = str(values.index(1)) if is_refused_by_gimp else Gimp.get_pdb().get_last_error()
        return {"ok": False, "message": message, "seconds": took}
    told = [values.index(position) for position in range(1, values.length())]
    names = ("score", "bounds", "area")[3 - len(told) :]  # no score where no model was asked
    return {"ok": True, **dict(zip(names, told, strict=True)), "seconds": took}


def solid_pixels(mask: bytes) -> int:
    """Return how many of a mask's pixels are rather inside than outside."""
    return len(mask.translate(None, FAINT))


def selection_bytes(image: Any) -> bytes:
    """Return the selection, a byte a pixel."""
    return linear_bytes(image.get_selection(), image.get_width(), image.get_height())


def selection_sample(image: Any) -> bytes:
    """Return the selection, of large images at a size that is quick to read."""
    width, height, step = image.get_width(), image.get_height(), 1
    while width * height > step * step << 19:
        step *= 2
    area = Gegl.Rectangle.new(0, 0, width // step, height // step)
    buffer = image.get_selection().get_buffer()
    return bytes(buffer.get(area, 1.0 / step, "Y u8", Gegl.AbyssPolicy.NONE))


def linear_bytes(item: Any, width: int, height: int, pixel_format: str = "Y u8") -> bytes:
    """Return a mask's stored numbers."""
    area = Gegl.Rectangle.new(0, 0, width, height)
    return bytes(item.get_buffer().get(area, 1.0, pixel_format, Gegl.AbyssPolicy.NONE))


def layer_digests(image: Any) -> dict[int, str]:
    """Return what tells whether any layer's pixels were changed, by the layers' numbers."""
    return {
        layer.get_id(): digest_of(
            bytes(
                layer.get_buffer().get(
                    Gegl.Rectangle.new(0, 0, layer.get_width(), layer.get_height()),
                    1.0,
                    None,
                    Gegl.AbyssPolicy.NONE,
                )
            )
        )
        for layer in image.get_layers()
    }


def visible_bytes(image: Any) -> bytes:
    """Return what is seen of an image, RGBA."""
    merged = Gimp.Layer.new_from_visible(image, image, "look")
    content = linear_bytes(merged, image.get_width(), image.get_height(), "R'G'B'A u8")
    merged.delete()
    return content


def digest_of(content: bytes) -> str:
    """Return a short text that other bytes do not have."""
    return hashlib.sha256(content).hexdigest()[:16]


def describe(image: Any) -> dict[str, Any]:
    """Return what must not change by accident."""
    return {
        "layers": [layer.get_name() for layer in image.get_layers()],
        "visible": [layer.get_visible() for layer in image.get_layers()],
        "masks": [layer.get_mask() is not None for layer in image.get_layers()],
        "channels": [channel.get_name() for channel in image.get_channels()],
        "paths": [path.get_name() for path in image.get_paths()],
        "active": [item.get_name() for item in image.get_selected_drawables()],
        "selection": list(Gimp.Selection.bounds(image))[1:],
        "dirty": image.is_dirty(),
    }


def keep(name: str, content: bytes) -> None:
    """Leave bytes for the test."""
    OUT.mkdir(exist_ok=True)
    (OUT / name).write_bytes(content)


def report(name: str, value: object) -> None:
    """Leave the scenario's results for the test."""
    keep(f"{name}.json", json.dumps(value, indent=1).encode())
