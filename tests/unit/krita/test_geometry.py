import math

import pytest

from smart_select_krita.geometry import (
    Affine,
    Fit,
    ImagePoint,
    WidgetPoint,
    bands,
    canvas_to_image,
    fitted,
    is_inside,
    unwrapped,
)


def canvas_way(zoom: float, degrees: float, mirror: bool, pan: tuple[float, float]) -> Affine:
    """Return how a canvas maps flake coordinates (points, here 0.72 of a pixel) to its widget."""
    turn = math.radians(degrees)
    c, s = math.cos(turn) * zoom, math.sin(turn) * zoom
    way = Affine(c, s, -s, c, *pan)
    return Affine(-1, 0, 0, 1, 0, 0).then(way) if mirror else way


FLAKE_TO_IMAGE = Affine(1 / 0.72, 0, 0, 1 / 0.72, 0, 0)


@pytest.mark.parametrize("zoom", [0.1, 1.0, 7.5])
@pytest.mark.parametrize("degrees", [0, 30, 90, -137])
@pytest.mark.parametrize("mirror", [False, True])
def test_canvas_and_back_is_where_it_began(zoom: float, degrees: float, mirror: bool) -> None:
    to_canvas = canvas_way(zoom, degrees, mirror, (321.5, -80.0))
    way = canvas_to_image(to_canvas, FLAKE_TO_IMAGE)
    assert way is not None
    on_canvas = to_canvas.map(150.5 * 0.72, 110.25 * 0.72)
    assert way.map(*on_canvas) == pytest.approx((150.5, 110.25))


def test_a_canvas_without_a_size_has_no_way_back() -> None:
    assert canvas_to_image(Affine(0, 0, 0, 0, 5, 5), FLAKE_TO_IMAGE) is None


@pytest.mark.parametrize(
    ("across", "down", "expected"),
    [
        (True, True, [(30, 40), (110, -10)]),
        (True, False, [(30, 90), (110, 40)]),
        (False, True, [(-170, 40), (-90, -10)]),
    ],
)
def test_on_a_repeated_picture_a_place_is_the_same_as_on_the_first(
    across: bool, down: bool, expected: list[tuple[float, float]]
) -> None:
    points = [ImagePoint(-170, 90), ImagePoint(-90, 40)]
    assert unwrapped(points, (100, 50), across, down) == expected


def test_a_preview_shows_the_whole_picture_and_takes_clicks_on_it_only() -> None:
    fit = Fit(image=(400, 200), widget=(100, 100))
    assert fit.frame == (0, 25, 100, 50)
    assert fit.to_image(WidgetPoint(50, 50)) == ImagePoint(200, 100)
    assert fit.to_image(WidgetPoint(50, 10)) is None
    assert fit.to_widget(ImagePoint(400, 200)) == WidgetPoint(100, 75)


def test_no_picture_takes_no_clicks() -> None:
    assert Fit(image=(0, 0), widget=(100, 100)).to_image(WidgetPoint(5, 5)) is None


@pytest.mark.parametrize(
    ("size", "copy"),
    [((451, 300), (451, 300)), ((6000, 4000), (1024, 683)), ((1, 5000), (1, 1024)), ((1, 1), (1, 1))],
)
def test_strips_cover_picture_and_copy_without_gap_or_overlap(
    size: tuple[int, int], copy: tuple[int, int]
) -> None:
    assert fitted(size, 1024) == copy
    strips = bands(size, copy, 400_000)
    assert [strip[0][1] for strip in strips] == [0, *(strip[0][3] for strip in strips[:-1])]
    assert [strip[1][1] for strip in strips] == [0, *(strip[1][3] for strip in strips[:-1])]
    assert strips[-1][0][3] == size[1]
    assert strips[-1][1][3] == copy[1]
    assert all(x0 == 0 and x1 == size[0] for (x0, _, x1, _), _ in strips)


def test_a_strip_is_small() -> None:
    for (x0, y0, x1, y1), _ in bands((6000, 4000), (1024, 683), 400_000):
        assert (x1 - x0) * (y1 - y0) < 500_000


def test_the_right_and_lower_borders_are_outside() -> None:
    assert is_inside(ImagePoint(0, 0), (10, 10))
    assert not is_inside(ImagePoint(10, 5), (10, 10))
    assert not is_inside(ImagePoint(5, -0.1), (10, 10))
