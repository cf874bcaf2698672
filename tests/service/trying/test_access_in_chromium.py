"""The page for everybody, in a real Chromium: keyboard, names, contrast, small windows, and how it looks."""

import os
import threading
from pathlib import Path

import pytest
from PIL import Image

from service.trying.chromium import Browser, Page
from service.trying.pages import OpenPage
from service.trying.squares import RED, RED_COLOUR, beside, click, downloaded, is_tinted, seen
from smart_select.engine import load
from smart_select.subject import select_subject
from smart_select.trying.serving import PageServer


def test_everything_goes_by_keyboard(tab: Page, served: OpenPage, browser: Browser) -> None:
    for _ in range(40):
        if tab.value("document.activeElement.dataset.do") == "sample":
            break
        tab.key("Tab")
    tab.key("Enter")
    tab.wait_until_it_says("Point at a thing")
    assert tab.value("document.activeElement.id") == "picture"
    for _ in range(3):
        tab.key("ArrowRight")
    tab.key("ArrowUp", shift=True)
    tab.key("Enter")
    tab.wait_until_it_says("Selected")
    x, _, label = next(iter(served.engine.prompts[-1].points))
    assert (x > 600, label) == (True, 1)
    for _ in range(4):
        tab.key("ArrowDown")
    tab.key("-")
    tab.wait_until_it_says("Selected")
    assert [label for *_, label in served.engine.prompts[-1].points] == [1, 0]
    tab.key("z", ctrl=True)
    tab.wait_until_it_says("Selected")
    for key in ("b", "ArrowLeft", "ArrowLeft", "ArrowUp", "ArrowUp", "b"):
        tab.key(key)
    tab.wait_until_it_says("Selected")
    assert served.engine.prompts[-1].box is not None
    for _ in range(40):
        if tab.value("document.activeElement.id") == "save-mask":
            break
        tab.key("Tab")
    tab.key("Enter")
    assert downloaded(browser, "fruit-mask.png").shape == (800, 1200)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_control_has_a_name_and_every_text_enough_contrast(
    browser: Browser, served: OpenPage, photo: Path, dark: bool
) -> None:
    page = browser.open_page(dark=dark)
    page.go(served.server.gate.address)
    page.wait_until_it_says("Drop a photo")
    assert _contrasts(page) == []
    page.choose_file("#file", photo)
    page.wait_until_it_says("Point at a thing")
    click(page, RED)
    page.wait_until_it_says("Selected")
    page.value("document.querySelector('details').open = true")
    nodes = page.call("Accessibility.getFullAXTree")["nodes"]
    controls = [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in nodes
        if not node.get("ignored") and node["role"]["value"] in ("button", "radio", "slider", "application")
    ]
    assert {role for role, _ in controls} == {"button", "radio", "slider", "application"}
    assert [role for role, name in controls if not name.strip()] == []
    assert ("application", "The photo my squares.png, 480 by 320 pixels") in controls
    assert ("slider", "How much of it") in controls
    assert _contrasts(page) == []
    page.close()


def _contrasts(page: Page) -> list[str]:
    """Return texts of enabled elements that stand out less than WCAG 2.2 asks for (4.5 : 1)."""
    found: list[str] = page.value(
        """(() => {
          const numbers = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number);
          const light = ([r, g, b]) => {
            const linear = (v) => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
            const [x, y, z] = [r, g, b].map((v) => linear(v / 255));
            return .2126 * x + .7152 * y + .0722 * z;
          };
          const ground = (element) => {
            for (let e = element; e; e = e.parentElement) {
              const colour = numbers(getComputedStyle(e).backgroundColor);
              if (colour.length && (colour[3] ?? 1) > .5) return colour;
            }
            return [255, 255, 255];
          };
          const bad = [];
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const element = walker.currentNode.parentElement;
            if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
            if (element.closest(':disabled')) continue;
            const [a, b] = [light(numbers(getComputedStyle(element).color)), light(ground(element))];
            const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
            if (ratio < 4.5) bad.push(`${walker.currentNode.data.trim()}: ${ratio.toFixed(2)}`);
          }
          return bad;
        })()"""
    )
    return found


@pytest.mark.parametrize(
    ("width", "height", "ratio"), [(1280, 800, 1), (1920, 1080, 1), (390, 844, 2), (800, 500, 1.5)]
)
def test_nothing_hangs_out_of_the_window(opened: Page, width: int, height: int, ratio: float) -> None:
    opened.resize(width, height, ratio)
    opened.wait_for(f"innerWidth === {width}")
    assert opened.value("document.documentElement.scrollWidth") <= width
    assert opened.value("document.getElementById('picture').clientHeight") > 150
    click(opened, RED)
    opened.wait_until_it_says("Selected")
    assert is_tinted(seen(opened, beside(RED))[0], RED_COLOUR) or ratio != 1


def test_the_picture_in_the_documents(browser: Browser, tmp_path: Path) -> None:
    """With the model that ships inside; SMART_SELECT_PICTURES=docs/pictures renews what is shown."""
    data = pytest.importorskip("skimage.data")
    photo = tmp_path / "astronaut.png"
    Image.fromarray(data.astronaut()).save(photo)
    server = PageServer(load("embedded", cache=None), select_subject, model="embedded")
    running = threading.Thread(target=server.run)
    running.start()
    try:
        page = browser.open_page(1000, 690)
        page.go(server.gate.address)
        page.wait_until_it_says("Drop a photo")
        page.choose_file("#file", photo)
        page.wait_until_it_says("Point at a thing")
        x, y = page.middle("#picture")
        page.click(x - 50, y + 50)
        page.wait_until_it_says("Selected")
        page.value("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        shot = page.screenshot(tmp_path / "try-page.png")
        page.close()
    finally:
        server.leave("The test is over.")
        running.join(30)
    full = Image.open(shot).convert("RGB")
    palette = full.quantize(224, kmeans=3)
    small = full.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG)
    small.save(shot, optimize=True)
    assert small.size == (1000, 690)
    assert shot.stat().st_size < 200_000
    if folder := os.environ.get("SMART_SELECT_PICTURES"):
        (Path(folder) / shot.name).write_bytes(shot.read_bytes())
