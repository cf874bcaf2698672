"""Selecting on the page in a real Chromium: what the hand does, and what the eye sees then."""

import threading
from pathlib import Path

import numpy as np

from service.trying.chromium import Browser, Page
from service.trying.pages import OpenPage
from service.trying.squares import (
    BLUE,
    BLUE_COLOUR,
    GREY,
    HEIGHT,
    RED,
    RED_COLOUR,
    WIDTH,
    beside,
    click,
    downloaded,
    is_tinted,
    place,
    seen,
)


def test_a_click_selects_a_right_click_takes_away_and_undo_goes_back(opened: Page, served: OpenPage) -> None:
    click(opened, RED)
    opened.wait_until_it_says("Selected")
    red, blue = seen(opened, beside(RED), beside(BLUE))
    assert is_tinted(red, RED_COLOUR)
    assert not is_tinted(blue, BLUE_COLOUR)
    click(opened, BLUE)
    opened.wait_for("!document.getElementById('undo').disabled")
    click(opened, GREY, "right")
    opened.wait_until_it_says("Selected")
    assert is_tinted(seen(opened, beside(BLUE))[0], BLUE_COLOUR)
    click(opened, (240, 300), alt=True)
    opened.wait_until_it_says("Selected")
    labels = [[label for *_, label in prompt.points] for prompt in served.engine.prompts]
    assert labels == [[1], [1, 1], [1, 1, 0], [1, 1, 0, 0]]
    assert all(prompt.previous is not None for prompt in served.engine.prompts[1:])
    asked = len(served.engine.prompts)
    for _ in range(3):
        opened.press("#undo")
    red, blue = seen(opened, beside(RED), beside(BLUE))
    assert is_tinted(red, RED_COLOUR)
    assert not is_tinted(blue, BLUE_COLOUR)
    assert len(served.engine.prompts) == asked  # shown again, not asked again
    opened.press("#undo")
    opened.wait_until_it_says("Point at a thing")
    assert not is_tinted(seen(opened, beside(RED))[0], RED_COLOUR)


def test_start_over_can_be_undone_and_a_click_on_a_mark_takes_it_away(opened: Page) -> None:
    click(opened, RED)
    opened.wait_until_it_says("Selected")
    opened.press("#restart")
    opened.wait_until_it_says("Point at a thing")
    assert not is_tinted(seen(opened, beside(RED))[0], RED_COLOUR)
    opened.press("#undo")
    opened.wait_until_it_says("Selected")
    assert is_tinted(seen(opened, beside(RED))[0], RED_COLOUR)
    click(opened, RED)
    opened.wait_until_it_says("Point at a thing")
    assert not is_tinted(seen(opened, RED)[0], RED_COLOUR)


def test_a_thing_is_seen_before_it_is_clicked(opened: Page, served: OpenPage) -> None:
    opened.mouse("mouseMoved", *place(opened, *RED))
    opened.wait_for("document.getElementById('busy').hidden")
    while not served.engine.prompts:
        threading.Event().wait(0.02)
    opened.wait_for("document.getElementById('busy').hidden")
    assert is_tinted(seen(opened, beside(RED))[0], RED_COLOUR)
    opened.mouse("mouseMoved", *opened.middle("h1"))
    opened.wait_for("document.getElementById('busy').hidden")
    assert not is_tinted(seen(opened, beside(RED))[0], RED_COLOUR)
    assert opened.value("document.getElementById('save-mask').disabled")


def test_a_drag_is_a_box(opened: Page, served: OpenPage) -> None:
    opened.drag(place(opened, 290, 60), place(opened, 430, 260))
    opened.wait_until_it_says("Selected")
    assert is_tinted(seen(opened, BLUE)[0], BLUE_COLOUR)
    box = served.engine.prompts[-1].box
    assert box is not None
    assert np.abs(np.array(box) - (290, 60, 430, 260)).max() < 1.5
    # A wanted point beyond the box corrects what was found in it.
    click(opened, RED)
    opened.wait_until_it_says("Selected")
    assert served.engine.prompts[-1].box is None
    assert served.engine.prompts[-1].previous is not None


def test_part_and_whole_and_the_looks(opened: Page, served: OpenPage) -> None:
    click(opened, RED)
    opened.wait_until_it_says("Selected")
    asked = len(served.engine.prompts)
    shares = set()
    for key in ("[", "]", "]"):
        opened.key(key)
        opened.wait_for("document.getElementById('busy').hidden")
        shares.add(opened.value("document.getElementById('extent').value"))
    assert shares == {"0", "1", "2"}
    assert len(served.engine.prompts) == asked
    opened.key("[")
    opened.wait_for(
        "document.getElementById('busy').hidden && document.getElementById('extent').value === '1'"
    )
    opened.key("2")
    assert not is_tinted(seen(opened, beside(RED))[0], RED_COLOUR)
    opened.key("3")
    red, blue = seen(opened, beside(RED), beside(BLUE))
    assert not is_tinted(red, RED_COLOUR)
    assert np.ptp(blue) == 0  # the checkerboard's grey
    opened.key("1")
    assert is_tinted(seen(opened, beside(RED))[0], RED_COLOUR)


def test_both_files_are_downloaded_in_the_photo_s_own_size(opened: Page, browser: Browser) -> None:
    click(opened, RED)
    opened.wait_until_it_says("Selected")
    opened.press("#save-mask")
    mask = downloaded(browser, "my squares-mask.png")
    assert mask.shape == (HEIGHT, WIDTH)
    assert mask[RED[1], RED[0]] == 255
    assert mask[BLUE[1], BLUE[0]] == 0
    opened.wait_until_it_says("Saved my squares-mask.png")
    opened.press("#save-cutout")
    cut = downloaded(browser, "my squares-cutout.png")
    assert cut.shape == (HEIGHT, WIDTH, 4)
    assert np.array_equal(cut[..., 3], mask)
    assert cut[RED[1], RED[0]].tolist() == [*RED_COLOUR, 255]


def test_the_subject_and_a_dropped_photo(tab: Page, photo: Path) -> None:
    x, y = tab.middle("#stage")
    data = {"items": [], "files": [str(photo)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        tab.call("Input.dispatchDragEvent", type=kind, x=x, y=y, data=data)
    tab.wait_until_it_says("Point at a thing")
    tab.press("#subject")
    tab.wait_until_it_says("Selected")
    assert not tab.value("document.getElementById('stage').classList.contains('over')")


def test_a_click_that_makes_no_sense_is_told_and_taken_back(opened: Page) -> None:
    click(opened, RED, "right")
    opened.wait_until_it_says("All points are marked as not wanted; add one on what you want.")
    assert opened.value("document.getElementById('undo').disabled")
    click(opened, RED)
    opened.wait_until_it_says("Selected")


def test_twenty_clicks_in_a_second_are_two_questions_and_the_last_one_counts(
    opened: Page, served: OpenPage
) -> None:
    places = [(25 + 24 * number, 40 + 200 * (number % 2)) for number in range(19)]
    served.engine.go_on.clear()
    click(opened, RED)
    while not served.engine.prompts:
        threading.Event().wait(0.01)
    for at in places:
        click(opened, at)
        threading.Event().wait(0.05)
    served.engine.go_on.set()
    opened.wait_until_it_says("Selected")
    assert [len(tuple(prompt.points)) for prompt in served.engine.prompts] == [1, 20]
    for _ in range(19):
        opened.press("#undo")
    opened.wait_until_it_says("Selected")
    assert not is_tinted(seen(opened, beside(BLUE))[0], BLUE_COLOUR)
