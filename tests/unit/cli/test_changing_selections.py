"""The options that change a selection, strokes, and snapping a lasso."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from smart_select.masks.shaping import feather, grow, invert
from unit.cli.conftest import Run
from unit.cli.fake_engine import FakeEngine

SELECT = ("select", "photo.png", "--point", "45,30")


def opened(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image)


def selected(cli: Run, folder: Path, *options: str) -> np.ndarray:
    outcome = cli(*SELECT, *options, "-o", "mask.png")
    assert outcome.code == 0, outcome.err
    return opened(folder / "mask.png")


def test_a_selection_grows_shrinks_softens_and_turns_round(cli: Run, folder: Path) -> None:
    plain = selected(cli, folder)
    assert np.array_equal(selected(cli, folder, "--grow", "3"), grow(plain, 3))
    assert np.array_equal(selected(cli, folder, "--grow", "-2.5"), grow(plain, -2.5))
    assert np.array_equal(selected(cli, folder, "--feather", "2px"), feather(plain, 2))
    assert np.array_equal(selected(cli, folder, "--invert"), invert(plain))


def test_per_cent_are_of_the_longer_side(cli: Run, folder: Path) -> None:
    assert np.array_equal(selected(cli, folder, "--grow", "10%"), grow(selected(cli, folder), 9.0))


def test_the_record_is_about_the_changed_selection(cli: Run) -> None:
    before = cli(*SELECT, "-o", "m.png", "--json").json
    after = cli(*SELECT, "--grow", "3", "-o", "m.png", "--json").json
    assert after["area"] > before["area"]
    assert after["bounding_box"][0] == before["bounding_box"][0] - 3


def test_a_selection_that_is_shrunk_away_is_an_error(cli: Run, folder: Path) -> None:
    outcome = cli(*SELECT, "--grow", "-40", "-o", "mask.png")
    assert outcome.code == 1
    assert "Nothing is left of the selection" in outcome.err
    assert not (folder / "mask.png").exists()


def test_a_selection_that_is_smoothed_away_is_told_with_what_helps(cli: Run, folder: Path) -> None:
    outcome = cli(*SELECT, "--smooth", "500", "-o", "m.png")
    assert outcome.code == 1
    assert "shrink or smooth it less" in outcome.err
    assert not (folder / "m.png").exists()


@pytest.mark.parametrize(
    "option", [("--smooth", "3"), ("--drop-specks", "1%"), ("--fill-holes", "100"), ("--keep-clicked",)]
)
def test_every_other_change_keeps_a_plain_disk(cli: Run, folder: Path, option: tuple[str, ...]) -> None:
    plain, changed = selected(cli, folder), selected(cli, folder, *option)
    assert np.abs(changed.astype(int) - plain).mean() < 2.5


def test_a_stroke_is_points_along_it(cli: Run, engine: FakeEngine) -> None:
    assert cli("select", "photo.png", "--stroke", "10,10;50,10", "-o", "m.png").code == 0
    points = tuple(engine.prompts[0].points)
    assert len(points) == 8
    assert {label for _, _, label in points} == {1}
    assert all(10 < x < 50 and y == 10 for x, y, _ in points)


def test_a_stroke_with_a_minus_at_its_end_is_not_wanted(cli: Run, engine: FakeEngine) -> None:
    argv = ("select", "photo.png", "--point", "45,30", "--stroke", "-5,3;8,3;80,3,-", "-o", "m.png")
    assert cli(*argv).code == 0
    labels = [label for _, _, label in engine.prompts[0].points]
    assert labels[0] == 1
    assert set(labels[1:]) == {0}


def test_a_stroke_beside_the_picture_is_told(cli: Run) -> None:
    outcome = cli("select", "photo.png", "--stroke", "200,10;250,10", "-o", "m.png")
    assert outcome.code == 1
    assert "The stroke lies outside the picture" in outcome.err


@pytest.mark.parametrize("text", ["", "5", "a,b;c,d", "nan,1;2,2"])
def test_a_stroke_that_is_none_is_bad_arguments(cli: Run, text: str) -> None:
    assert cli("select", "photo.png", "--stroke", text, "-o", "m.png").code == 2


def test_a_snapped_lasso_keeps_to_what_it_goes_around(cli: Run, folder: Path) -> None:
    picture = np.full((60, 90, 3), 120, np.uint8)
    picture[20:40, 50:80] = (200, 30, 30)
    Image.fromarray(picture).save("red.png")
    rough = np.zeros((60, 90), np.uint8)
    rough[18:43, 47:82] = 255
    Image.fromarray(rough).save("lasso.png")
    # The fake engine answers with disks, which are something else.
    assert cli("select", "red.png", "--mask", "lasso.png", "--snap", "-o", "mask.png").code == 0
    inside = opened(folder / "mask.png") >= 128
    assert inside[22:38, 53:77].all()
    assert not inside[:, :40].any()
    assert not inside[:12].any()


def test_snapping_without_a_lasso_is_bad_arguments(cli: Run) -> None:
    outcome = cli(*SELECT, "--snap", "-o", "m.png")
    assert outcome.code == 2
    assert "--mask" in outcome.err
