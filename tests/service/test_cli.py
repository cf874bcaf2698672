"""The command line as a process of its own, with a real engine behind it.

The model is a stand-in in SAM 1's layout that draws disks around the wanted points, so the tests know where a
mask must lie and need no download.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("onnx", reason='no onnx; "pip install smart-select[reference]" brings it')
from onnx import TensorProto, helper, save

from reference_models.stand_ins import write_sam1

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def disk_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a pair that draws disks."""
    folder = tmp_path_factory.mktemp("models") / "disks"
    write_sam1(folder)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The current folder, with photo.png (451×300) in it."""
    work = tmp_path / "work"
    work.mkdir()
    picture = np.random.default_rng(0).integers(0, 256, (300, 451, 3), np.uint8)
    Image.fromarray(picture).save(work / "photo.png", compress_level=1)
    return work


@pytest.fixture
def cli(folder: Path) -> Run:
    """Run `python -m smart_select` there; `home=` is where it may keep its files."""

    def run(*argv: str, home: Path | None = None) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {
            "SMART_SELECT_HOME": str(home or folder.parent / "home"),
            "PYTHONPATH": os.pathsep.join(sys.path),
            "PYTHONIOENCODING": "utf-8",
        }
        return subprocess.run(
            [sys.executable, "-m", "smart_select", *argv],
            cwd=folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return run


def assert_said(done: subprocess.CompletedProcess[str], folder: Path, hint: str) -> None:
    """Exit code 1, one line on stderr that holds `hint`, nothing written."""
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert hint in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert [path.name for path in folder.iterdir()] == ["photo.png"]


def test_a_click_selects_what_lies_around_it(cli: Run, folder: Path, disk_model: Path) -> None:
    done = cli(
        "select", "photo.png", "--point", "200,150", "--model", str(disk_model), "-o", "mask.png", "--json"
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["image_size"] == {"width": 451, "height": 300}
    with Image.open(folder / "mask.png") as image:
        mask = np.asarray(image)
    assert mask.shape == (300, 451)
    assert mask[150, 200] == 255
    assert mask[5, 5] == 0


def test_the_mask_can_go_through_a_pipe(cli: Run, folder: Path, disk_model: Path) -> None:
    done = cli(
        "select", "photo.png", "--point", "9,9", "--model", str(disk_model), "--format", "rle", "-o", "-"
    )
    assert json.loads(done.stdout)["segmentation"]["size"] == [300, 451]
    assert done.stderr.startswith("Wrote to stdout (")


def test_json_is_ascii_whatever_folders_are_called(cli: Run, disk_model: Path, tmp_path: Path) -> None:
    done = cli("models", "add", str(disk_model), "--as", "mine", "--json", home=tmp_path / "höhe")
    assert done.returncode == 0, done.stderr
    assert done.stdout.isascii()
    assert "höhe" in json.loads(done.stdout)["models"][0]["folder"]


def test_a_cache_folder_that_can_not_be_written_costs_a_sentence_but_not_the_mask(
    cli: Run, folder: Path, disk_model: Path, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"in the place of a folder")
    done = cli(
        "select", "photo.png", "--point", "9,9", "--model", str(disk_model), "-o", "m.png", home=blocked
    )
    assert done.returncode == 0
    warning, result = done.stderr.splitlines()
    assert "must encode the picture again" in warning
    assert "a part of its path is a file" in warning
    assert result.startswith("Wrote m.png")


def test_a_cache_folder_that_can_not_be_written_is_what_the_doctor_finds(cli: Run, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"in the place of a folder")
    done = cli("doctor", home=blocked)
    assert done.returncode == 1
    assert "Problem: the cache folder" in done.stdout
    assert "Traceback" not in done.stderr


def test_an_unknown_model_is_told_with_the_known_ones(cli: Run, folder: Path) -> None:
    done = cli("select", "photo.png", "--point", "9,9", "--model", "sam9", "-o", "m.png")
    assert_said(done, folder, 'There is no model "sam9"; choose one of embedded, sam2.1-tiny')


def test_a_model_that_is_not_fetched_yet_is_told_with_the_command(cli: Run, folder: Path) -> None:
    done = cli("select", "photo.png", "--point", "9,9", "--model", "sam2.1-tiny", "-o", "m.png")
    assert_said(done, folder, '"smart-select models download sam2.1-tiny"')


def test_onnx_files_that_are_no_sam_are_refused(cli: Run, folder: Path, tmp_path: Path) -> None:
    values = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1]) for name in "ab"]
    graph = helper.make_graph([helper.make_node("Relu", ["a"], ["b"])], "relu", values[:1], values[1:])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    for name in ("encoder.onnx", "decoder.onnx"):
        save(model, tmp_path / name)
    done = cli("select", "photo.png", "--point", "9,9", "--model", str(tmp_path), "-o", "m.png")
    assert_said(done, folder, "fit no supported layout")


def test_files_that_are_no_onnx_are_refused(cli: Run, folder: Path, tmp_path: Path) -> None:
    for name in ("encoder.onnx", "decoder.onnx"):
        (tmp_path / name).write_bytes(b"hello")
    done = cli("select", "photo.png", "--point", "9,9", "--model", str(tmp_path), "-o", "m.png")
    assert_said(done, folder, "not an ONNX model")


def test_bad_arguments_end_with_2(cli: Run, folder: Path) -> None:
    done = cli("select", "photo.png", "--point", "nan,1", "-o", "m.png")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
