"""`smart-select select` writes what was asked for and says so."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from smart_select.photo.coco_rle import decode_runs, decompress_runs
from smart_select.values import Embedding, Logits, Mask, Prediction, Prompt
from unit.cli.conftest import Run
from unit.cli.fake_engine import BlindEngine, FakeEngine


def opened(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image)


def test_a_point_becomes_a_mask_file(cli: Run, folder: Path) -> None:
    outcome = cli("select", "photo.png", "--point", "30,20", "-o", "mask.png")
    mask = opened(folder / "mask.png")
    assert outcome.code == 0
    assert mask.shape == (60, 90)
    assert mask[20, 30] == 255


def test_people_read_one_line_about_the_result(cli: Run) -> None:
    outcome = cli("select", "photo.png", "--point", "30,20", "-o", "mask.png")
    assert outcome.err == "Wrote mask.png (score 0.90, 8 % of the picture)\n"
    assert outcome.out == ""


def test_points_of_both_kinds_reach_the_engine(cli: Run, engine: FakeEngine) -> None:
    cli("select", "photo.png", "--point", "1,2", "--point", "3,4,-;5,6,+", "-o", "mask.png")
    assert engine.prompts[0].points == ((1.0, 2.0, 1), (3.0, 4.0, 0), (5.0, 6.0, 1))


def test_a_box_reaches_the_engine(cli: Run, engine: FakeEngine) -> None:
    cli("select", "photo.png", "--box", "1,2,30,40.5", "-o", "mask.png")
    assert engine.prompts[0].box == (1.0, 2.0, 30.0, 40.5)


@pytest.mark.parametrize("mode", ["L", "1", "RGB", "I;16"])
def test_a_rough_mask_reaches_the_engine(cli: Run, folder: Path, engine: FakeEngine, mode: str) -> None:
    rough = np.zeros((60, 90), np.uint8)
    rough[10:20, 30:50] = 255
    deep = Image.fromarray(rough.astype(np.uint16) * 257)
    (deep if mode == "I;16" else Image.fromarray(rough).convert(mode)).save(folder / "rough.png")
    cli("select", "photo.png", "--mask", "rough.png", "-o", "mask.png")
    assert np.array_equal(engine.prompts[0].mask, rough)


def test_what_a_rough_mask_leaves_transparent_is_not_wanted(
    cli: Run, folder: Path, engine: FakeEngine
) -> None:
    rough = np.full((60, 90, 4), 255, np.uint8)
    rough[:, 45:, 3] = 0
    Image.fromarray(rough).save(folder / "rough.png")
    cli("select", "photo.png", "--mask", "rough.png", "-o", "mask.png")
    mask = engine.prompts[0].mask
    assert mask is not None
    assert mask[:, :45].all()
    assert not mask[:, 45:].any()


def test_the_subject_needs_no_prompt(cli: Run) -> None:
    assert cli("select", "photo.png", "--subject", "-o", "mask.png").code == 0


def test_the_engine_sees_the_picture_upright(cli: Run, folder: Path, engine: FakeEngine) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.open("photo.png").save("turned.png", exif=exif)
    cli("select", "turned.png", "--point", "30,70", "-o", "mask.png")
    assert engine.seen[0].shape == (90, 60, 3)
    assert opened(folder / "mask.png").shape == (90, 60)


def test_json_describes_the_result(cli: Run) -> None:
    record = cli("select", "photo.png", "--point", "45,30", "-o", "mask.png", "--json").json
    seconds = record.pop("seconds")
    assert set(seconds) == {"read", "load", "encode", "select", "write"}
    assert record == {
        "output": "mask.png",
        "format": "png",
        "score": 0.9,
        "area": 448,
        "bounding_box": [33, 18, 57, 42],
        "candidate": 2,
        "candidates": [{"score": 0.5}, {"score": 0.9}, {"score": 0.7}],
        "image_size": {"width": 90, "height": 60},
        "model": "embedded",
        "provider": "the encoder runs on paper",
    }


class ThriftyEngine(FakeEngine):
    """Refuses to draw masks that nobody asked for."""

    def predict(self, embedding: Embedding, prompt: Prompt, /) -> Prediction:
        prediction = super().predict(embedding, prompt)
        candidates = tuple(
            candidate if candidate is prediction.best else replace(candidate, render=self._refuse)
            for candidate in prediction.candidates
        )
        return replace(prediction, candidates=candidates)

    def _refuse(self, _logits: Logits) -> Mask:
        raise AssertionError("a mask that nobody asked for")


def test_json_costs_no_other_candidates_mask(cli: Run) -> None:
    argv = ("select", "photo.png", "--point", "45,30", "-o", "mask.png", "--json")
    assert cli(*argv, engine=ThriftyEngine()).code == 0


def test_json_leaves_stderr_alone(cli: Run) -> None:
    assert cli("select", "photo.png", "--point", "45,30", "-o", "mask.png", "--json").err == ""


@pytest.mark.parametrize(
    ("choice", "candidate"), [("best", 2), ("part", 1), ("whole", 3), ("1", 1), ("2", 2), ("3", 3)]
)
def test_another_candidate_can_be_chosen(cli: Run, choice: str, candidate: int) -> None:
    outcome = cli("select", "photo.png", "--point", "9,9", "-o", "m.png", "--json", "--candidate", choice)
    assert outcome.json["candidate"] == candidate


def test_a_cut_out_has_the_objects_colours_and_alpha(cli: Run, folder: Path) -> None:
    cli("select", "photo.png", "--point", "45,30", "--format", "cutout", "-o", "cut.png")
    cut, photo = opened(folder / "cut.png"), opened(folder / "photo.png")
    assert cut[30, 45].tolist() == [*photo[30, 45].tolist(), 255]
    assert cut[0, 0].tolist() == [0, 0, 0, 0]


def test_a_json_suffix_asks_for_coco_run_lengths(cli: Run, folder: Path) -> None:
    cli("select", "photo.png", "--point", "45,30", "-o", "mask.json")
    annotation = json.loads((folder / "mask.json").read_text())
    counts = decompress_runs(annotation["segmentation"]["counts"])
    assert decode_runs(counts, (90, 60)).sum() == annotation["area"] == 448


def test_polygons_are_written_on_demand(cli: Run, folder: Path) -> None:
    cli("select", "photo.png", "--point", "45,30", "--format", "polygon", "-o", "mask.json")
    ((outline,),) = json.loads((folder / "mask.json").read_text())["segmentation"]["polygons"]
    assert len(outline) >= 8


def test_a_mask_may_be_a_tiff(cli: Run, folder: Path) -> None:
    cli("select", "photo.png", "--point", "45,30", "-o", "mask.tif")
    assert opened(folder / "mask.tif").dtype == np.uint8


def test_an_existing_result_is_replaced(cli: Run, folder: Path) -> None:
    (folder / "mask.png").write_bytes(b"old")
    cli("select", "photo.png", "--point", "45,30", "-o", "mask.png")
    assert opened(folder / "mask.png").shape == (60, 90)


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (5000, 1)])
@pytest.mark.parametrize("kind", ["png", "cutout", "rle", "polygon"])
def test_extreme_shapes_are_selected_in(cli: Run, folder: Path, size: tuple[int, int], kind: str) -> None:
    Image.new("RGB", size, "teal").save(folder / "thin.png")
    output = "out.json" if kind in ("rle", "polygon") else "out.png"
    x, y = size[0] / 2, size[1] / 2
    assert cli("select", "thin.png", "--point", f"{x},{y}", "--format", kind, "-o", output).code == 0
    if kind == "polygon":
        assert json.loads((folder / output).read_text())["segmentation"]["polygons"]


def test_nothing_found_is_an_error_and_writes_no_file(cli: Run, folder: Path) -> None:
    outcome = cli("select", "photo.png", "--point", "45,30", "-o", "mask.png", engine=BlindEngine())
    assert outcome.code == 1
    assert outcome.err.startswith("smart-select: Nothing was found there;")
    assert not (folder / "mask.png").exists()
