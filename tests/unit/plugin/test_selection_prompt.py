"""What a selection means: a click, clicks, a box or a lasso; always in image pixels and always inside."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from smart_select_plugin.selection_prompt import SelectionPrompt, prompt_from_selection

Selection = NDArray[np.uint8]


def prompt_of(selection: Selection, image_size: tuple[int, int] | None = None) -> SelectionPrompt | None:
    height, width = selection.shape
    return prompt_from_selection(
        selection.tobytes(), (width, height), image_size=image_size or (width, height)
    )


def some(prompt: SelectionPrompt | None) -> SelectionPrompt:
    assert prompt is not None
    return prompt


def empty(width: int = 400, height: int = 300) -> Selection:
    return np.zeros((height, width), np.uint8)


def rectangle(x0: int, y0: int, x1: int, y1: int) -> Selection:
    selection = empty()
    selection[y0:y1, x0:x1] = 255
    return selection


def ellipse(x: float, y: float, width: float, height: float) -> Selection:
    rows, columns = np.mgrid[:300, :400] + 0.5
    inside = ((columns - x) / (width / 2)) ** 2 + ((rows - y) / (height / 2)) ** 2 <= 1
    return np.where(inside, 255, 0).astype(np.uint8)


def test_nothing_selected_is_no_prompt() -> None:
    assert prompt_of(empty()) is None


def test_one_pixel_is_a_point_at_its_centre() -> None:
    assert some(prompt_of(rectangle(7, 4, 8, 5))) == SelectionPrompt(points=((7.5, 4.5, 1),))


def test_a_tiny_selection_is_a_point_in_its_middle() -> None:
    assert some(prompt_of(rectangle(10, 20, 13, 23))).points == ((11.5, 21.5, 1),)


def test_tiny_is_meant_for_the_whole_image() -> None:
    dab = ellipse(200, 150, 30, 30)
    assert some(prompt_of(dab, image_size=(6000, 4000))).box is None
    assert some(prompt_of(dab)).box is not None


def test_a_tiny_ring_has_its_point_on_the_ring() -> None:
    ring = rectangle(10, 10, 13, 13)
    ring[11, 11] = 0
    ((x, y, _),) = some(prompt_of(ring)).points
    assert ring[int(y), int(x)]


@given(x0=st.integers(0, 300), y0=st.integers(0, 200), width=st.integers(6, 90), height=st.integers(6, 90))
def test_a_rectangle_is_exactly_its_box(x0: int, y0: int, width: int, height: int) -> None:
    prompt = some(prompt_of(rectangle(x0, y0, x0 + width, y0 + height)))
    assert prompt == SelectionPrompt(box=(x0, y0, x0 + width, y0 + height))


def test_rounded_corners_are_still_a_rectangle() -> None:
    selection = rectangle(50, 50, 250, 200)
    for y, x in ((50, 50), (50, 240), (190, 50), (190, 240)):
        selection[y : y + 10, x : x + 10] = 60
    assert some(prompt_of(selection)).mask is None


@example(x=100.0, y=80.4921875, width=21.0, height=20.0)
@given(x=st.floats(100, 300), y=st.floats(80, 220), width=st.floats(20, 150), height=st.floats(20, 150))
def test_another_shape_is_a_box_a_mask_and_points_inside(
    x: float, y: float, width: float, height: float
) -> None:
    selection = ellipse(x, y, width, height)
    rows, columns = np.nonzero(selection)
    prompt = some(prompt_of(selection))
    assert prompt.box == (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    assert prompt.points[0][0] == pytest.approx(x, abs=3)
    assert prompt.points[0][1] == pytest.approx(y, abs=3)
    assert prompt.mask is not None
    cells = np.frombuffer(prompt.mask.cells, np.uint8).reshape(prompt.mask.rows, prompt.mask.columns)
    # Of its box; that of a small one is filled by more than the π/4 of a drawn one.
    filled = np.mean(selection[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1] > 0)
    assert cells.mean() == pytest.approx(filled, abs=0.06)


def test_a_line_that_falls_between_the_middles_of_a_rough_masks_cells_is_kept() -> None:
    ring = np.zeros((900, 1100), np.uint8)
    ring[10:890, 10:1090] = 255
    ring[11:889, 11:1089] = 0
    mask = some(prompt_of(ring)).mask
    assert mask is not None
    cells = np.frombuffer(mask.cells, np.uint8).reshape(mask.rows, mask.columns)
    assert cells[0].all()
    assert cells[-1].all()
    assert cells[:, [0, -1]].all()
    assert not cells[2:-2, 2:-2].any()


def test_a_bent_shape_gets_points_in_each_arm() -> None:
    selection = rectangle(50, 50, 100, 250)
    selection[200:250, 50:350] = 255
    points = some(prompt_of(selection)).points
    assert any(y < 180 for x, y, _ in points)
    assert any(x > 150 for x, y, _ in points)
    assert all(selection[int(y), int(x)] for x, y, _ in points)


def test_parts_get_a_point_each() -> None:
    selection = rectangle(20, 20, 60, 60) | ellipse(300, 200, 80, 60)
    prompt = some(prompt_of(selection))
    assert prompt.box is None
    assert prompt.mask is None
    (x0, y0, _), (x1, y1, _) = sorted(prompt.points)
    assert (x0, y0) == pytest.approx((40, 40), abs=3)
    assert (x1, y1) == pytest.approx((300, 200), abs=3)


def test_specks_do_not_count() -> None:
    selection = rectangle(100, 100, 200, 180)
    selection[5, 5] = selection[290, 395] = 255
    assert some(prompt_of(selection)) == SelectionPrompt(box=(100, 100, 200, 180))


def test_a_texture_is_one_thing() -> None:
    selection = empty()
    selection[::8, ::8] = selection[1::8, ::8] = 255
    assert some(prompt_of(selection)).box is not None


def test_a_faint_selection_counts_where_it_is_strongest() -> None:
    selection = empty()
    selection[100:200, 100:200] = 20
    selection[120:180, 120:180] = 60
    assert some(prompt_of(selection)).box == (120, 120, 180, 180)


def test_the_half_of_a_soft_edge_is_the_border() -> None:
    selection = rectangle(100, 100, 200, 200)
    selection[100:200, 98:100] = [40, 127]
    assert some(prompt_of(selection)).box == (100, 100, 200, 200)


def test_a_scaled_part_of_the_image_is_put_back_in_its_place() -> None:
    whole = rectangle(100, 80, 260, 200)
    part = whole[40:240:4, 60:300:4]
    prompt = some(
        prompt_from_selection(
            part.tobytes(),
            (part.shape[1], part.shape[0]),
            image_size=(400, 300),
            origin=(60, 40),
            pixel_size=(4.0, 4.0),
        )
    )
    assert prompt.box == (100, 80, 260, 200)


def test_a_large_mask_is_thinned_out_and_keeps_its_frame() -> None:
    selection = np.zeros((2500, 3000), np.uint8)
    selection[600:1800, 900:2400] = 255
    box = some(prompt_of(selection)).box
    assert box == pytest.approx((900, 600, 2400, 1800), abs=3)


def test_a_dot_on_a_large_mask_is_not_lost() -> None:
    selection = np.zeros((2500, 3000), np.uint8)
    selection[1234, 2345] = 255
    assert some(prompt_of(selection)).points == ((2345.5, 1234.5, 1),)


@pytest.mark.parametrize(("size", "length"), [((3, 3), 8), ((0, 3), 0), ((-1, -9), 9)])
def test_a_size_that_does_not_fit_is_an_error(size: tuple[int, int], length: int) -> None:
    with pytest.raises(ValueError, match="is not"):
        prompt_from_selection(bytes(length), size, image_size=(3, 3))


@settings(max_examples=200)
@given(
    arrays(
        np.uint8,
        st.tuples(st.integers(1, 40), st.integers(1, 40)),
        elements=st.sampled_from([0, 0, 100, 255]),
    )
)
def test_any_selection_gives_points_on_it_and_a_box_around_it(selection: Selection) -> None:
    prompt = prompt_of(selection)
    if not selection.any():
        assert prompt is None
        return
    prompt = some(prompt)
    solid = selection >= (128 if (selection >= 128).any() else 50)
    assert prompt.points or prompt.box
    assert len(prompt.points) <= 16
    for x, y, label in prompt.points:
        assert label == 1
        assert (x % 1, y % 1) == (0.5, 0.5)
        assert solid[int(y), int(x)]
    if prompt.box is not None:
        x0, y0, x1, y1 = (int(side) for side in prompt.box)
        assert solid[y0:y1, x0:x1].any(axis=0)[[0, -1]].all()
        assert solid[y0:y1, x0:x1].any(axis=1)[[0, -1]].all()
    if prompt.mask is not None:
        assert prompt.mask.box == prompt.box
        assert len(prompt.mask.cells) == prompt.mask.columns * prompt.mask.rows
        assert set(prompt.mask.cells) <= {0, 1}
