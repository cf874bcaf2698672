"""Pixels as Krita has them and as the worker does."""

from smart_select_krita.bgra import bgra_of, put_solid, rgb_of, with_opacity

TWO = bytes([1, 2, 3, 255, 4, 5, 6, 128])


def test_colours_change_places_and_come_back() -> None:
    assert rgb_of(TWO) == bytes([3, 2, 1, 6, 5, 4])
    assert with_opacity(bytes([3, 2, 1, 6, 5, 4]), bytes([255, 128])) == TWO
    assert with_opacity(bytes([3, 2, 1]), None) == bytes([1, 2, 3, 255])
    assert bgra_of(bytes([3, 2, 1, 255, 6, 5, 4, 128])) == TWO


def test_what_is_quite_transparent_has_no_colour_of_its_own() -> None:
    assert rgb_of(bytes([1, 2, 3, 0, 4, 5, 6, 1])) == bytes([128, 128, 128, 6, 5, 4])


def test_only_solid_pixels_are_put_back_whatever_a_pixel_takes() -> None:
    target, own = bytearray(b"....----____++++"), b"abcdefghijklmnop"
    put_solid(target, own, bytes([255, 254, 255, 0]))
    assert target == b"abcd----ijkl++++"
