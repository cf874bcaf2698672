"""A batch as a process of its own, with a real engine: killed in the middle, it leaves whole files only."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("onnx", reason='no onnx; "pip install smart-select[reference]" brings it')

from reference_models.stand_ins import write_sam1

PICTURES = 6


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A pair that draws disks."""
    folder = tmp_path / "model"
    write_sam1(folder)
    return folder


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A folder of pictures."""
    folder = tmp_path / "shop"
    folder.mkdir()
    for index in range(PICTURES):
        picture = np.random.default_rng(index).integers(0, 256, (300, 400, 3), np.uint8)
        Image.fromarray(picture).save(folder / f"{index:02}.png", compress_level=1)
    return folder


def start(tmp_path: Path, model: Path) -> "subprocess.Popen[str]":
    command = ["cutout", "shop/*.png", "--point", "200,150", "--model", str(model), "--out", "out", "--json"]
    environment = os.environ | {
        "SMART_SELECT_HOME": str(tmp_path / "home"),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "smart_select", *command],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def finished(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "out").glob("[!.]*.png")) if (tmp_path / "out").is_dir() else []


def wait_for_first(tmp_path: Path, process: "subprocess.Popen[str]") -> None:
    until = time.monotonic() + 120
    while not finished(tmp_path) and process.poll() is None:
        assert time.monotonic() < until
        time.sleep(0.005)


def go_on(tmp_path: Path, model: Path) -> tuple[int, list[dict[str, object]]]:
    process = start(tmp_path, model)
    out, _ = process.communicate(timeout=240)
    return process.returncode, [json.loads(line) for line in out.splitlines()]


def assert_all_whole(tmp_path: Path) -> None:
    assert len(finished(tmp_path)) == PICTURES
    for path in finished(tmp_path):
        with Image.open(path) as image:
            assert np.asarray(image).shape == (300, 400, 4)


def test_a_killed_batch_leaves_whole_files_and_goes_on(tmp_path: Path, shop: Path, model: Path) -> None:
    process = start(tmp_path, model)
    wait_for_first(tmp_path, process)
    process.kill()
    process.communicate(timeout=60)
    there = finished(tmp_path)
    for path in there:
        with Image.open(path) as image:
            image.load()
    code, lines = go_on(tmp_path, model)
    assert code == 0
    assert lines[-1]["summary"] == {
        "written": PICTURES - len(there),
        "skipped": len(there),
        "failed": 0,
        "total": PICTURES,
    }
    assert_all_whole(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_ctrl_c_ends_what_is_begun_and_says_how_to_go_on(tmp_path: Path, shop: Path, model: Path) -> None:
    process = start(tmp_path, model)
    wait_for_first(tmp_path, process)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert "Traceback" not in err
    if process.returncode:  # else it was done already
        assert process.returncode == 1
        assert (
            f"Stopped after {len(finished(tmp_path))} of {PICTURES} pictures; the same command goes on" in out
        )
        assert err.count("The pictures in hand are finished first") == 1
    assert not list((tmp_path / "out").glob(".*.part"))
    assert go_on(tmp_path, model)[0] == 0
    assert_all_whole(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_ctrl_c_twice_waits_for_nothing(tmp_path: Path, model: Path) -> None:
    (tmp_path / "shop").mkdir()
    picture = np.random.default_rng(0).integers(0, 256, (1500, 2000, 3), np.uint8)
    for index in range(PICTURES):
        Image.fromarray(picture).save(tmp_path / "shop" / f"{index:02}.png", compress_level=1)
    process = start(tmp_path, model)
    wait_for_first(tmp_path, process)
    process.send_signal(signal.SIGINT)
    assert process.stderr is not None
    said = process.stderr.readline()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    if said:  # else it was done already
        assert "Ctrl+C again leaves them as they were" in said
        assert (process.returncode, err) == (1, "")
        assert " of 6 pictures; the same command goes on where this one ended" in out
    assert not list((tmp_path / "out").glob(".*.part"))
