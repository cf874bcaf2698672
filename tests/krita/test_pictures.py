"""Pictures of the docker in Krita's dark and light themes, for people to look at.

SMART_SELECT_PICTURES names a folder to put those in that the manual shows, as krita-THEME-NAME.png, small
enough for a page; with SMART_SELECT_ALL_PICTURES all of them.
"""

import os
from pathlib import Path

import pytest
from PIL import Image

from krita.krita_session import KritaSession
from manual.pages import PAGES, links_of
from manual.small_pictures import save_small

NAMES = ["begin", "hover", "docked", "objects", "narrow", "floating", "outline", "brightness", "message"]
MOST_BYTES = 320_000
MARKS = ((36, 160, 90), (140, 206, 171), (214, 60, 60), (234, 157, 157), (255, 255, 255))
"""The colours of clicks, and what they become at their rims."""


@pytest.mark.parametrize("theme", ["Krita dark", "Krita bright"])
def test_the_docker_in_this_theme(krita: KritaSession, theme: str) -> None:
    report = krita.run("pictures", theme=theme, photo="astronaut.png", renderer="none")
    assert "failure" not in report, report["failure"]
    brightness = []
    for name in NAMES:
        with Image.open(krita.home / "out" / f"{name}.png") as shot:
            assert shot.size == (1400, 1000)
            brightness.append(shot.convert("L").resize((1, 1)).getpixel((0, 0)))
    assert (max(brightness) < 128) == (theme == "Krita dark")
    assert report["width"] <= 200
    (x, y, label), bounds, undo = report["clicked in the preview"]
    assert max(abs(x - 200), abs(y - 300)) < 4  # a pixel of the preview is some of the picture
    assert label == 1
    assert bounds is not None
    assert undo == "Undo Select Opaque"
    # Moved to the other side, floating, docked again; and hidden, the one that ends it.
    assert report["armed"] == [True, True, True, False]
    folder = os.environ.get("SMART_SELECT_PICTURES", "")
    if folder:
        shown = {Path(link.target).name for page in PAGES for link in links_of(page)}
        for name in NAMES:
            target = f"krita-{theme.split()[1]}-{name}.png"
            if target in shown or os.environ.get("SMART_SELECT_ALL_PICTURES"):
                keep(krita.home / "out" / f"{name}.png", Path(folder) / target)


def keep(shot: Path, target: Path) -> None:
    """Put a picture there, small enough for a page."""
    with Image.open(shot) as image:
        save_small(image, target, MARKS, MOST_BYTES)
