"""The background removed, replaced and blurred: what is seen, and that the photograph stays."""

from typing import Any

import pytest

from gimp.gimp_session import GimpSession


@pytest.fixture(scope="module")
def backgrounds(gimp: GimpSession) -> Any:
    return gimp.run("backgrounds")


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
