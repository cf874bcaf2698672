"""A second run makes what is missing, old, or was made with other settings."""

import os
from pathlib import Path

import pytest
from PIL import Image

from smart_select.paths import cache_dir
from smart_select.values import Embedding, Photo
from unit.cli.conftest import Run
from unit.cli.fake_engine import FakeEngine

BATCH = ("cutout", "shop", "--subject", "--out", "out")

pytestmark = pytest.mark.usefixtures("shop")


def test_what_is_there_already_is_not_made_again(cli: Run, folder: Path, engine: FakeEngine) -> None:
    cli(*BATCH)
    (folder / "out" / "b.png").unlink()
    before = len(engine.seen)
    outcome = cli(*BATCH)
    assert outcome.code == 0
    assert len(engine.seen) == before + 1
    assert outcome.err == "1 written to out, 2 already there (--again makes them anew)\n"
    assert cli(*BATCH, "--again").err == "3 written to out\n"


def test_a_result_of_another_picture_of_the_same_name_is_not_taken_for_this_one_s(
    cli: Run, folder: Path, shop: Path
) -> None:
    for place, colour in (("x", "red"), ("y", "blue"), ("z", "lime")):
        (folder / place).mkdir()
        Image.new("RGB", (40, 30), colour).save(folder / place / "a.png")
    cli("cutout", "x/a.png", "y/a.png", "--subject", "--out", "out")
    outcome = cli("cutout", "z/a.png", "x/a.png", "y/a.png", "--subject", "--out", "out")
    assert outcome.err == "3 written to out\n"
    with Image.open(folder / "out/a-png-2.png") as image:
        assert image.getpixel((20, 15)) == (255, 0, 0, 255)
    (folder / "x").rename(folder / "w")
    again = cli("cutout", "z/a.png", "w/a.png", "y/a.png", "--subject", "--out", "out")
    assert again.err.startswith("0 written to out, 3 already there")


def test_a_picture_that_was_replaced_by_an_older_one_is_made_again(
    cli: Run, folder: Path, shop: Path
) -> None:
    cli(*BATCH)
    Image.new("RGB", (40, 30), "red").save(shop / "a.jpg")
    os.utime(shop / "a.jpg", (1, 1))
    assert cli(*BATCH).err.startswith("1 written to out, 2 already there")


def test_a_result_that_is_older_than_its_picture_is_made_again(cli: Run, folder: Path, shop: Path) -> None:
    cli(*BATCH)
    later = (folder / "out" / "a.png").stat().st_mtime + 10
    os.utime(shop / "a.jpg", (later, later))
    assert cli(*BATCH).err.startswith("1 written to out, 2 already there")


def test_other_settings_make_results_anew(cli: Run, folder: Path) -> None:
    command = ("replace", "shop", "--subject", "--out", "out")
    cli(*command, "--color", "red")
    assert cli(*command, "--color", "red").err.startswith("0 written to out, 3 already there")
    assert cli(*command, "--color", "blue").err == "3 written to out\n"
    with Image.open(folder / "out" / "b.png") as image:
        assert image.getpixel((0, 0)) == (0, 0, 255)
    assert cli(*command, "--color", "blue", "--jobs", "1").err.startswith("0 written to out")


def test_two_runs_at_once_do_not_take_each_other_s_results_for_their_own(cli: Run, folder: Path) -> None:
    command = ("replace", "shop/a.jpg", "--subject", "--again", "--out", "out")
    cli(*command, "--color", "red")

    class Meanwhile(FakeEngine):
        """Another run, with other settings, is done before this one."""

        def encode(self, image: Photo, /) -> Embedding:
            cli(*command, "--color", "blue")
            return super().encode(image)

    cli(*command, "--color", "red", engine=Meanwhile())
    assert cli(*command[:3], *command[4:], "--color", "blue").err == "1 written to out\n"


def test_the_notes_of_many_runs_do_not_pile_up(cli: Run, folder: Path) -> None:
    for _ in range(40):
        cli("cutout", "shop/a.jpg", "--subject", "--again", "--out", "out")
    (journal,) = (cache_dir() / "batches").iterdir()
    assert len(journal.read_text().splitlines()) < 20
    assert cli("cutout", "shop/a.jpg", "--subject", "--out", "out").err.startswith("0 written")
    assert cli("cutout", "shop/a.jpg", "--subject", "--grow", "1", "--out", "out").err.startswith("1 written")


def test_a_changed_background_picture_is_another_setting(cli: Run, folder: Path) -> None:
    command = ("replace", "shop", "--subject", "--picture", "behind.png", "--out", "out")
    Image.new("RGB", (5, 5), "red").save(folder / "behind.png")
    cli(*command)
    Image.new("RGB", (7, 5), "blue").save(folder / "behind.png")
    assert cli(*command).err == "3 written to out\n"


def test_results_of_which_nothing_is_known_count_by_their_time(cli: Run, folder: Path) -> None:
    cli(*BATCH)
    for journal in (cache_dir() / "batches").iterdir():
        journal.write_text('["a.png", "oth\n')
    assert cli(*BATCH).err.startswith("0 written to out, 3 already there")
