"""Tools ▸ Scripts chosen with the mouse, set-up and doctor, a pen and a fine screen, in real Krita."""

from typing import Any

import pytest

from krita.krita_session import KritaSession

ENTRIES = {
    "Smart Select: Click to Select",
    "Smart Select: Snap Selection to Object",
    "Smart Select: Live Mode",
    "Smart Select: Select Subject",
    "Smart Select: Remove Background",
    "Smart Select: Cut Out with Clean Colours…",
    "Smart Select: Replace Background…",
    "Smart Select: Blur Background…",
    "Smart Select: Desaturate Background…",
    "Smart Select: Replace Sky…",
    "Smart Select: Snap Outline to Edges",
    "Smart Select: Soften Outline like Hair and Fur",
    "Smart Select: Smooth Outline",
    "Smart Select: Fill Holes",
    "Smart Select: Drop Specks",
    "Smart Select: Keep Clicked Parts",
    "Smart Select: Switch Wanted and Not Wanted",
    "Smart Select: New Object",
    "Smart Select: Make Mask or Layer",
    "Smart Select: Set Up…",
    "Smart Select: Doctor…",
}


@pytest.fixture(scope="module")
def windows(krita: KritaSession) -> Any:
    report = krita.run("windows")
    assert "failure" not in report, report["failure"]
    return report


@pytest.fixture(scope="module")
def scaled(krita: KritaSession) -> Any:
    report = krita.run("scaled", screen=(2800, 2000), variables={"QT_SCALE_FACTOR": "2"})
    assert "failure" not in report, report["failure"]
    return report


def test_the_menu_has_every_verb_and_its_entries_work(windows: Any) -> None:
    assert set(windows["entries"]) == ENTRIES
    assert len(windows["entries"]) == len(ENTRIES)
    for did in ("armed by the menu", "switched by the menu", "disarmed by the menu", "subject by the menu"):
        assert windows[did], did
    assert windows["background removed"] == ["", ["transparencymask"], 1]
    assert windows["untouched"]


def test_a_tap_of_the_pen_selects_and_paints_nothing(windows: Any) -> None:
    taken, (x, y, label), selection, undo = windows["pen"]
    assert taken == [True] * 4
    assert abs(x - 150) < 1
    assert abs(y - 110) < 1
    assert label == 1
    assert selection is not None
    assert undo == "Undo Select Opaque"


def test_what_is_wanted_and_not_can_be_pointed_at_by_keyboard_alone(windows: Any) -> None:
    assert windows["keyboard"] == [True, True, "Undo Select Opaque", [1, 0]]


def test_the_set_up_says_in_one_sentence_why_it_can_not_go_on(windows: Any) -> None:
    sentence, steps, button = windows["set-up"]
    assert sentence.endswith(".")
    assert len(steps.splitlines()) >= 3
    assert windows["set-up fits"]
    assert button.replace("&", "") == "Try again"  # Krita underlines a letter of its own choice


def test_the_doctor_tells_what_works_as_a_text_to_copy(windows: Any) -> None:
    assert windows["doctor"].startswith("Krita 5.")
    assert len(windows["doctor"].splitlines()) > 8
    assert windows["copied"]


def test_clicks_land_where_they_are_shown_on_a_fine_screen(scaled: Any) -> None:
    assert scaled["ratio"] == 2
    for (x, y, _), selection in scaled["clicks"]:
        assert abs(x - 150) < 2
        assert abs(y - 110) < 2
        assert selection is not None
