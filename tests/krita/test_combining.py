"""Operations, the subject and live mode, in real Krita."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from krita.krita_session import KritaSession


@pytest.fixture(scope="module")
def combining(krita: KritaSession) -> Any:
    report = krita.run("combining")
    assert "failure" not in report, report["failure"]
    return report


def kept(krita: KritaSession, name: str) -> NDArray[np.int64]:
    return np.frombuffer((krita.home / "out" / f"{name}.selection").read_bytes(), np.uint8).astype(int)


def test_nothing_selected_leaves_nothing_to_subtract_from(combining: Any) -> None:
    for operation in ("subtract", "intersect"):
        selection, message = combining[f"{operation}_of_nothing"]
        assert selection is None
        assert message.startswith("Nothing is selected")
    assert combining["not_wanted_first"]


def test_operations_do_the_arithmetic_of_krita_in_one_undo_step(krita: KritaSession, combining: Any) -> None:
    eye, box = kept(krita, "eye"), kept(krita, "replace")
    assert kept(krita, "add").tolist() == np.minimum(eye + box, 255).tolist()
    for operation in ("replace", "add", "subtract", "intersect"):
        assert combining["operations"][operation][1:] == ["", [1, "Undo Select Opaque"]]
        assert kept(krita, f"{operation}_undone").tolist() == eye.tolist()
    assert (kept(krita, "intersect") <= np.minimum(eye, box) + 1).all()
    assert (kept(krita, "subtract") <= eye).all()


def test_a_click_beside_a_box_adds_what_is_there(krita: KritaSession, combining: Any) -> None:
    assert combining["beside the box"] == ""
    selected = kept(krita, "beside_the_box").reshape(300, 451)
    assert selected[200, 300] > 127  # the click
    # And still some of what is in the box: how much of one round nothing in particular is the model's affair.
    assert (selected[60:160, 100:200] > 127).mean() > 0.2


def test_the_only_layer_looks_like_all_that_is_visible(combining: Any) -> None:
    layer, visible = np.array(combining["read_layer"]), np.array(combining["read_visible"])
    assert np.abs(layer - visible).mean() < 2


def test_the_mode_of_krita_s_own_tools_is_known(combining: Any) -> None:
    assert combining["krita's modes"] == ["add", "subtract", "intersect", "replace"]


def test_the_subject_is_found(combining: Any) -> None:
    assert combining["subject"][4] > 255 * 2000


@pytest.mark.parametrize("tool", ["Rectangular", "Elliptical", "Outline"])
def test_what_is_drawn_in_live_mode_snaps_and_ctrl_z_brings_the_drawing_back(
    combining: Any, tool: str
) -> None:
    live = combining["live"][f"KisToolSelect{tool}"]
    assert live["message"] == ""
    assert live["snapped"] not in (None, live["drawn"])
    assert live["steps"] == 1
    x, y, width, height, total = live["drawn"]
    assert (total == width * height * 255) == (tool == "Rectangular")
    for found, meant in ((x, 90), (y, 60), (x + width, 210), (y + height, 160)):
        assert abs(found - meant) <= 3


def test_one_press_of_undo_point_brings_back_what_was_drawn_by_hand(combining: Any) -> None:
    live = combining["live"]["KisToolSelectOutline"]
    points, selected = live["by undo point"]
    assert points > 0  # and a box: it took as many presses, and one more
    assert selected == live["drawn"]


WAYS = ("snap_outline", "soften_outline", "smooth_outline", "fill_holes", "drop_specks", "keep_clicked")
LARGE, SMALL, HOLE, SPECK = (110, 150), (200, 340), (110, 150), (40, 40)
"""What `refinements` selects: row and column of two discs, of the hole in one, and of a speck."""


@pytest.mark.parametrize("way", WAYS)
def test_a_selection_is_refined_in_one_undo_step(krita: KritaSession, combining: Any, way: str) -> None:
    assert combining["refined"][way] == ["", 1, "Undo Select Opaque", True]
    before = kept(krita, "unrefined-rough" if way == "snap_outline" else "unrefined").reshape(300, 451)
    after = kept(krita, way).reshape(300, 451)
    changed = np.abs(after - before) > 40
    assert changed.any()
    if way == "fill_holes":
        assert after[HOLE] == 255 > before[HOLE]
        assert changed.sum() < 300
    elif way == "drop_specks":
        assert after[SPECK] == 0 < before[SPECK]
        assert changed.sum() < 50
    elif way == "keep_clicked":
        assert after[SMALL] == 255 > after[90, 120] == 0 == after[SPECK]
    elif way == "smooth_outline":
        assert np.abs((after - before).sum()) < 0.02 * before.sum()
    elif way == "soften_outline":
        assert ((after > 10) & (after < 245)).sum() > 300
    else:  # the rectangle around the eye has moved to what is in it
        assert after[LARGE] == 255
        assert 0.3 * before.sum() < after.sum() < before.sum()


def test_the_docker_s_menu_refines(combining: Any) -> None:
    assert combining["refined"]["by mouse"] == ["", 255]


def test_where_there_is_nothing_to_refine_one_sentence_is_said(combining: Any) -> None:
    seen = combining["refined"]
    assert seen["nothing selected"] == "Nothing is selected; draw around something first."
    assert seen["once more"] == ["There is nothing to change in this selection.", 1]


def test_layers_and_pixels_stay_as_they_were(combining: Any) -> None:
    assert combining["after"] == combining["before"]
