import pytest

from smart_select_gimp.panel.thumbnail import thumbnail


def test_nothing_selected_is_empty() -> None:
    assert thumbnail(None, b"", (100, 100), (4, 3)) == bytes(12)


def test_a_mask_lands_at_its_place() -> None:
    small = thumbnail((50, 0, 100, 50), b"\xff" * 2500, (100, 100), (4, 4))
    assert small == b"\0\0\xff\xff" * 2 + bytes(8)


def test_a_mask_smaller_than_a_sample_is_no_error() -> None:
    assert thumbnail((1, 1, 2, 2), b"\xff", (100, 100), (4, 4)) == bytes(16)


@pytest.mark.parametrize("size", [(1, 1), (7, 5), (100, 60)])
def test_all_selected_fills_it(size: tuple[int, int]) -> None:
    small = thumbnail((0, 0, 100, 60), b"\x80" * 6000, (100, 60), size)
    assert small == b"\x80" * (size[0] * size[1])
