"""What becomes of an object: each output with each operation, and what stays as it is."""

from typing import Any

import pytest

from gimp.gimp_session import GimpSession

SIDE = 512
RECTANGLE = 330 * 500


@pytest.fixture(scope="module")
def outputs(gimp: GimpSession) -> Any:
    return gimp.run("outputs")


def made(outputs: Any, output: str, operation: str, *, hidden: bool = False) -> Any:
    return next(
        each
        for each in outputs["made"]
        if (each["output"], each["operation"], each["hidden"]) == (output, operation, hidden)
    )


def test_all_of_them_are_made(outputs: Any) -> None:
    assert [each for each in outputs["made"] if not each["answer"]["ok"]] == []


def test_the_selection_is_combined(outputs: Any) -> None:
    found = outputs["object"]
    assert made(outputs, "selection", "replace")["is object"]
    assert made(outputs, "selection", "add")["selected"] >= RECTANGLE
    assert made(outputs, "selection", "intersect")["selected"] <= found
    assert RECTANGLE - found <= made(outputs, "selection", "subtract")["selected"] < RECTANGLE


def test_other_outputs_leave_the_selection_alone(outputs: Any) -> None:
    changed = [e["output"] for e in outputs["made"] if e["output"] != "selection" and not e["same selection"]]
    assert changed == []


def test_a_layer_without_a_mask_gets_the_object(outputs: Any) -> None:
    found = outputs["object"]
    for output in ("layer-mask", "new-layer"):
        assert made(outputs, output, "replace")["shown"] == found
        assert not made(outputs, output, "replace")["edits mask"]
    assert abs(made(outputs, "layer-mask", "subtract")["shown"] - (SIDE * SIDE - found)) <= found * 0.02


def test_what_a_mask_hides_stays_hidden_unless_more_is_asked_for(outputs: Any) -> None:
    right = outputs["object on the right"]
    half = SIDE * SIDE // 2
    assert made(outputs, "layer-mask", "replace", hidden=True)["shown"] == right
    assert made(outputs, "layer-mask", "intersect", hidden=True)["shown"] == right
    assert made(outputs, "layer-mask", "add", hidden=True)["shown"] == half + outputs["object"] - right
    assert abs(made(outputs, "layer-mask", "subtract", hidden=True)["shown"] - (half - right)) <= right * 0.02
    assert made(outputs, "new-layer", "replace", hidden=True)["shown"] == right
    for operation in ("replace", "intersect", "add", "subtract"):
        assert made(outputs, "layer-mask", operation, hidden=True)[
            "applied"
        ]  # or nothing would be seen of it


def test_a_new_layer_lies_above_and_hides_nothing_of_the_old_one(outputs: Any) -> None:
    after = made(outputs, "new-layer", "replace")["after"]
    assert after["layers"] == ["Background: object", "Background"]
    assert after["masks"] == [True, False]
    assert after["active"] == ["Background: object"]


def test_channels_and_paths_are_added_and_nothing_else_is(outputs: Any) -> None:
    for output, kind in (("channel", "channels"), ("path", "paths")):
        each = made(outputs, output, "replace")
        assert each["after"][kind] == ["Object"]
        rest = {key: value for key, value in each["after"].items() if key not in (kind, "dirty")}
        assert rest == {key: value for key, value in each["before"].items() if key not in (kind, "dirty")}


def test_with_the_last_click_its_selection_and_the_kept_prompt_go(outputs: Any) -> None:
    assert outputs["taken back"]["as it was"] == {"selected": [], "prompt": False, "failures": []}


def test_what_was_selected_since_stays_and_so_does_the_prompt(outputs: Any) -> None:
    left = outputs["taken back"]["selected meanwhile"]
    assert left == {"selected": [20, 30, 80, 100], "prompt": True, "failures": []}


def test_a_click_that_cannot_be_taken_back_is_told_of(outputs: Any) -> None:
    assert outputs["taken back"]["refused"]["failures"] == ["GIMP is busy"]
