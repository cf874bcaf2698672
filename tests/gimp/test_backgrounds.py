"""The background removed, replaced and blurred: what is seen, and that the photograph stays."""

from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageFilter

from gimp.gimp_session import GimpSession

INSIDE = 220, 90
"""The corner of a piece of the astronaut's face."""


@pytest.fixture(scope="module")
def made(gimp: GimpSession) -> Any:
    photos = gimp.home / "photos"
    Image.new("CMYK", (90, 60), (0, 255, 255, 0)).save(photos / "cmyk.jpg")
    Image.new("RGB", (1, 1), (10, 200, 30)).save(photos / "one.png")
    turned = Image.new("RGB", (600, 400), (255, 0, 0))
    turned.paste((0, 0, 255), (300, 0, 600, 400))
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera's right side was up
    turned.save(photos / "turned.jpg", exif=exif)
    first, second = (Image.new("RGB", (40, 40), colour) for colour in ((0, 0, 255), (255, 255, 0)))
    first.save(photos / "animated.gif", save_all=True, append_images=[second], duration=100)
    return gimp.run("backgrounds")


@pytest.fixture(scope="module")
def backgrounds(made: Any) -> Any:
    return made["kinds"]


@pytest.fixture(scope="module")
def effects(made: Any) -> Any:
    return made["effects"]


def of(backgrounds: Any, verb: str) -> list[Any]:
    return [result for name, result in backgrounds.items() if name.endswith(verb)]


def near(one: list[int], other: list[int], limit: int = 3) -> bool:
    return all(abs(a - b) <= limit for a, b in zip(one, other, strict=True))


def test_all_of_them_are_made(backgrounds: Any) -> None:
    assert {name: r["answer"] for name, r in backgrounds.items() if not r["answer"]["ok"]} == {}
    assert len(backgrounds) == 7 * 3


def test_the_object_looks_as_before(backgrounds: Any) -> None:
    changed = {n: r for n, r in backgrounds.items() if not near(r["before"]["inside"], r["after"]["inside"])}
    assert changed == {}


def test_the_photographs_own_pixels_and_the_selection_stay(backgrounds: Any) -> None:
    assert [n for n, r in backgrounds.items() if not (r["same pixels"] and r["same selection"])] == []


def test_a_removed_background_is_transparent(backgrounds: Any) -> None:
    assert [r["after"]["outside"][3] for r in of(backgrounds, "remove")] == [0] * 7


def test_a_replaced_background_has_the_colour(backgrounds: Any) -> None:
    for name, result in backgrounds.items():
        if name.endswith("replace"):
            assert near(result["after"]["outside"], [255] * 4, 8), name
            is_deep = name.startswith(("u16", "float"))  # a mask, which takes away none of the bits
            parts = ["Background"] if is_deep else ["Background: object", "Background colour"]
            assert result["layers"] == parts + (["Background colour"] if is_deep else ["Background"]), name


def test_a_blur_keeps_what_more_than_eight_bits_hold(backgrounds: Any) -> None:
    deep = {name: result["deep"] for name, result in backgrounds.items() if "deep" in result}
    assert set(deep) == {"u16 linear blur", "float blur"}
    print(deep)
    assert [name for name, found in deep.items() if found["difference"] > 1] == []  # the object's own pixels
    assert [name for name, found in deep.items() if found["levels"] < 256] == []  # and no steps behind it


def test_a_blurred_background_is_a_layer_above(backgrounds: Any) -> None:
    for name, result in backgrounds.items():
        if name.endswith("blur"):
            assert result["layers"] == ["Blurred background", "Background"], name
            assert result["after"]["outside"][3] == 255, name


def test_in_few_colours_a_blur_is_smooth_and_the_object_s_own_pixels_stay(
    gimp: GimpSession, made: Any
) -> None:
    dithered = made["dithered"]
    assert dithered["answer"]["ok"]
    assert dithered["colours"] <= 24
    assert dithered["palettes after"] == dithered["palettes"]  # none is left behind
    before, after = (
        Image.frombytes("RGBA", (512, 512), gimp.kept(f"few-{when}.rgba")).convert("RGB")
        for when in ("before", "after")
    )
    assert len(after.getcolors(1 << 18) or ()) <= 24
    face = (*INSIDE, INSIDE[0] + 24, INSIDE[1] + 24)
    assert after.crop(face).tobytes() == before.crop(face).tobytes()
    wall, cells = (400, 20, 496, 116), (12, 12)
    seen = np.asarray(after.crop(wall))
    is_same = (seen[:, 1:] == seen[:, :-1]).all(axis=2)
    blurred = before.filter(ImageFilter.GaussianBlur(12)).crop(wall)
    meant, found = (
        np.asarray(part.resize(cells, Image.Resampling.BOX), float) for part in (blurred, after.crop(wall))
    )
    print(is_same.mean(), np.abs(found - meant).mean())
    assert is_same.mean() < 0.7  # in bands of the nearest colours 0.93
    assert np.abs(found - meant).mean() < 3  # there 5.5


def test_every_setting_makes_one_named_layer_above_the_photograph(effects: Any) -> None:
    assert {name: effect["answer"] for name, effect in effects.items() if not effect["answer"]["ok"]} == {}
    names = {
        "colour with a shadow": "New background",
        "gradient": "New background",
        "file": "New background",
        "layer": "New background",
        "CMYK": "New background",
        "animated": "New background",
        "one pixel": "New background",
        "turned": "New background",
        "lens": "Blurred background",
        "grey": "Grey background",
        "cut-out": "Background: object",
        "cut out": "Background: object",
        "cut out, not alone": "Background: object",
        "sky": "New sky",
        "sky of a file": "New sky",
    }
    for name, effect in effects.items():
        assert effect["layers"][:2] == [names[name], "Background"], name
        assert effect["same pixels"], name


