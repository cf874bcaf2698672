"""The manual's examples are run as they are printed, on a small picture, with the model that ships inside."""

import shlex
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from manual.pages import Block, marked_blocks
from smart_select.cli.main import run as smart_select

COMMANDS = marked_blocks("run", "sh")
SCRIPTS = marked_blocks("run", "python")
SIZE = 640, 480
BALL = 320, 250, 110
"""Middle and radius."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the examples have: a ball on a meadow below a sky, a beach, a lasso, a shop's pictures."""
    folder = tmp_path_factory.mktemp("examples")
    photo().save(folder / "photo.jpg", quality=92)
    beach = np.linspace((240, 170, 110), (90, 120, 170), SIZE[1])[:, None].repeat(SIZE[0], axis=1)
    Image.fromarray(beach.astype(np.uint8)).save(folder / "beach.jpg")
    Image.fromarray((distance() < BALL[2] + 25).astype(np.uint8) * 255).save(folder / "lasso.png")
    (folder / "shop").mkdir()
    for name in ("ball", "other-ball"):
        photo().resize((320, 240)).save(folder / "shop" / f"{name}.jpg")
    return folder


def distance() -> np.ndarray:
    """Pixels from the ball's middle, H×W."""
    y, x = np.mgrid[: SIZE[1], : SIZE[0]]
    return np.asarray(np.hypot(x - BALL[0], y - BALL[1]))


def photo() -> Image.Image:
    """A ball, lit from above."""
    grain = np.random.default_rng(3).normal(0, 5, (SIZE[1], SIZE[0], 3))
    y = np.arange(SIZE[1])[:, None, None]
    ground = np.where(y < 140, (150, 190, 235), (92, 130, 62))
    shade = 1.15 - 0.5 * (y - (BALL[1] - BALL[2])) / (2 * BALL[2])
    ball = np.array((215, 60, 45)) * shade
    pixels = np.where((distance() < BALL[2])[..., None], ball, ground) + grain
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def run(
    folder: Path, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> subprocess.CompletedProcess[str]:
    """Run Python as a process of its own."""
    monkeypatch.setenv("SMART_SELECT_HOME", str(folder / "home"))
    return subprocess.run(
        [sys.executable, *command], cwd=folder, capture_output=True, text=True, timeout=240, check=False
    )


def test_there_are_examples() -> None:
    assert {block.page for block in COMMANDS} >= {"verbs.md", "scripting.md"}
    assert {block.page for block in SCRIPTS} >= {"scripting.md"}


@pytest.mark.parametrize(
    ("page", "line"),
    [(block.page, line) for block in COMMANDS for line in block.code.splitlines() if line],
)
def test_a_command_does_what_it_is_there_for(
    folder: Path,
    page: str,
    line: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = shlex.split(line)
    assert words[0] == "smart-select"
    for name in ("-o", "--out"):
        if name in words:
            (folder / words[words.index(name) + 1]).unlink(missing_ok=True)
    # In this process, because most of the time of another one would go by with imports.
    monkeypatch.setenv("SMART_SELECT_HOME", str(folder / "home"))
    monkeypatch.chdir(folder)
    assert smart_select(words[1:]) == 0, f"{page}: {line}\n{capsys.readouterr().err}"
    for name in ("-o", "--out"):
        if name in words:
            assert (folder / words[words.index(name) + 1]).exists(), line


@pytest.mark.parametrize(
    "block", SCRIPTS, ids=[f"{block.page}-{number}" for number, block in enumerate(SCRIPTS)]
)
def test_a_script_runs(folder: Path, block: Block, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run(folder, ["-c", block.code], monkeypatch)
    assert done.returncode == 0, f"{block.page}\n{done.stderr}"


def test_the_first_click_of_the_examples_selects_the_ball(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = next(
        line
        for block in COMMANDS
        for line in block.code.splitlines()
        if line.startswith("smart-select select")
    )
    assert run(folder, ["-m", "smart_select", *shlex.split(first)[1:]], monkeypatch).returncode == 0
    with Image.open(folder / "mask.png") as image:
        mask = np.asarray(image) >= 128
    ball = distance() < BALL[2]
    assert (mask & ball).sum() / (mask | ball).sum() > 0.9
