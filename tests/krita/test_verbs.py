"""The background removed, replaced, blurred and turned grey, and the sky replaced, in real Krita.

SMART_SELECT_PICTURES names a folder to put the window's picture in that the manual shows.
"""

import os
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from krita.krita_session import KritaSession
from manual.small_pictures import save_small

_AROUND_THE_WINDOW = (240, 190, 1120, 730)
NAMES = {
    "replace": "New background",
    "blur": "Blurred background",
    "desaturate": "Grey background",
    "sky": "New sky",
}


@pytest.fixture(scope="module")
def verbs(krita: KritaSession) -> Any:
    home = krita.home
    Image.new("RGB", (37, 91), (10, 200, 30)).save(home / "green.png")
    Image.new("CMYK", (90, 60), (0, 255, 255, 0)).save(home / "cmyk.jpg")
    Image.new("RGB", (1, 1), (10, 200, 30)).save(home / "one.png")
    first, second = (Image.new("RGB", (40, 40), colour) for colour in ((0, 0, 255), (255, 255, 0)))
    first.save(home / "animated.gif", save_all=True, append_images=[second], duration=100)
    (home / "text.png").write_text("no picture")
    report = krita.run("verbs", photo="coffee.png", renderer="none")
    assert "failure" not in report, report["failure"]
    folder = os.environ.get("SMART_SELECT_PICTURES")
    if folder:
        with Image.open(home / "out" / "verb_window.png") as shot:
            save_small(shot.crop(_AROUND_THE_WINDOW), Path(folder) / "krita-verbs.png", (), 200_000)
    return report


def near(one: list[int], other: list[int], limit: int = 3) -> bool:
    return all(abs(a - b) <= limit for a, b in zip(one, other, strict=True))


def test_the_docker_s_button_opens_a_window_with_a_preview_that_makes_one_layer(verbs: Any) -> None:
    seen = verbs["by the docker"]
    assert seen["preview"]
    assert seen["shown"] == ["verb", "blur", "lens", "falloff", "edge"]
    assert seen["layers"] == [["Background", "paintlayer", []], ["Blurred background", "paintlayer", []]]
    assert seen["steps"] == 1
    assert seen["selection stays"]
    assert seen["undone"]
    assert seen["opened again"] == [True, "desaturate"]


def test_each_makes_one_named_layer_above_and_one_undo_step(verbs: Any) -> None:
    for name, seen in verbs["made"].items():
        assert (seen["message"], seen["steps"], seen["undone"]) == ("", 1, [True, True]), name
        below = ["Background", "paintlayer", []]
        if name == "remove mask":
            assert seen["layers"] == [["Background", "paintlayer", ["transparencymask"]]]
        else:
            above = NAMES.get(name.split()[0].rstrip(","), "Background: object")
            assert seen["layers"] == [below, [above, "paintlayer", []]], name


def test_the_object_stays_and_what_is_behind_becomes_what_was_chosen(verbs: Any) -> None:
    made = verbs["made"]
    for name, seen in made.items():
        assert near(seen["before"][0], seen["after"][0], 6 if name == "replace one pixel" else 0), name
    beside = {name: seen["after"][1] for name, seen in made.items()}  # blue, green, red, opacity
    assert beside["replace"] == [255, 255, 255, 255]
    assert near(beside["replace file"], [30, 200, 10, 255])
    assert near(beside["replace one pixel"], [30, 200, 10, 255])
    assert near(beside["replace animated"], [255, 0, 0, 255], 12)
    assert beside["replace CMYK"][2] > 180 > 90 > beside["replace CMYK"][0]
    assert beside["replace gradient"][2] > 220 > 60 > beside["replace gradient"][0]
    assert len(set(beside["desaturate"][:3])) == 1
    assert beside["remove mask"][3] == 0
    assert not near(beside["sky"], made["sky"]["before"][1], 12)


def test_the_edge_counts_before_a_plain_colour_too(verbs: Any) -> None:
    hard, soft = (verbs["made"][f"replace, {edge} edge"]["looks"] for edge in ("hard", "soft"))
    assert hard != soft


def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(verbs: Any) -> None:
    said = {name: message for name, (message, _same) in verbs["refused"].items()}
    assert all(all(same) for name, (_message, same) in verbs["refused"].items() if said[name])
    assert said.pop("locked layer, new layer") == ""  # the layer is not what is changed
    assert said.pop("file missing").endswith(
        "nowhere.png cannot be opened as a picture; choose another file."
    )
    assert said.pop("no picture").endswith("text.png cannot be opened as a picture; choose another file.")
    for whole in ("whole image", "whole image, mask"):
        assert said.pop(whole).startswith("The selection covers the whole picture")
    assert said == {
        "no file named": "Choose the picture file that is to be behind the object.",
        "emptied selection": "Nothing is selected: make a selection in the sky, and try again.",
        "no layer named": "Choose the layer that is to be behind the object.",
        "locked layer": "The layer “Background” is locked; unlock it and try again.",
        **{
            f"{picture}, {verb}": "There is nothing to tell apart, all is one colour; "
            "paint or open a picture first."
            for picture in ("one pixel", "one colour")
            for verb in ("blur", "remove")
        },
        "shrunk to nothing": "Nothing is left of it after shrinking; choose a smaller number.",
    }
    assert verbs["no sky"] == ["Nothing is selected: make a selection in the sky, and try again.", True]


