"""The frames of the README's animation: `SMART_SELECT_FRAMES=folder` has them made anew, in GIMP 3.0."""

import os
import shutil
from pathlib import Path

import pytest

from gimp.gimp_session import GimpSession

FOLDER = os.environ.get("SMART_SELECT_FRAMES", "")


@pytest.mark.skipif(not FOLDER, reason="SMART_SELECT_FRAMES names no folder for the animation's frames")
def test_the_demonstration_shows_a_selection_and_its_correction(gimp: GimpSession) -> None:
    if gimp.root.release != "trixie":
        pytest.skip("one GIMP is enough for pictures")
    report = gimp.use("gui_demonstration", timeout_s=900)
    digests = [report[when]["digest"] for when in ("before", "snapped", "after")]
    assert len(set(digests)) == len(digests)
    target = Path(FOLDER) / "gimp"
    target.mkdir(parents=True, exist_ok=True)
    for path in (
        *sorted((gimp.home / "out").glob("demonstration-[0-9][0-9].png")),
        gimp.home / "out" / "frames.json",
    ):
        shutil.copy(path, target)
