import pytest

from smart_select_gimp.panel.looks import LOOKS, outline

WIDTH = 16
MASK = b"".join(bytes(255 if 4 <= x < 12 and 4 <= y < 12 else 0 for x in range(WIDTH)) for y in range(16))


@pytest.mark.parametrize("name", sorted(LOOKS))
@pytest.mark.parametrize("width", [1, 3, 16, 17])
def test_every_look_makes_four_bytes_a_pixel(name: str, width: int) -> None:
    mask = bytes(range(0, 255, 5)) * width
    assert len(LOOKS[name](mask, width, 3)) == 4 * len(mask)


@pytest.mark.parametrize(
    ("name", "inside", "outside"),
    [
        ("tint", 140, 0),
        ("spotlight", 0, 158),
        ("on white", 0, 255),
        ("on black", 0, 255),
        ("on checks", 0, 255),
    ],
)
def test_how_much_is_laid_over_the_object_and_the_rest(name: str, inside: int, outside: int) -> None:
    alpha = LOOKS[name](MASK, WIDTH, 0)[3::4]
    assert abs(alpha[8 * WIDTH + 8] - inside) <= 1
    assert abs(alpha[0] - outside) <= 1


def test_brightness_lightens_the_object_and_darkens_the_rest() -> None:
    rgba = LOOKS["brightness"](MASK, WIDTH, 0)
    at = 4 * (8 * WIDTH + 8)
    assert tuple(rgba[at : at + 4]) == (255, 255, 255, 51)
    assert tuple(rgba[:4]) == (0, 0, 0, 51)


def test_the_outline_is_the_objects_outermost_pixels_and_marches() -> None:
    alpha = outline(MASK, WIDTH, 0)[3::4]
    drawn = {(i % WIDTH, i // WIDTH) for i, value in enumerate(alpha) if value}
    square = {(x, y) for x in range(4, 12) for y in range(4, 12)}
    assert drawn == {(x, y) for x, y in square if x in (4, 11) or y in (4, 11)}
    assert outline(MASK, WIDTH, 0) != outline(MASK, WIDTH, 1)