@pytest.mark.parametrize("space", ["RGBA U16", "RGBA F32", "CMYKA U8", "GRAYA U8"])
def test_in_other_colours_and_depths_the_object_s_pixels_are_the_document_s(verbs: Any, space: str) -> None:
    seen = verbs["spaces"][space]
    assert seen["message"] == ""
    assert seen["steps"] == 1
    assert seen["space"] == space.split()
    assert (seen["object"], seen["beside"], seen["opaque"]) == (True, True, True)
    assert seen["documents"] == 0  # none of ours is left open


@pytest.mark.parametrize(
    ("space", "colour", "limit"),
    [
        ("RGBA U16", [32, 96, 192, 255], 2),
        ("RGBA F32", [32, 96, 192, 255], 2),
        ("CMYKA U8", [22, 88, 151, 255], 12),  # inks have no such blue
        ("GRAYA U8", [97, 97, 97, 255], 4),
    ],
)
def test_a_plain_colour_behind_the_object_looks_as_chosen(
    verbs: Any, space: str, colour: list[int], limit: int
) -> None:
    message, seen = verbs["spaces"][space]["plain colour"]
    assert message == ""
    assert near(seen, colour, limit)


@pytest.mark.parametrize("space", ["RGBA U16", "CMYKA U8"])
def test_a_layer_of_other_colours_comes_behind_as_it_looks(verbs: Any, space: str) -> None:
    message, before, after = verbs["spaces"][space]["on itself"]
    assert message == ""
    for one, other in zip(before, after, strict=True):
        # Krita's way from these inks and back makes dark colours a little lighter.
        assert near(one, other, 40 if space == "CMYKA U8" else 6)


SAID = {
    "locked layer": "The layer “inner” is locked; unlock it and try again.",
    "locked group": "The layer “group” is locked; unlock it and try again.",
    "hidden layer": "The layer “inner” is hidden; show it and try again.",
    "hidden group": "The layer “group” is hidden; show it and try again.",
    "filter": "The layer “filter” is a filter and has no background; choose the layer that the object is on.",
}
NEW = {
    "cut-out": "{}: object",
    "replace": "New background",
    "blur": "Blurred background",
    "desaturate": "Grey background",
    "sky": "New sky",
}


@pytest.mark.parametrize("state", ["locked layer", "locked group", "hidden layer", "hidden group"])
def test_what_is_locked_or_hidden_is_said_and_nothing_changed(verbs: Any, state: str) -> None:
    seen = verbs["on layers"][state]
    assert len(seen) == 6
    for verb, made in seen.items():
        if verb == "mask" or "group" in state:
            assert (made["message"], made["same"]) == (SAID[state], True), verb
        else:  # the new layer lies beside it, in a group that can be changed and is seen
            assert (made["message"], made["steps"], made["undone"]) == ("", 1, True), verb
            (inside,) = made["tree"][1][2:]
            assert inside == [["inner", "paintlayer"], [NEW[verb].format("inner"), "paintlayer"]], verb


def test_what_is_made_of_one_translucent_layer_is_as_translucent(verbs: Any) -> None:
    for source, opacity in (("layer", 102), ("visible", 255)):
        seen = verbs["on layers"][f"translucent {source}"]
        assert seen["cut-out"]["opacity"] == seen["blur"]["opacity"] == opacity
        (inside,) = seen["mask"]["tree"][1][2:]
        assert inside == [["inner", "paintlayer", [["Object", "transparencymask"]]]]
        assert all(
            (made["message"], made["steps"], made["undone"]) == ("", 1, True) for made in seen.values()
        )


@pytest.mark.parametrize("kind", ["group", "clone", "vector", "filter"])
def test_every_kind_of_layer_may_be_the_active_one(verbs: Any, kind: str) -> None:
    seen = verbs["on layers"][kind]
    for verb, made in seen.items():
        if verb == "mask" and kind == "filter":
            assert (made["message"], made["same"]) == (SAID["filter"], True)
            continue
        assert (made["message"], made["steps"], made["undone"]) == ("", 1, True), verb
        names = [layer[0] for layer in made["tree"]]
        place = names.index(kind)
        if verb == "mask":
            assert made["tree"][place][-1][-1] == ["Object", "transparencymask"]
        else:
            assert names[place + 1] == NEW[verb].format(kind)


def test_a_group_that_passes_through_takes_no_mask_because_krita_would_not_show_it(verbs: Any) -> None:
    seen = verbs["on layers"]["passing group"]["mask"]
    assert seen["message"].startswith("The group “group” passes through, so Krita would not show its mask;")
    assert seen["same"]


def test_one_click_takes_what_is_selected_with_the_window_s_edge(krita: KritaSession, verbs: Any) -> None:
    out = krita.home / "out"
    for edge in ("mask", "matte"):
        assert verbs["one click"][edge] == ["", "Object", 1, True]
    selected = (out / "one-click.selection").read_bytes()
    assert (out / "one-click-mask.mask").read_bytes() == selected
    assert (out / "one-click-matte.mask").read_bytes() != selected


def test_one_click_refuses_what_the_window_refuses(verbs: Any) -> None:
    message, same = verbs["one click"]["whole image"]
    assert message.startswith("The selection covers the whole picture and leaves no background;")
    assert same
    assert verbs["one click"]["locked"] == [SAID["locked layer"], True]
