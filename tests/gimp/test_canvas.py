"""Beside the panel: the keyboard, the Path tool, GIMP's undo, outlines, active layers, a second image."""

import json
from typing import Any

import pytest

from gimp.gimp_session import GimpSession


@pytest.fixture(scope="module")
def canvas(gimp: GimpSession) -> Any:
    return gimp.use("gui_canvas")


def prompt(state: Any) -> Any:
    return json.loads(state["prompt"])


def signs(state: Any) -> list[str]:
    return [point[-1] for point in prompt(state)["points"].split(";") if point]


def test_the_preview_is_used_by_keyboard_alone(canvas: Any) -> None:
    assert prompt(canvas["key click"])["points"] == "256,256,+"
    assert canvas["taken back by keys"]["prompt"] == ""
    x0, y0, x1, y1 = (float(edge) for edge in prompt(canvas["key box"])["box"].split(","))
    assert (round(x0), round(y0)) == (256, 256)
    assert 20 < y1 - y0 < x1 - x0 < 60  # three steps each way, and a fine one to the right


def test_a_click_beside_a_box_adds_what_is_there_and_taken_back_leaves_the_box(canvas: Any) -> None:
    boxed, beside = canvas["key box"], canvas["beside the box"]
    assert prompt(beside)["box"] == prompt(boxed)["box"]
    assert signs(beside) == ["+"]
    x0, y0, x1, y1 = beside["selection"][1:]
    assert x0 < 300
    assert y0 < 300
    assert x1 > 425
    assert y1 > 420
    again = canvas["taken back beside it"]
    assert (again["prompt"], again["digest"]) == (boxed["prompt"], boxed["digest"])


def test_each_click_of_the_path_tool_counts_also_between_two_others(canvas: Any) -> None:
    assert signs(canvas["two anchors"]) == ["+", "+"]
    assert signs(canvas["three anchors"]) == ["+", "+", "+"]
    assert canvas["unlinked"]["anchors"] == [1, 1]
    assert sum(canvas["three anchors"]["anchors"]) == 3


def test_undo_and_redo_go_step_by_step_through_clicks_and_selections(canvas: Any) -> None:
    two, three = canvas["two anchors"], canvas["three anchors"]
    for name in ("selection undone", "anchor undone", "anchor again"):
        assert canvas[name]["digest"] == two["digest"], name
        assert canvas[name]["prompt"] == two["prompt"], name
    assert canvas["selection again"]["digest"] == three["digest"]
    assert canvas["selection again"]["prompt"] == three["prompt"]


def test_the_panel_goes_with_undo(canvas: Any) -> None:
    assert signs(canvas["gone on after undo"]) == ["+", "+", "-"]


def test_starting_over_forgets_the_anchors_too(canvas: Any) -> None:
    assert signs(canvas["path click after starting over"]) == ["+"]


@pytest.mark.parametrize("name", ["lasso", "subject"])
def test_an_outline_and_a_subject_are_repeated_and_opened_again_as_they_were(canvas: Any, name: str) -> None:
    said = canvas[name]
    assert {"lasso": "rough", "subject": "subject"}[name] in prompt(said)
    for again in ("repeated", "applied again"):
        assert canvas[f"{name} {again}"]["digest"] == said["digest"], again
        assert canvas[f"{name} {again}"]["prompt"] == said["prompt"], again


def test_apply_is_for_the_layer_that_is_active_then(canvas: Any) -> None:
    assert canvas["upper layer"]["masks"] == [True, False]
    assert canvas["lower layer"]["masks"] == [True, True]


def test_a_second_new_layer_is_made_of_the_same_layer_as_the_first(canvas: Any) -> None:
    names = canvas["new layers"]["layers"]
    assert [name for name in names if name.count(":") > 1] == []
    assert len([name for name in names if ":" in name]) == 2


def test_a_layers_alpha_as_selection_is_no_prompt(canvas: Any) -> None:
    assert canvas["from alpha"]["selected"] > 1000
    assert canvas["said of alpha"] == canvas["said before"]


def test_a_rectangle_that_was_drawn_as_a_prompt_is_no_part_of_the_result(canvas: Any) -> None:
    earlier, added, alone = (canvas[name] for name in ("earlier", "added", "instead"))
    assert canvas["drawn to be added"]["digest"] == earlier["digest"]
    assert 1000 < alone["selected"] < (320 - 150) * (240 - 20)
    assert added["selected"] == earlier["selected"] + alone["selected"]
    assert canvas["addition undone"]["digest"] == earlier["digest"]


def test_each_undo_after_a_drawn_prompt_does_something_that_is_seen(canvas: Any) -> None:
    x0, y0, x1, y1 = canvas["shown by undo"]["selection"][1:]
    assert (x0, y0, x1, y1) == (150, 20, 320, 240)
    for name in ("taken away by undo", "put back by redo"):
        assert canvas[name]["digest"] == canvas["earlier"]["digest"], name


def test_how_can_be_chosen_after_the_selection_has_followed(canvas: Any) -> None:
    assert canvas["then Subtract"]["digest"] == canvas["earlier"]["digest"]
    assert canvas["then Intersect"]["selected"] == 0
    assert canvas["then Add"]["digest"] == canvas["added"]["digest"]


def test_starting_over_and_closing_leave_the_earlier_selection(canvas: Any) -> None:
    assert canvas["started over"]["digest"] == canvas["added"]["digest"]
    assert canvas["closed without Apply"]["digest"] == canvas["helmet"]["digest"]


def test_what_is_drawn_with_shift_is_added(canvas: Any) -> None:
    helmet, both, face = (canvas[name]["selected"] for name in ("helmet", "with Shift", "instead"))
    assert both == helmet + face
    assert canvas["Shift undone"]["digest"] == canvas["helmet"]["digest"]
    assert canvas["next panel replaces"]


def test_what_is_drawn_with_ctrl_is_subtracted(canvas: Any) -> None:
    helmet, both, less = (canvas[name]["selected"] for name in ("helmet", "with Shift", "with Ctrl"))
    print(helmet, both, less)
    assert abs(less - helmet) < 0.1 * (both - helmet)
    assert canvas["Ctrl undone"]["prompt"] == canvas["with Shift"]["prompt"]


def test_what_is_looked_at_can_be_chosen(canvas: Any) -> None:
    assert prompt(canvas["active layer seen"])["source"] == "layer"
    assert canvas["active layer seen"]["selected"] > 1000


def test_one_image_has_one_panel_which_a_second_call_brings_to_the_front(canvas: Any) -> None:
    assert canvas["panels of one image"] == 1
    assert not canvas["dirtied by calling"]


def test_two_images_have_a_panel_each(canvas: Any) -> None:
    assert canvas["panels"] == 2
    assert canvas["first image meanwhile"]
    assert canvas["second image meanwhile"]
    assert canvas["GIMP lives"]
