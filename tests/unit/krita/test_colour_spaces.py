"""Pixels of other colour spaces: read in part, and converted by a Krita that may be stuck."""

from types import SimpleNamespace

import pytest

from smart_select_krita.colour_spaces import SRGB, convert, sampled
from smart_select_krita.failures import Refusal


def read_of(width: int, height: int, pixel: int) -> object:
    """Return a picture whose pixels are their column, their row, and so on again."""

    def read(x: int, y: int, columns: int, rows: int) -> bytes:
        assert x + columns <= width
        assert y + rows <= height
        places = ((x + column, y + row) for row in range(rows) for column in range(columns))
        return b"".join(bytes((*place,) * (pixel // 2)) for place in places)

    return read


@pytest.mark.parametrize("pixel", [2, 8, 16])
def test_a_sample_has_whole_pixels_from_all_of_the_picture(pixel: int) -> None:
    read = sampled(read_of(10, 7, pixel), (10, 7), 3)  # type: ignore[arg-type]
    columns, rows = (0, 3, 6, 9), (0, 3, 6)
    assert read(0, 0, 4, 3) == b"".join(bytes((x, y) * (pixel // 2)) for y in rows for x in columns)
    assert read(1, 2, 3, 1) == b"".join(bytes((x, 6) * (pixel // 2)) for x in columns[1:])


def test_every_pixel_is_read_where_there_are_no_more_than_wanted() -> None:
    read = read_of(4, 4, 2)
    assert sampled(read, (4, 4), 1) is read  # type: ignore[arg-type]


def test_a_conversion_that_never_ends_is_given_up() -> None:
    time_s = [0.0]
    stuck = SimpleNamespace(
        width=lambda: 6000,
        height=lambda: 4000,
        setColorSpace=lambda *space: None,
        colorModel=lambda: "CMYKA",
        colorDepth=lambda: "U8",
        colorProfile=lambda: "",
        tryBarrierLock=lambda: False,
    )
    job = convert(stuck, SRGB, clock=lambda: time_s[0])
    next(job)
    time_s[0] = 60.0
    next(job)  # 24 megapixels may take longer than one
    time_s[0] = 100.0
    with pytest.raises(Refusal, match="did not convert the colours in time"):
        next(job)
