"""The frames of the README's animation: `SMART_SELECT_FRAMES=folder` has them made anew, in Krita 5.2.

SMART_SELECT_PICTURES names a folder for two pictures of the manual beside them.
"""

import os
import shutil
from pathlib import Path

import pytest

from krita.krita_session import KritaSession
from krita.test_pictures import keep

FOLDER = os.environ.get("SMART_SELECT_FRAMES", "")


@pytest.mark.skipif(not FOLDER, reason="SMART_SELECT_FRAMES names no folder for the animation's frames")
def test_the_demonstration_shows_a_selection_and_its_correction(krita: KritaSession) -> None:
    if krita.root.release != "trixie":
        pytest.skip("one Krita is enough for pictures")
    report = krita.run(
        "demonstration", theme="Krita dark", photo="astronaut.png", renderer="none", screen=(1334, 800)
    )
    assert "failure" not in report, report["failure"]
    assert report["clicked"] is not None
    assert report["corrected"] is not None
    assert report["layers"][0][2] == ["transparencymask"]
    target = Path(FOLDER) / "krita"
    target.mkdir(parents=True, exist_ok=True)
    for path in (
        *sorted((krita.home / "out").glob("demonstration-[0-9][0-9].png")),
        krita.home / "out" / "frames.json",
    ):
        shutil.copy(path, target)
    pictures = os.environ.get("SMART_SELECT_PICTURES", "")
    if pictures:
        for name in ("clicks", "objects"):
            keep(krita.home / "out" / f"{name}.png", Path(pictures) / f"krita-{name}.png")
