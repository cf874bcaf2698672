"""The command line with a fake engine, in an empty folder of its own."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from smart_select.cli.main import run
from unit.cli.fake_engine import FakeEngine, backend_of


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever was printed
        """The one object on stdout."""
        return json.loads(self.out)


Run = Callable[..., Outcome]


def names(folder: Path) -> list[str]:
    """Return what is in a folder, sorted."""
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def engine() -> FakeEngine:
    """The engine behind `cli`."""
    return FakeEngine()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with photo.png (90×60) in it; settings, caches and logs are elsewhere."""
    home = tmp_path / "home"
    monkeypatch.setenv("SMART_SELECT_HOME", str(home))
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    picture = np.random.default_rng(0).integers(0, 256, (60, 90, 3), np.uint8)
    Image.fromarray(picture).save(work / "photo.png")
    return work


@pytest.fixture
def shop(folder: Path) -> Path:
    """A folder with three pictures, and a text that is none."""
    shop = folder / "shop"
    shop.mkdir()
    for index, name in enumerate(("a.jpg", "b.png", "c.webp")):
        picture = np.random.default_rng(index).integers(0, 256, (40, 50, 3), np.uint8)
        Image.fromarray(picture).save(shop / name)
    (shop / "notes.txt").write_text("prices")
    return shop


@pytest.fixture
def cli(folder: Path, engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command; `engine=` puts another fake behind it."""

    def run_command(*argv: str, engine: FakeEngine = engine) -> Outcome:
        code = run(argv, backend=backend_of(engine))
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return run_command
