"""Pictures of the docker in Krita's dark and light themes, for people to look at.

SMART_SELECT_PICTURES names a folder to put them in as krita-THEME-NAME.png, small enough for a page.
"""

import os
import shutil
from pathlib import Path

import pytest
from PIL import Image

from krita.krita_session import KritaSession

NAMES = ["begin", "hover", "docked", "objects", "narrow", "floating", "message"]
MOST_BYTES = 200_000


@pytest.mark.parametrize("theme", ["Krita dark", "Krita bright"])
def test_the_docker_in_this_theme(krita: KritaSession, theme: str) -> None:
    report = krita.run("pictures", theme=theme, photo="coffee.png", renderer="none")
    assert "failure" not in report, report["failure"]
    brightness = []
    for name in NAMES:
        with Image.open(krita.home / "out" / f"{name}.png") as shot:
            assert shot.size == (1400, 1000)
            brightness.append(shot.convert("L").resize((1, 1)).getpixel((0, 0)))
    assert (max(brightness) < 128) == (theme == "Krita dark")
    assert report["width"] <= 200
    folder = os.environ.get("SMART_SELECT_PICTURES", "")
    if folder:
        for name in NAMES:
            keep(krita.home / "out" / f"{name}.png", Path(folder) / f"krita-{theme.split()[1]}-{name}.png")


def keep(shot: Path, target: Path) -> None:
    """Put a picture there with as many colours as fit into what a page may weigh."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part.png")
    with Image.open(shot) as image:
        for colours in (256, 128, 64, 32):
            image.convert("RGB").quantize(colours, dither=Image.Dither.NONE).save(part, optimize=True)
            if part.stat().st_size <= MOST_BYTES:
                break
    shutil.move(part, target)
