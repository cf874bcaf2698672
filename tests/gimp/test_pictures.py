"""The manual's screenshots: `SMART_SELECT_PICTURES=docs/pictures` has them made anew, in GIMP 3.0."""

import os
from pathlib import Path

import pytest
from PIL import Image

from gimp.gimp_session import GimpSession

FOLDER = os.environ.get("SMART_SELECT_PICTURES", "")
NAMES = (
    "gimp-panel",
    "gimp-clicks",
    "gimp-layer-mask",
    "gimp-set-up",
    "gimp-verb",
    "gimp-cut-out",
    "gimp-refine",
)
WIDEST_PX = 1000
LARGEST_BYTES = 200_000
MARKS = ((20, 140, 60), (138, 198, 158), (230, 57, 70), (242, 156, 162), (255, 255, 255))
"""The colours of clicks in the panel, and what they become at their rims."""


@pytest.mark.skipif(not FOLDER, reason="SMART_SELECT_PICTURES names no folder for screenshots")
def test_screenshots_are_made(gimp: GimpSession) -> None:
    if gimp.root.release != "trixie":
        pytest.skip("one GIMP is enough for pictures")
    gimp.use("gui_pictures")
    for name in NAMES:
        with Image.open(gimp.home / "out" / f"{name}.png") as picture:
            small = picture.convert("RGB")
        small.thumbnail((WIDEST_PX, WIDEST_PX), Image.Resampling.LANCZOS)
        path = Path(FOLDER) / f"{name}.png"
        save_small(small, path)
        assert path.stat().st_size <= LARGEST_BYTES


def save_small(picture: Image.Image, path: Path) -> None:
    """Save it with a palette of the picture's colours, and of the marks', which are but a few pixels."""
    colours = picture.quantize(256 - len(MARKS), Image.Quantize.MEDIANCUT).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette(colours[: 3 * (256 - len(MARKS))] + [value for mark in MARKS for value in mark])
    picture.quantize(palette=palette, dither=Image.Dither.NONE).save(path, optimize=True)
