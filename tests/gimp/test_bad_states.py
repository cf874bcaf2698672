"""Between click and answer: the worker dies, the image is cut, turned, emptied or closed, GIMP quits."""

from typing import Any

import pytest

from gimp.gimp_session import GimpSession


@pytest.fixture(scope="module")
def states(gimp: GimpSession) -> Any:
    return gimp.use("gui_bad_states")


@pytest.mark.parametrize("way", ["killed", "one key: killed"])
def test_a_worker_killed_during_a_click_is_a_pause_only(states: Any, way: str) -> None:
    killed = states[way]
    assert killed["after"]["selected"] > 1000
    assert killed["after"]["digest"] != killed["before"]["digest"]


@pytest.mark.parametrize("change", ["layer deleted", "cropped", "turned by 90°"])
def test_an_answer_to_another_image_is_dropped(states: Any, change: str) -> None:
    assert states[change]["after"] | {"count": 0, "longest_s": 0} == states[change]["before"] | {
        "count": 0,
        "longest_s": 0,
    }


def test_a_picture_turned_round_is_asked_about_anew(states: Any) -> None:
    turned = states["turned round"]
    assert turned["after"]["selected"] > 0
    assert turned["after"]["digest"] != turned["unturned"]["digest"]


def test_a_panel_goes_on_after_its_image_was_scaled_between_clicks(states: Any) -> None:
    assert len(states["scaled"]) == 3
    for scaled in states["scaled"]:
        assert "unexpected" not in scaled["said"]
        assert scaled["selected"] > 1000


def test_the_panel_goes_with_its_image(states: Any) -> None:
    assert states["closed"] == {"panel is gone": True, "plug-ins": 0}


@pytest.mark.parametrize("change", ["turned round", "cropped", "painted over", "layer deleted", "closed"])
def test_one_key_changes_nothing_in_an_image_that_was_changed(states: Any, change: str) -> None:
    before, after = (states[f"one key: {change}"][when] for when in ("before", "after"))
    assert after | {"count": 0, "longest_s": 0} == before | {"count": 0, "longest_s": 0}


def test_a_verb_s_window_goes_with_its_image_without_a_word(states: Any) -> None:
    assert states["window: messages"] == 0
    assert "has changed meanwhile" in states["window: layer deleted"]
    assert states["window and OK: messages"] <= 1  # that the image was closed, if OK came first


def test_the_panel_says_in_itself_what_is_to_be_said(states: Any) -> None:
    assert states["messages"] == 0


def test_gimp_shows_no_crash(states: Any) -> None:
    assert states["dialogs"] == []
    assert states["dialogs while quitting"] == []
    assert not states["crashes"]


def test_gimp_quits_with_the_panel_and_one_key_at_work_and_nothing_of_ours_stays(states: Any) -> None:
    assert states["quit"] == {"GIMP has ended": True, "plug-ins": 0, "dialogs": []}
