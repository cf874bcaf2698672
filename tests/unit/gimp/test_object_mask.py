from random import Random

from smart_select_gimp.frames import Frame
from smart_select_gimp.object_mask import ObjectMask, mask_of
from smart_select_plugin.wire.values import NOTHING, Selection


def selection(area: tuple[int, int, int, int] | None, mask: bytes = NOTHING) -> Selection:
    return Selection((8, 8), area, mask, (0.25, 0.5, 0.75), 2, NOTHING, (0, 0))


def test_an_answer_lands_at_its_place_in_the_image() -> None:
    mask = mask_of(selection((1, 2, 3, 4), bytes((1, 2, 3, 200))), Frame(10, 20, 8, 8, 1), (100, 100))
    assert mask == ObjectMask((11, 22, 13, 24), bytes((1, 2, 3, 200)), 0.5)
    assert mask.pixels == 1


def test_nothing_selected_is_no_mask() -> None:
    assert mask_of(selection(None), Frame(0, 0, 8, 8, 1), (8, 8)) is None


def test_what_lies_beyond_the_canvas_is_cut_off() -> None:
    mask = mask_of(selection((0, 0, 3, 2), bytes(range(6))), Frame(-1, 0, 8, 8, 1), (8, 1))
    assert mask == ObjectMask((0, 0, 2, 1), bytes((1, 2)), 0.5)


def test_a_part_that_is_nowhere_is_none() -> None:
    assert ObjectMask((0, 0, 1, 1), b"\xff").within((5, 5, 9, 9)) is None


def test_only_a_mask_that_is_solid_everywhere_covers_the_canvas() -> None:
    assert ObjectMask((0, 0, 2, 2), b"\xff" * 4).covers((2, 2))
    assert not ObjectMask((0, 0, 2, 2), b"\xff\xff\xff\xfe").covers((2, 2))
    assert not ObjectMask((0, 0, 2, 2), b"\xff" * 4).covers((2, 3))


def test_what_the_worker_has_counted_is_not_counted_again() -> None:
    counted = Selection((8, 8), (0, 0, 2, 1), b"\xff\x01", (0.5,), 1, NOTHING, (0, 0), pixels=7)
    mask = mask_of(counted, Frame(0, 0, 8, 8, 1), (8, 8))
    assert mask is not None
    assert mask.pixels == 7
    cut = mask.within((0, 0, 1, 1))
    assert cut is not None
    assert cut.pixels == 1


def test_strips_are_rows_of_tiles_without_their_empty_ends() -> None:
    values = bytes((0, 0, 0, 0)) + bytes((0, 1, 0, 0)) + bytes((0, 0, 0, 2)) + bytes(8) + bytes((3, 0, 0, 0))
    mask = ObjectMask((10, 7, 14, 13), values)
    assert list(mask.strips(4)) == [
        ((11, 8, 14, 12), bytes((1, 0, 0)) + bytes((0, 0, 2)) + bytes(6)),
        ((10, 12, 11, 13), bytes((3,))),
    ]


def test_strips_together_are_the_mask() -> None:
    chance = Random(5)
    for _ in range(50):
        width, height, left, top = (chance.randrange(1, 40) for _ in range(4))
        values = bytes(chance.choice((0, 0, 0, 9, 255)) for _ in range(width * height))
        found = bytearray(width * height)
        for (x0, y0, x1, y1), part in ObjectMask((left, top, left + width, top + height), values).strips(16):
            assert len(part) == (x1 - x0) * (y1 - y0)
            for row in range(y1 - y0):
                start = (y0 + row - top) * width + x0 - left
                found[start : start + x1 - x0] = part[row * (x1 - x0) : (row + 1) * (x1 - x0)]
        assert found == values
