"""The embedded model is ahead of what any editor offers without it, and hits what the demo clicks on."""

import os
from pathlib import Path

import numpy as np
import pytest
from skimage import data

import smart_select as ss
from accuracy.product import product
from accuracy.protocol import Report, best_of, disk, evaluate, load_samples, wand

PHOTOS = Path(
    os.environ.get("SMART_SELECT_TEST_PHOTOS", Path(__file__).resolve().parents[3] / "shared" / "photos")
)

# Round the best settings that `make accuracy` finds with a longer list.
BEST_DISK_RADII = (0.1, 0.13, 0.16)
BEST_WAND_TOLERANCES = (48, 64, 80)


@pytest.fixture(scope="module")
def engine() -> ss.Engine:
    return ss.load("embedded", cache=None)


@pytest.fixture(scope="module")
def samples() -> list:
    if not (PHOTOS / "manifest.csv").is_file():
        pytest.skip("there is no folder of photographs with masks; name one with SMART_SELECT_TEST_PHOTOS")
    return load_samples(PHOTOS)


@pytest.fixture(scope="module")
def embedded(engine: ss.Engine, samples: list) -> Report:
    return evaluate(product(engine), samples)


@pytest.mark.slow
def test_embedded_model_is_ahead_of_a_disk_round_the_click(embedded: Report, samples: list) -> None:
    _, baseline = best_of(disk, BEST_DISK_RADII, samples)
    for clicks in (1, 3, 5):
        assert embedded.iou(clicks) > baseline.iou(clicks)
    assert embedded.box() > baseline.box()


@pytest.mark.slow
def test_embedded_model_is_ahead_of_a_magic_wand(embedded: Report, samples: list) -> None:
    _, baseline = best_of(wand, BEST_WAND_TOLERANCES, samples)
    for clicks in (1, 3, 5):
        assert embedded.iou(clicks) > baseline.iou(clicks)
    assert embedded.box() > baseline.box()


@pytest.mark.slow
def test_more_clicks_help(embedded: Report) -> None:
    assert embedded.iou(1) < embedded.iou(3) < embedded.iou(5)


# A few points that any drawing of the object must hold, and some that it must not, in pixels.
OBVIOUS = {
    "chelsea": (data.chelsea, (130, 190), [(100, 150), (230, 200), (150, 250)], [(430, 20), (440, 120)]),
    "coffee": (
        data.coffee,
        (300, 150),
        [(250, 120), (330, 120), (300, 240)],
        [(20, 20), (580, 380), (560, 40)],
    ),
    "astronaut": (data.astronaut, (200, 400), [(150, 350), (260, 450)], [(490, 20), (20, 20)]),
}


@pytest.mark.parametrize("name", OBVIOUS)
def test_click_of_the_demo_selects_the_obvious_object(engine: ss.Engine, name: str) -> None:
    make, (x, y), inside, outside = OBVIOUS[name]
    mask = engine.predict(engine.encode(make()), ss.Prompt(points=[(x, y, 1)])).best.mask
    assert [bool(mask[row, column] >= 128) for column, row in inside] == [True] * len(inside)
    assert [bool(mask[row, column] >= 128) for column, row in outside] == [False] * len(outside)


def test_embedded_files_fit_in_eight_megabytes() -> None:
    folder = Path(ss.__file__).parent / "embedded"
    assert sum(path.stat().st_size for path in folder.glob("*.onnx")) <= 8_000_000


def test_embedded_model_answers_bit_for_bit_the_same(engine: ss.Engine) -> None:
    embedding = engine.encode(data.coffee())
    prompt = ss.Prompt(points=[(300, 150, 1)])
    first = engine.predict(embedding, prompt).best.logits
    engine.predict(embedding, ss.Prompt(points=[(10, 10, 1), (50, 50, 0), (90, 9, 1)]))
    np.testing.assert_array_equal(engine.predict(embedding, prompt).best.logits, first)
