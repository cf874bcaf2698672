"""The background removed, replaced and blurred: what is seen, and that the photograph stays."""

from typing import Any

import pytest
from PIL import Image

from gimp.gimp_session import GimpSession


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
            assert result["layers"] == ["Background", "Background colour"], name


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
        "locked": "New background",
        "lens": "Blurred background",
        "grey": "Grey background",
        "cut-out": "Background: object",
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


def test_a_cut_out_is_as_large_as_the_object(effects: Any) -> None:
    width, height, left, top = effects["cut-out"]["top"]
    x0, y0, x1, y1 = map(int, effects["cut-out"]["answer"]["bounds"].split(","))
    assert abs(left - x0) <= 40
    assert abs(top - y0) <= 40
    assert abs(left + width - x1) <= 40
    assert abs(top + height - y1) <= 40
