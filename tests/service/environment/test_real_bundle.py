"""The whole way: `make bundle`, the set-up from it, and a selection by what was installed."""

import os
import subprocess
from pathlib import Path

import numpy as np
from PIL import Image

from smart_select_plugin.environment import Environment, Places, find_environment

LIMIT_BYTES = 220_000_000


def test_what_is_installed_selects(real_environment: Environment, tmp_path: Path) -> None:
    photo = np.full((120, 160, 3), (60, 110, 70), np.uint8)
    photo[30:90, 50:110] = (200, 60, 40)
    Image.fromarray(photo).save(tmp_path / "photo.png")
    done = subprocess.run(
        [
            real_environment.python,
            "-m",
            "smart_select",
            "select",
            "photo.png",
            "--point",
            "80,60",
            "-o",
            "mask.png",
        ],
        cwd=tmp_path,
        env={**os.environ, "SMART_SELECT_HOME": str(tmp_path / "home"), "PYTHONPATH": ""},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert np.asarray(Image.open(tmp_path / "mask.png"))[60, 80] > 128


def test_it_takes_no_more_room_than_promised(real_environment: Environment) -> None:
    assert real_environment.size_bytes < LIMIT_BYTES


def test_it_is_found_without_starting_anything(real_environment: Environment, real_places: Places) -> None:
    assert find_environment(real_places) == real_environment


def test_nothing_is_left_over(real_environment: Environment, real_places: Places) -> None:
    kept = {path.name for path in real_places.root.iterdir()}
    assert kept == {"current.json", "lock", real_environment.folder.name}


def test_neither_pip_nor_compiled_files_stay(real_environment: Environment) -> None:
    assert not list(real_environment.folder.rglob("pip"))
    assert not list(real_environment.folder.glob("lib/python*/site-packages/numpy/**/tests"))