def test_the_object_stays_and_what_is_behind_becomes_what_was_chosen(effects: Any) -> None:
    for name in ("colour with a shadow", "gradient", "layer", "lens", "grey"):
        assert near(effects[name]["before"][0], effects[name]["after"][0]), name
    for name in ("sky", "sky of a file", "gradient", "file", "layer"):
        assert not near(effects[name]["before"][1], effects[name]["after"][1], 12), name
    assert near(effects["colour with a shadow"]["after"][1], [255] * 4)
    red, green, blue, _ = effects["gradient"]["after"][1]
    assert red > 180
    assert green > 150  # nearly at the silver end, which is on the right
    assert blue > 150
    assert near(effects["animated"]["after"][1], [0, 0, 255, 255], 12)
    assert effects["turned"]["after"][1][0] > 180 > 90 > effects["turned"]["after"][1][2]  # red, not blue
    assert near(effects["one pixel"]["after"][1], [10, 200, 30, 255])
    assert effects["CMYK"]["after"][1][0] > 180 > 90 > effects["CMYK"]["after"][1][1]  # red
    grey = effects["grey"]["after"][1]
    assert max(grey[:3]) - min(grey[:3]) <= 1


@pytest.mark.parametrize("name", ["cut-out", "cut out", "cut out, not alone"])
def test_a_cut_out_is_as_large_as_the_object(effects: Any, name: str) -> None:
    width, height, left, top = effects[name]["top"]
    x0, y0, x1, y1 = map(int, effects[name]["answer"]["bounds"].split(","))
    assert abs(left - x0) <= 40
    assert abs(top - y0) <= 40
    assert abs(left + width - x1) <= 40
    assert abs(top + height - y1) <= 40


def test_what_is_cut_out_is_seen_alone_unless_the_layer_below_is_to_stay(effects: Any) -> None:
    assert effects["cut out"]["visible"] == [True, False]
    assert effects["cut out"]["after"][1][3] == 0
    assert effects["cut out, not alone"]["visible"] == [True, True]
    assert effects["cut-out"]["visible"] == [True, True]


@pytest.fixture(scope="module")
def refined(made: Any) -> Any:
    return made["refined"]


def test_the_edge_counts_for_masks_and_plain_colours_too(refined: Any) -> None:
    print(refined["edges"])
    assert len(refined["edges"]) == 5
    for verb, greys in refined["edges"].items():
        assert greys["matte"] > 1.2 * greys["mask"], verb


def test_what_is_seen_through_looks_as_before_but_blurred(refined: Any) -> None:
    print(refined["seen through"])
    for name, seen in refined["seen through"].items():
        assert seen["answer"]["ok"], name
        assert seen["layers"] == ["Blurred background", "Background", "white"], name
        assert near(seen["before"][0], seen["after"][0]), name
    faint = refined["seen through"]["faint"]
    assert (faint["opacity"], faint["visible"]) == (40.0, [True, False, True])
    assert refined["seen through"]["multiplied"]["mode"]
    masked = refined["seen through"]["masked"]
    assert masked["before"][1] == masked["after"][1] == [255] * 4  # hidden, as before


def test_a_lasso_is_snapped_to_the_edges(refined: Any) -> None:
    print(refined["snapped"])
    assert refined["snapped"]["answer"]["ok"]
    assert refined["snapped"]["before"] < 0.95
    assert refined["snapped"]["after"] > 0.98


def test_an_object_that_was_grown_by_hand_is_snapped_to_what_the_model_saw(refined: Any) -> None:
    print(refined["snapped answer"])
    assert refined["snapped answer"]["answer"]["ok"]
    assert refined["snapped answer"]["before"] < 0.83
    assert refined["snapped answer"]["after"] > 0.89  # by the photo alone 0.86


def test_the_preview_of_a_part_shows_what_becomes_of_the_selection(refined: Any) -> None:
    print(refined["previewed answer"])
    assert refined["previewed answer"]["answer"]["ok"]
    assert refined["previewed answer"]["preview"] == pytest.approx(
        refined["previewed answer"]["image"], rel=0.002
    )


def test_a_selection_is_refined_as_it_is_wished_for(refined: Any) -> None:
    pieces = refined["pieces"]
    print(pieces)
    assert {name: one["answer"] for name, one in pieces.items() if not one["answer"]["ok"]} == {}
    left, right, speck, hole = 160 * 160 - 144, 80 * 80, 16, 144
    every = left + right + speck
    selected = {name: one["selected"] for name, one in pieces.items()}
    assert selected["as it is"] == every
    assert pieces["as it is"]["same"]
    assert selected["without specks"] == every - speck
    assert selected["without holes"] == every + hole
    assert selected["the largest"] == left
    assert selected["the clicked"] == right
    assert selected["grown"] > every + 4 * 5 * (160 + 80) - 200
    assert selected["shrunk"] < every - 4 * 4 * (160 + 80)
    assert pieces["rounded"]["corner"] < 128
    assert abs(selected["rounded"] - every) < 1200
    assert all(one["layers"] == ["scene"] for one in pieces.values())


def test_soft_selections_stay_soft(refined: Any) -> None:
    soft = refined["soft"]
    print(soft)
    assert all(answer["ok"] for answer in soft["answers"])
    before, grown, feathered = soft["levels"]
    assert grown >= before - 8
    assert soft["solid"][1] > soft["solid"][0] + 4 * 5 * 90
    assert feathered > 20
    assert soft["greys"][1] > 1.2 * soft["greys"][0]  # hair
    assert soft["overlap"] > 0.93
