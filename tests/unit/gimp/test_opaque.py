import pytest

from smart_select_gimp.opaque import is_invisible, over_grey, with_alpha


@pytest.mark.parametrize(
    ("rgba", "rgb"),
    [
        ((10, 20, 30, 255), (10, 20, 30)),
        ((0, 0, 0, 0), (128, 128, 128)),
        ((100, 0, 50, 100), (177, 77, 127)),
        ((255, 255, 255, 255), (255, 255, 255)),
        ((255, 0, 255, 10), (255, 122, 255)),  # brighter than white, then multiplied
    ],
)
def test_a_pixel_over_grey(rgba: tuple[int, ...], rgb: tuple[int, ...]) -> None:
    assert tuple(over_grey(bytes(rgba))) == rgb


def test_no_pixel_spills_into_its_neighbour() -> None:
    pixels = bytes((255, 255, 255, 0)) + bytes((0, 0, 0, 255))
    assert tuple(over_grey(pixels)) == (255, 255, 255, 0, 0, 0)


def test_invisible_is_only_what_has_no_alpha_anywhere() -> None:
    assert is_invisible(bytes(8))
    assert not is_invisible(bytes((0, 0, 0, 0, 0, 0, 0, 1)))


def test_colours_and_alpha_come_together_again() -> None:
    assert with_alpha(bytes((1, 2, 3, 4, 5, 6)), bytes((9, 8))) == bytes((1, 2, 3, 9, 4, 5, 6, 8))
