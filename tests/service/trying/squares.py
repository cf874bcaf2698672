"""The photo of two squares on the page: where its places are on the screen, and what is to be seen there."""

import io
import threading

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from service.trying.chromium import Browser, Page

WIDTH, HEIGHT = 480, 320
RED, BLUE, GREY = (120, 160), (360, 160), (240, 20)


def place(page: Page, x: float, y: float) -> tuple[float, float]:
    """Return where on the page an image place is, as the page's layout promises: fitted, in the middle."""
    left, top, width, height = page.value(
        "(() => { const r = document.getElementById('picture').getBoundingClientRect();"
        "return [r.x, r.y, r.width, r.height]; })()"
    )
    scale = min((width - 36) / WIDTH, (height - 36) / HEIGHT, 3)
    return left + (width - WIDTH * scale) / 2 + x * scale, top + (height - HEIGHT * scale) / 2 + y * scale


def click(page: Page, at: tuple[float, float], button: str = "left", *, alt: bool = False) -> None:
    page.click(*place(page, *at), button, alt=alt)


def seen(page: Page, *places: tuple[float, float]) -> list[NDArray[np.int16]]:
    """Return the colours on the screen at image places."""
    page.value("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    shot = io.BytesIO(page.screenshot_bytes())
    pixels = np.asarray(Image.open(shot).convert("RGB"), np.int16)
    found = []
    for at in places:
        x, y = place(page, *at)
        found.append(pixels[round(y), round(x)])
    return found


def is_tinted(colour: NDArray[np.int16], plain: tuple[int, int, int]) -> bool:
    return bool(np.abs(colour - np.array(plain)).max() > 30)


def downloaded(browser: Browser, name: str) -> NDArray[np.uint8]:
    path = browser.downloads / name
    while not path.exists():
        threading.Event().wait(0.02)
    pixels = np.asarray(Image.open(path))
    path.unlink()
    return pixels


RED_COLOUR, BLUE_COLOUR, GREY_COLOUR = (220, 30, 30), (30, 30, 220), (128, 128, 128)
BESIDE = (20, 24)
"""So far from a click that its mark does not cover the place."""


def beside(at: tuple[int, int]) -> tuple[int, int]:
    return at[0] + BESIDE[0], at[1] + BESIDE[1]
