"""A real click on Krita's canvas selects, with marching ants and one undo step."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from krita.krita_session import KritaSession

NEAR = 6
"""Pixels that a selection may lie elsewhere: half a canvas pixel's rounding makes it another one."""


CANVASES = {"desktop": "KisOpenGLCanvas2", "none": "KisQPainterCanvas"}
"""What each renderer draws on."""


@pytest.fixture(scope="module", params=CANVASES, ids=["with-opengl", "without-opengl"])
def clicking(krita: KritaSession, request: pytest.FixtureRequest) -> Any:
    report = krita.run("clicking", renderer=request.param)
    assert "failure" not in report, report["failure"]
    assert report["canvas"] == CANVASES[request.param]
    return report


def kept(krita: KritaSession, name: str) -> NDArray[np.bool_]:
    """Where a selection's bytes are more than half."""
    return np.frombuffer((krita.home / "out" / f"{name}.selection").read_bytes(), np.uint8) > 127


def picture(krita: KritaSession, name: str) -> NDArray[np.int64]:
    """A screenshot, H×W×3."""
    with Image.open(krita.home / "out" / f"{name}.png") as shot:
        return np.asarray(shot.convert("RGB")).astype(int)


def test_a_click_selects_in_one_undo_step_and_leaves_layers_and_pixels_alone(
    krita: KritaSession, clicking: Any
) -> None:
    selection, undo, layers = clicking["first"]
    assert undo == ["Undo Select Opaque", 1]
    assert clicking["second"][1] == ["Undo Select Opaque", 2]
    assert layers == clicking["before"][1] == clicking["after"][1]
    assert clicking["after"][0] == clicking["before"][0]
    values = np.frombuffer((krita.home / "out" / "first.selection").read_bytes(), np.uint8)
    assert values.reshape(300, 451)[110, 150] > 200
    assert 500 < (values > 127).sum() < 300 * 451 / 4
    assert len(np.unique(values)) > 10  # soft at the edge
    assert selection is not None


def test_marching_ants_are_seen_all_around_what_is_selected(krita: KritaSession, clicking: Any) -> None:
    before, after = (picture(krita, name) for name in ("armed", "clicked"))
    mask = kept(krita, "first").reshape(300, 451)
    rows, columns = np.nonzero(mask & ~ndimage.binary_erosion(mask))
    origin, right, below = (np.array(corner, float) for corner in clicking["corners"])
    across, down = (right - origin) / 451, (below - origin) / 300
    x, y = (origin + np.outer(columns + 0.5, across) + np.outer(rows + 0.5, down)).round().astype(int).T
    changed = np.abs(after - before).max(2) > 60
    dark, light = changed & (after.max(2) < 60), changed & (after.min(2) > 195)
    assert ndimage.binary_dilation(dark | light, iterations=4)[y, x].mean() > 0.9
    for dashes in (dark, light):
        assert ndimage.binary_dilation(dashes, iterations=8)[y, x].mean() > 0.6


def test_ctrl_z_takes_back_click_by_click_and_the_points_with_them(clicking: Any) -> None:
    assert clicking["labels"] == [1, 0]
    assert clicking["undone"] == clicking["first"][0]
    assert clicking["all_undone"] == [None, clicking["before"][2], 0]
    assert clicking["redone"] == clicking["first"][0]


def test_a_turned_canvas_selects_the_same(krita: KritaSession, clicking: Any) -> None:
    x, y, width, height, total = clicking["first"][0]
    first = kept(krita, "first")
    assert set(clicking["turned"]) == {"0", "30", "90", "-137"}
    for rotation, (selection, (point_x, point_y, _)) in clicking["turned"].items():
        turned = kept(krita, f"turned-{rotation}")
        assert (first & turned).sum() > 0.9 * (first | turned).sum()
        assert abs(point_x - 150) < 2
        assert abs(point_y - 110) < 2
        assert max(abs(selection[0] - x), abs(selection[1] - y)) <= NEAR
        assert max(abs(selection[2] - width), abs(selection[3] - height)) <= 2 * NEAR
        assert selection[4] == pytest.approx(total, rel=0.15)


def test_a_click_after_one_in_the_docker_is_not_krita_s(clicking: Any) -> None:
    assert clicking["by the button"] == [1, 0]
    assert clicking["after"][0] == clicking["before"][0]  # nothing was painted


def test_krita_s_brush_leaves_no_outline_on_the_canvas(krita: KritaSession, clicking: Any) -> None:
    x, y = clicking["corners"][0]  # Krita draws it there as long as it has not seen the pointer
    before, after = (
        picture(krita, name)[y + 3 : y + 60, x + 3 : x + 60] for name in ("armed", "after the docker")
    )
    assert np.abs(after - before).max() == 0


def test_a_box_of_what_is_not_wanted_is_said_and_changes_nothing(clicking: Any) -> None:
    sentence, same = clicking["a box of what is not wanted"]
    assert sentence == "A box is drawn around what is wanted; click what is not."
    assert same


def test_undo_point_brings_the_subject_back(clicking: Any) -> None:
    subject, corrected, after = clicking["subject"]
    assert subject is not None
    assert corrected != subject
    assert after == subject


def test_krita_s_own_navigation_works_while_clicks_are_taken(clicking: Any) -> None:
    seen = clicking["navigated"]
    assert seen["armed"] == [True, True]
    for way in ("pan", "pan by space"):
        assert max(abs(seen[way][0] + 60), abs(seen[way][1] - 40)) <= 10, way


def test_in_wrap_around_mode_every_copy_of_the_picture_takes_clicks(clicking: Any) -> None:
    if clicking["canvas"] != "KisOpenGLCanvas2":
        assert "repeated" not in clicking  # Krita shows the copies with OpenGL only
        return
    (x, y, label), bounds = clicking["repeated"]
    assert max(abs(x - 150), abs(y - 110)) <= 2
    assert label == 1
    assert bounds is not None


def test_escape_and_another_tool_give_the_canvas_back(clicking: Any) -> None:
    assert clicking["overlay_gone"]
    assert clicking["painted"] == "Undo Freehand Brush Stroke"
    assert clicking["tool_disarms"]
