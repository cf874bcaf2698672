"""A real click on Krita's canvas selects, with marching ants and one undo step."""

from typing import Any

import numpy as np
import pytest

from krita.krita_session import KritaSession

NEAR = 6
"""Pixels that a selection may lie elsewhere: half a canvas pixel's rounding makes it another one."""


@pytest.fixture(scope="module", params=["", "none"], ids=["as-krita-chooses", "without-opengl"])
def clicking(krita: KritaSession, request: pytest.FixtureRequest) -> Any:
    report = krita.run("clicking", renderer=request.param)
    assert "failure" not in report, report["failure"]
    return report


def test_a_click_selects_in_one_undo_step_and_leaves_layers_and_pixels_alone(
    krita: KritaSession, clicking: Any
) -> None:
    selection, undo_text, layers = clicking["first"]
    assert undo_text == "Undo Select Opaque"
    assert layers == clicking["before"][1] == clicking["after"][1]
    assert clicking["after"][0] == clicking["before"][0]
    values = np.frombuffer((krita.home / "out" / "first.selection").read_bytes(), np.uint8)
    assert values.reshape(300, 451)[110, 150] > 200
    assert 500 < (values > 127).sum() < 300 * 451 / 4
    assert len(np.unique(values)) > 10  # soft at the edge
    assert selection is not None


def test_ctrl_z_takes_back_click_by_click_and_the_points_with_them(clicking: Any) -> None:
    assert clicking["labels"] == [1, 0]
    assert clicking["undone"] == clicking["first"][0]
    assert clicking["all_undone"] == [None, clicking["before"][2]]
    assert clicking["redone"] == clicking["first"][0]


def test_a_turned_canvas_selects_the_same(clicking: Any) -> None:
    x, y, width, height, total = clicking["first"][0]
    for selection, (point_x, point_y, _) in clicking["turned"].values():
        assert abs(point_x - 150) < 2
        assert abs(point_y - 110) < 2
        assert max(abs(selection[0] - x), abs(selection[1] - y)) <= NEAR
        assert max(abs(selection[2] - width), abs(selection[3] - height)) <= 2 * NEAR
        assert selection[4] == pytest.approx(total, rel=0.15)


def test_escape_and_another_tool_give_the_canvas_back(clicking: Any) -> None:
    assert clicking["overlay_gone"]
    assert clicking["tool_disarms"]
