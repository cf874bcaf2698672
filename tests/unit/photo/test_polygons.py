"""Outlines follow the pixels' edges; polygons keep holes and leave out what can't be seen."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy import ndimage

from smart_select.photo import outlines
from smart_select.photo.outlines import signed_area, trace_rings
from smart_select.photo.polygons import simplify, trace_polygons

masks = arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, max_side=12))


def test_a_pixel_has_four_corners_clockwise() -> None:
    inside = np.zeros((8, 8), bool)
    inside[5, 3] = True
    (ring,) = trace_rings(inside)
    start = ring.tolist().index([3, 5])
    assert np.roll(ring, -start, axis=0).tolist() == [[3, 5], [4, 5], [4, 6], [3, 6]]


def test_nothing_has_no_outline() -> None:
    assert trace_rings(np.zeros((3, 4), bool)) == []
    assert trace_polygons(np.zeros((3, 4), bool)) == []


@given(masks)
def test_areas_add_up_to_the_pixels(inside: NDArray[np.bool_]) -> None:
    assert sum(map(signed_area, trace_rings(inside))) == inside.sum()


@given(masks)
def test_each_connected_piece_is_one_polygon_of_its_own_area(inside: NDArray[np.bool_]) -> None:
    pieces, count = ndimage.label(inside)
    polygons = trace_polygons(inside, tolerance_px=0)
    assert len(polygons) == count
    for polygon in polygons:
        x, y = min(polygon.outline.tolist(), key=lambda point: (point[1], point[0]))
        pixels = np.count_nonzero(pieces == pieces[int(y), int(x)])
        assert signed_area(polygon.outline) + sum(map(signed_area, polygon.holes)) == pixels


@given(masks)
def test_outlines_stay_on_the_picture(inside: NDArray[np.bool_]) -> None:
    height, width = inside.shape
    for ring in trace_rings(inside):
        assert ((ring >= 0) & (ring <= (width, height))).all()


@given(masks, st.integers(1, 40))
def test_bands_do_not_show(inside: NDArray[np.bool_], band_pixels: int) -> None:
    whole = sorted(ring.tolist() for ring in trace_rings(inside))
    usual = outlines._BAND_PIXELS
    try:
        outlines._BAND_PIXELS = band_pixels  # type: ignore[misc]
        banded = trace_rings(inside)
    finally:
        outlines._BAND_PIXELS = usual  # type: ignore[misc]
    assert sorted(map(_from_first, banded)) == sorted(map(_from_first, map(np.array, whole)))


def test_a_hole_within_an_island_within_a_hole_belongs_to_the_island() -> None:
    inside = np.ones((11, 11), bool)
    inside[1:10, 1:10] = False
    inside[3:8, 3:8] = True
    inside[5, 5] = False
    outer, island = trace_polygons(inside, tolerance_px=0)
    assert [len(outer.holes), len(island.holes)] == [1, 1]
    assert signed_area(island.holes[0]) == -1
    assert len(outer.coordinates()) == 2


def test_a_straight_edge_needs_no_points_between() -> None:
    inside = np.zeros((50, 60), bool)
    inside[10:40, 5:55] = True
    (polygon,) = trace_polygons(inside)
    assert sorted(polygon.outline.tolist()) == [[5, 10], [5, 40], [55, 10], [55, 40]]


@pytest.mark.parametrize("tolerance_px", [1.0, 3.0])
def test_simplifying_stays_within_the_tolerance(tolerance_px: float) -> None:
    inside = disk(400, 150)
    (exact,) = trace_polygons(inside, tolerance_px=0)
    (simple,) = trace_polygons(inside, tolerance_px=tolerance_px)
    assert len(simple.outline) < len(exact.outline) / 8
    redrawn = drawn(simple.outline.tolist(), 400)
    away = ndimage.distance_transform_edt(~(inside ^ ndimage.binary_erosion(inside)))
    assert away[redrawn != inside].max(initial=0) <= tolerance_px + 1.5


def test_specks_below_the_tolerance_go() -> None:
    inside = np.zeros((20, 20), bool)
    inside[2:12, 2:12] = True
    inside[6, 6] = False
    inside[17, 17] = True
    (polygon,) = trace_polygons(inside, tolerance_px=2)
    assert polygon.holes == ()


def test_a_line_is_not_lost() -> None:
    inside = np.zeros((5, 50), bool)
    inside[2] = True
    (polygon,) = trace_polygons(inside)
    assert signed_area(polygon.outline) > 20


@given(st.integers(0, 3))
def test_a_triangle_is_left_alone(turn: int) -> None:
    triangle = np.roll(np.array([[0.0, 0.0], [9.0, 0.0], [0.0, 9.0]]), turn, axis=0)
    assert simplify(triangle, 1.0) is triangle


def disk(side: int, radius: float) -> NDArray[np.bool_]:
    y, x = np.mgrid[:side, :side] + 0.5
    return np.asarray(np.hypot(x - side / 2, y - side / 2) < radius)


def drawn(points: list[list[float]], side: int) -> NDArray[np.bool_]:
    image = Image.new("1", (side, side))
    ImageDraw.Draw(image).polygon([(x - 0.5, y - 0.5) for x, y in points], fill=1)
    return np.asarray(image)


def _from_first(ring: NDArray[np.float64]) -> list[list[float]]:
    points = ring.tolist()
    first = points.index(min(points))
    return points[first:] + points[:first]
