"""A prompt is repeated, listed, edited, kept in the XCF, and goes with Ctrl+Z."""

import json
from typing import Any

import numpy as np
import pytest
from PIL import Image

from gimp.gimp_session import GimpSession


@pytest.fixture(scope="module")
def prompts(gimp: GimpSession) -> Any:
    return gimp.use("gui_prompts")


def points(state: Any) -> list[str]:
    text = json.loads(state["prompt"])["points"]
    return [point[-1] for point in text.split(";") if point]


def test_the_panel_fits_on_a_small_screen_with_bars_at_its_edges(prompts: Any) -> None:
    width, height = prompts["panel"]
    assert height <= 640
    assert width <= 683  # the picture beside it has the other half


def test_repeat_does_the_same_again(prompts: Any) -> None:
    assert prompts["repeated"]["digest"] == prompts["one key"]["digest"]


def test_the_image_keeps_the_prompt_and_undo_takes_it_with_the_selection(prompts: Any) -> None:
    assert json.loads(prompts["one key"]["prompt"])["box"] == "60,10,390,510"
    assert prompts["one key undone"]["prompt"] == ""
    assert points(prompts["face"]) == ["+"]
    assert points(prompts["both"]) == ["+", "+"]
    assert points(prompts["click undone"]) == ["+"]
    assert prompts["click undone"]["digest"] == prompts["face"]["digest"]


def test_a_double_click_is_one_click(prompts: Any) -> None:
    assert points(prompts["face"]) == ["+"]


def test_an_entry_of_the_list_is_removed_by_the_keyboard(prompts: Any) -> None:
    assert points(prompts["entry removed"]) == ["+"]
    assert prompts["entry removed"]["digest"] == prompts["face"]["digest"]


def test_with_the_last_click_goes_what_was_selected_by_it(prompts: Any) -> None:
    for name in ("last entry removed", "only click undone"):
        assert prompts[name]["digest"] == prompts["opened"]["digest"], name
        assert prompts[name]["prompt"] == "", name
    assert prompts["removal undone"]["digest"] == prompts["face"]["digest"]
    assert points(prompts["removal undone"]) == ["+"]


def test_repeat_after_the_panel_needs_no_panel(prompts: Any) -> None:
    assert prompts["panel stayed closed"]
    assert prompts["panel repeated"]["selected"] > 1000
    assert points(prompts["panel repeated"]) == ["+", "-"]


def test_opening_a_kept_prompt_changes_nothing(prompts: Any) -> None:
    again, opened = (
        {k: v for k, v in prompts[name].items() if k not in ("count", "longest_s")}
        for name in ("opened again", "panel opened again")
    )
    assert points(again) == ["+", "-"]
    assert opened == again


def test_a_prompt_from_the_xcf_is_applied_and_gone_on_with(prompts: Any) -> None:
    assert points(prompts["applied again"]) == ["+", "-"]
    assert prompts["applied again"]["digest"] == prompts["panel repeated"]["digest"]
    assert points(prompts["edited"]) == ["+"]


def test_nothing_is_selected_while_quick_mask_is_on_and_it_can_be_applied_afterwards(prompts: Any) -> None:
    before, after = prompts["edited"], prompts["after Quick Mask"]
    assert after["selection"] == before["selection"]
    assert (
        abs(after["selected"] - before["selected"]) < 0.01 * before["selected"]
    )  # GIMP 3.2 codes it otherwise afterwards
    assert points(prompts["applied after Quick Mask"]) == ["+", "-"]


def test_on_a_fine_screen_the_preview_has_the_screens_own_pixels(gimp: GimpSession, prompts: Any) -> None:
    x, y, width, height = prompts["fine preview"]
    with Image.open(gimp.home / "out" / "prompts-4-fine-screen.png") as screen:
        middle = screen.convert("L").crop((x + width // 3, y, x + 2 * width // 3, y + height))
    pixels = np.asarray(middle, np.int16)
    for first in (0, 1):  # wherever the squares of a coarse one would begin
        pairs = pixels[:, first : first + 2 * ((pixels.shape[1] - first) // 2)]
        differ = np.mean(pairs[:, 0::2] != pairs[:, 1::2])
        assert differ > 0.3, first


def test_a_script_without_points_takes_what_the_image_keeps(prompts: Any) -> None:
    answer = json.loads(prompts["by script"])
    assert answer["ok"]
    assert answer["area"] == prompts["edited again"]["selected"]
    assert prompts["after script"]["channels"] == ["Object"]


def test_what_another_call_selects_beside_the_panel_is_not_taken_for_drawn(prompts: Any) -> None:
    answer = json.loads(prompts["subject beside"])
    assert answer["ok"]
    assert prompts["beside"]["selected"] == answer["area"]
    assert prompts["entries beside"][0] == "What the picture is of"
