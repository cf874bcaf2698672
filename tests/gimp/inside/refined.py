"""Selections refined, in an image where it is known what is right; and what must not be done to it."""

import math
import sys
from types import SimpleNamespace
from typing import Any

sys.path.insert(0, "/smart-select/gimp/smart-select")
sys.path.insert(0, "/smart-select/plugin")

from bench_of_tests import (
    describe,
    linear_bytes,
    open_photo,
    run,
    select_person,
    selection_bytes,
    solid_pixels,
)
from gi.repository import Gegl, Gimp

from smart_select_gimp.steps import at_once
from smart_select_gimp.verb_window.selection_making import SelectionMaking
from smart_select_gimp.worker_link import open_client

SIZE = 400, 300
DISK = 90, 50, 220, 200
"""x, y, width, height of what is red on grey."""
OPS = Gimp.ChannelOps


def red_on_grey() -> Any:
    image = Gimp.Image.new(*SIZE, Gimp.ImageBaseType.RGB)
    layer = Gimp.Layer.new(image, "scene", *SIZE, Gimp.ImageType.RGB_IMAGE, 100.0, Gimp.LayerMode.NORMAL)
    image.insert_layer(layer, None, 0)
    for colour, select in (("grey", image.select_rectangle), ("red", image.select_ellipse)):
        area = (0, 0, *SIZE) if colour == "grey" else DISK
        select(OPS.REPLACE, *area)
        Gimp.context_set_foreground(Gegl.Color.new(colour))
        layer.edit_fill(Gimp.FillType.FOREGROUND)
    return image


def draw_lasso(image: Any) -> None:
    """Go around the disk as a hand does."""
    x, y, width, height = DISK
    corners: list[float] = []
    for step in range(48):
        angle = math.tau * step / 48
        reach = 1 + 0.07 * math.sin(5 * angle)
        corners += [
            x + width / 2 * (1 + reach * math.cos(angle)),
            y + height / 2 * (1 + reach * math.sin(angle)),
        ]
    image.select_polygon(OPS.REPLACE, corners)


def overlap(first: bytes, second: bytes) -> float:
    """Return two masks' intersection over union."""
    pairs = [(a >= 128, b >= 128) for a, b in zip(first, second, strict=True)]
    return sum(a and b for a, b in pairs) / sum(a or b for a, b in pairs)


def snapped() -> dict[str, Any]:
    image = red_on_grey()
    image.select_ellipse(OPS.REPLACE, *DISK)
    right = selection_bytes(image)
    draw_lasso(image)
    before = selection_bytes(image)
    answer = run("-refine-selection", image)
    after = selection_bytes(image)
    image.delete()
    return {"answer": answer, "before": overlap(before, right), "after": overlap(after, right)}


def snapped_answer() -> dict[str, Any]:
    """Grow the model's answer by hand, and snap that."""
    image = open_photo()
    select_person(image)
    assert run("-selection", image)["ok"]
    found = selection_bytes(image)
    Gimp.Selection.grow(image, 12)
    before = selection_bytes(image)
    answer = run("-refine-selection", image)
    after = selection_bytes(image)
    image.delete()
    return {"answer": answer, "before": overlap(before, found), "after": overlap(after, found)}


def previewed_answer() -> dict[str, Any]:
    """Do that in a picture of which the preview sees a part; tell how much it shows, and is selected then."""
    image = open_photo()
    image.scale(1536, 1536)
    select_person(image, 3.0)
    assert run("-selection", image)["ok"]
    Gimp.Selection.grow(image, 36)
    calls = []
    client = open_client("gimp")

    def start(request: Any) -> Any:
        calls.append(client.start(request))
        return calls[-1]

    settings = {"snap": True, "edge": "mask", "parts": "all", "points": ""}
    settings |= {"specks": 0.0, "holes": 0.0, "smooth": 0.0, "grow": 0, "feather": 0.0}
    config = SimpleNamespace(get_property=settings.__getitem__)
    making = SelectionMaking(SimpleNamespace(start=start), image, config)
    at_once(making.made("as it is", 1024, lambda _words: None))
    preview = bytes(calls[0].poll().pixels)
    client.close()
    answer = run("-refine-selection", image)
    after = selection_bytes(image)
    image.delete()
    return {"answer": answer, "preview": solid_pixels(preview), "image": solid_pixels(after)}


def in_pieces(image: Any) -> None:
    """Select a large rectangle with a hole, a smaller one, and a speck."""
    image.select_rectangle(OPS.REPLACE, 40, 40, 160, 160)
    image.select_rectangle(OPS.SUBTRACT, 100, 100, 12, 12)
    image.select_rectangle(OPS.ADD, 260, 60, 80, 80)
    image.select_rectangle(OPS.ADD, 300, 250, 4, 4)


PIECES: dict[str, dict[str, Any]] = {
    "as it is": {},
    "without specks": {"specks": 1.0},
    "without holes": {"holes": 5.0},
    "the largest": {"parts": "largest"},
    "the clicked": {"parts": "clicked", "points": "300,100,+"},
    "grown": {"grow": 5},
    "shrunk": {"grow": -5},
    "rounded": {"smooth": 12.0},
}
LEFT = 160 * 160 - 144
RIGHT, SPECK = 80 * 80, 16


