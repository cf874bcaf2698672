"""The panel in GIMP with a screen: real mouse and keyboard, the canvas and the preview."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from gimp.gimp_session import GimpSession

RECTANGLE = [True, 60, 10, 390, 508]
ASTRONAUT = 60_000, 110_000
"""How many pixels she may have, seen with the embedded model."""


@pytest.fixture(scope="module")
def panel(gimp: GimpSession) -> Any:
    return gimp.use("gui_panel")


def test_help_is_a_page_of_ours(panel: Any) -> None:
    address, _, place = panel["help"].partition("#")
    assert address.endswith("/smart-select/help/en/smart-select.html")
    assert place == "plug-in-smart-select"


def test_a_rectangle_on_the_canvas_snaps_to_the_object(panel: Any) -> None:
    assert panel["snapped"]["selection"] != RECTANGLE
    assert ASTRONAUT[0] < panel["snapped"]["selected"] < ASTRONAUT[1]


def test_undo_brings_back_exactly_the_rectangle_and_it_stays(panel: Any) -> None:
    assert panel["undone"]["selection"] == RECTANGLE
    assert panel["undone"]["selected"] == (390 - 60) * (508 - 10)


def test_clicks_in_the_preview_change_the_selection_and_undo_step_by_step(panel: Any) -> None:
    digests = [panel[name]["digest"] for name in ("undone", "clicked", "not wanted")]
    assert panel["not wanted"]["prompt"].count(",-") == 1  # by a double click
    assert len(set(digests)) == 3
    assert panel["refusal undone"]["digest"] == panel["clicked"]["digest"]
    assert panel["click undone"]["digest"] == panel["undone"]["digest"]


def test_what_the_pointer_is_over_is_shown_without_a_change(panel: Any) -> None:
    assert panel["hovered"]["digest"] == panel["click undone"]["digest"]


def test_all_none_invert_and_from_alpha_are_no_prompt(panel: Any) -> None:
    assert panel["inverted"]["selected"] == 512 * 512 - panel["hovered"]["selected"]
    assert panel["all"]["selected"] == 512 * 512
    for name in ("inverted", "all", "none", "from alpha"):
        assert panel[name]["prompt"] == panel["hovered"]["prompt"], name
    assert panel["none"]["selected"] == 0
    assert panel["from alpha"]["selected"] == 512 * 512


def test_a_click_of_the_path_tool_selects(panel: Any) -> None:
    assert panel["path click"]["digest"] != panel["hovered"]["digest"]
    assert panel["path click"]["selected"] > 1000


def test_apply_makes_a_layer_mask_in_one_undo_step(panel: Any) -> None:
    assert panel["before apply"]["masks"] == [False]
    assert panel["applied"]["masks"] == [True]
    assert panel["applied"]["digest"] == panel["before apply"]["digest"]
    assert panel["apply undone"]["masks"] == [False]
    assert panel["apply undone"]["digest"] == panel["before apply"]["digest"]


def test_a_path_is_one_undo_step_and_leaves_no_progress_in_the_status_bar(
    gimp: GimpSession, panel: Any
) -> None:
    assert panel["path made"]["digest"] == panel["before apply"]["digest"]
    assert panel["path undone"]["paths"] == panel["before apply"]["paths"]
    left, top, width, height = panel["image window"]
    # Where GIMP has a Cancel button while something is going on.
    corner = left + width - 140, top + height - 34, left + width - 4, top + height - 4
    before, after = (
        Image.open(BytesIO(gimp.kept(f"panel-{name}.png"))).convert("RGB").crop(corner).tobytes()
        for name in ("6-layer-mask", "7-path")
    )
    assert before == after


def test_an_image_that_was_scaled_is_looked_at_anew(panel: Any) -> None:
    selection = panel["after scaling"]["selection"]
    assert max(selection[1:]) <= 256


def test_the_panel_goes_with_its_image_and_gimp_stays(panel: Any) -> None:
    assert panel["panel is gone"]
    assert panel["GIMP lives"]