def pieces() -> dict[str, Any]:
    results: dict[str, Any] = {}
    for name, wish in PIECES.items():
        image = red_on_grey()
        in_pieces(image)
        before = selection_bytes(image)
        answer = run("-refine-selection", image, snap=False, **wish)
        after = selection_bytes(image)
        results[name] = {
            "answer": answer,
            "selected": solid_pixels(after),
            "same": after == before,
            "corner": after[40 * SIZE[0] + 40],
            "layers": describe(image)["layers"],
        }
        image.delete()
    return results


def soft() -> dict[str, Any]:
    """Grow a feathered selection, and feather a hard one, and a matte of a person."""
    image = red_on_grey()
    image.select_rectangle(OPS.REPLACE, 100, 100, 100, 100)
    Gimp.Selection.feather(image, 24.0)
    levels = [len(set(selection_bytes(image)))]
    solid = [solid_pixels(selection_bytes(image))]
    grown = run("-refine-selection", image, snap=False, grow=6)
    levels.append(len(set(selection_bytes(image))))
    solid.append(solid_pixels(selection_bytes(image)))
    image.select_rectangle(OPS.REPLACE, 100, 100, 100, 100)
    feathered = run("-refine-selection", image, snap=False, feather=6.0)
    levels.append(len(set(selection_bytes(image))))
    image.delete()
    photo = open_photo()
    select_person(photo)
    assert run("-selection", photo)["ok"]
    found = selection_bytes(photo)
    matte = run("-refine-selection", photo, snap=False, edge="matte")
    mattes = selection_bytes(photo)
    photo.delete()
    return {
        "answers": [grown, feathered, matte],
        "levels": levels,
        "solid": solid,
        "greys": [len(found.translate(None, b"\0\xff")), len(mattes.translate(None, b"\0\xff"))],
        "overlap": overlap(found, mattes),
    }


def edges() -> dict[str, Any]:
    """Return how many pixels of a person's mask are grey, by verb and edge."""
    results: dict[str, Any] = {}
    for verb, arguments in (
        ("remove-background", {}),
        ("remove-background", {"output": "selection"}),
        ("replace-background", {}),
        ("cut-out", {"output": "layer-mask"}),
        ("cut-out", {}),
    ):
        greys = {}
        for edge in ("mask", "matte"):
            image = open_photo()
            select_person(image)
            answer = run(f"-{verb}", image, edge=edge, **arguments)
            layer = image.get_layers()[0]
            if arguments.get("output") == "selection":
                values = selection_bytes(image)
            elif layer.get_mask() is not None:
                values = linear_bytes(layer.get_mask(), layer.get_width(), layer.get_height())
            else:
                values = linear_bytes(layer, layer.get_width(), layer.get_height(), "R'G'B'A u8")[3::4]
            greys[edge] = len(values.translate(None, b"\0\xff")) if answer["ok"] else answer
            image.delete()
        results[f"{verb} {arguments.get('output', '')}"] = greys
    return results


def seen_through() -> dict[str, Any]:
    """Blur layers of 40 %, in another mode, and with a mask, each over white."""
    results: dict[str, Any] = {}
    for name in ("faint", "multiplied", "masked"):
        image = open_photo()
        layer = image.get_layers()[0]
        layer.add_alpha()
        ground = Gimp.Layer.new(
            image, "white", 512, 512, Gimp.ImageType.RGB_IMAGE, 100.0, Gimp.LayerMode.NORMAL
        )
        ground.fill(Gimp.FillType.WHITE)
        image.insert_layer(ground, None, 1)
        if name == "faint":
            layer.set_opacity(40.0)
        elif name == "multiplied":
            layer.set_mode(Gimp.LayerMode.MULTIPLY)
        else:
            image.select_rectangle(OPS.REPLACE, 0, 0, 512, 400)
            layer.add_mask(layer.create_mask(Gimp.AddMaskType.SELECTION))
        image.set_selected_layers([layer])
        select_person(image)
        before = [visible(image, at) for at in ((232, 102), (20, 480))]
        answer = run("-blur-background", image, blur=9.0)
        new = image.get_layers()[0]
        results[name] = {
            "answer": answer,
            "before": before,
            "after": [visible(image, at) for at in ((232, 102), (20, 480))],
            "layers": [each.get_name() for each in image.get_layers()],
            "visible": [each.get_visible() for each in image.get_layers()],
            "opacity": new.get_opacity(),
            "mode": new.get_mode() == layer.get_mode(),
        }
        image.delete()
    return results


def visible(image: Any, at: tuple[int, int]) -> list[int]:
    merged = Gimp.Layer.new_from_visible(image, image, "look")
    area = Gegl.Rectangle.new(*at, 1, 1)
    pixel = list(merged.get_buffer().get(area, 1.0, "R'G'B'A u8", Gegl.AbyssPolicy.NONE))
    merged.delete()
    return pixel


def refined() -> dict[str, Any]:
    """Return all of it."""
    return {
        "snapped": snapped(),
        "snapped answer": snapped_answer(),
        "previewed answer": previewed_answer(),
        "pieces": pieces(),
        "soft": soft(),
        "edges": edges(),
        "seen through": seen_through(),
    }
