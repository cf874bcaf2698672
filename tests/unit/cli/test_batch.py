"""Many pictures in one command: each is made once, and what fails stops nobody else."""

import json
import os
from pathlib import Path

import pytest
from PIL import Image

from unit.cli.conftest import Run, names
from unit.cli.fake_engine import BrokenEngine, FakeEngine, InterruptedEngine

BATCH = ("cutout", "shop", "--subject", "--out", "out")

pytestmark = pytest.mark.usefixtures("shop")


def test_a_folders_pictures_are_cut_out_into_another(cli: Run, folder: Path) -> None:
    outcome = cli(*BATCH)
    assert outcome.code == 0
    assert outcome.err == "3 written to out\n"
    assert names(folder / "out") == ["a.png", "b.png", "c.webp"]
    with Image.open(folder / "out" / "a.png") as image:
        assert image.mode == "RGBA"


@pytest.mark.parametrize(
    "given", [("shop/a.jpg", "shop/b.png"), ("shop/[ab].*",), ("shop/a.jpg", "shop/*.png")]
)
def test_names_and_patterns_mean_pictures(cli: Run, folder: Path, given: tuple[str, ...]) -> None:
    assert cli("replace", *given, "--subject", "--color", "red", "--out", "deep/out").code == 0
    assert names(folder / "deep" / "out") == ["a.jpg", "b.png"]


def test_one_that_fails_is_told_and_does_not_stop_the_others(cli: Run, folder: Path, shop: Path) -> None:
    (shop / "b.png").write_bytes(b"\x89PNG\r\n\x1a\nnot really")
    outcome = cli(*BATCH)
    assert outcome.code == 1
    assert names(folder / "out") == ["a.png", "c.webp"]
    told, summary = outcome.err.splitlines()
    assert told.startswith("smart-select: ")
    assert "b.png can't be opened" in told
    assert summary == "2 written to out, 1 failed"


def test_that_only_a_first_frame_was_taken_is_said(cli: Run, shop: Path) -> None:
    frames = [Image.new("RGB", (40, 50), (level, 0, 0)) for level in (0, 90, 200)]
    frames[0].save(shop / "moving.gif", save_all=True, append_images=frames[1:])
    frames[0].save(shop / "scan.tif", save_all=True, append_images=frames[1:])
    frames[0].save(shop / "phone.jpg", format="MPO", save_all=True, append_images=frames[1:])
    told = cli(*BATCH).err
    assert "moving.gif is animated; its first frame was taken." in told
    assert "scan.tif has several pages; the first one was taken." in told
    assert "phone.jpg" not in told


def test_what_is_true_of_all_pictures_is_said_once(cli: Run, engine: FakeEngine) -> None:
    engine.cache_problem = "Nothing can be kept: the disk is full."
    assert cli(*BATCH, "--jobs", "1").err.count("the disk is full") == 1


def test_a_file_in_the_place_of_the_folder_is_told(cli: Run, folder: Path) -> None:
    (folder / "out").write_text("precious")
    outcome = cli(*BATCH)
    assert outcome.code == 1
    assert outcome.err.endswith(
        "out can't be written: it is a file and not a folder, so choose another name.\n"
    )
    assert (folder / "out").read_text() == "precious"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="permission bits don't bind this user")
def test_a_folder_that_may_not_be_looked_into_is_told(cli: Run, shop: Path, folder: Path) -> None:
    shop.chmod(0)
    try:
        outcome = cli(*BATCH)
        inside = cli("cutout", "shop/a.jpg", "--out", "out")
    finally:
        shop.chmod(0o755)
    assert outcome.err.endswith("shop can't be opened: you have no permission.\n")
    assert "a.jpg can't be opened: you have no permission." in inside.err


def test_a_sentence_about_the_content_names_the_picture(cli: Run) -> None:
    outcome = cli(*BATCH, "--grow", "-100%")
    assert outcome.code == 1
    lines = outcome.err.splitlines()
    assert lines[-1] == "0 written to out, 3 failed"
    assert all("Nothing is left" in line and "shop" in line for line in lines[:-1])


def test_a_bug_costs_one_picture_and_goes_to_the_log(cli: Run, folder: Path) -> None:
    outcome = cli(*BATCH, engine=BrokenEngine())
    assert outcome.code == 1
    assert outcome.err.count("something unexpected went wrong (ZeroDivisionError)") == 3
    assert "ZeroDivisionError: deep inside" in (folder.parent / "home/log/smart-select.log").read_text()


def test_scripts_get_a_line_for_each_and_a_summary(cli: Run, shop: Path) -> None:
    (shop / "b.png").write_bytes(b"no picture")
    outcome = cli(*BATCH, "--json")
    assert outcome.code == 1
    assert outcome.err == ""
    *lines, summary = [json.loads(line) for line in outcome.out.splitlines()]
    by_name = {Path(line["image"]).name: line for line in lines}
    assert by_name["a.jpg"]["output"] == str(Path("out/a.png"))
    assert by_name["b.png"]["error"]["kind"] == "ImageUnreadable"
    assert summary == {
        "summary": {"written": 2, "skipped": 0, "failed": 1, "total": 3},
        "output": "out",
    }
    again = [json.loads(line) for line in cli(*BATCH, "--json").out.splitlines()]
    assert sum(line.get("skipped", False) for line in again) == 2


def test_ctrl_c_says_how_to_go_on(cli: Run, folder: Path) -> None:
    outcome = cli(*BATCH, engine=InterruptedEngine())
    assert outcome.code == 1
    assert outcome.err.splitlines()[-1].startswith(
        "smart-select: Stopped after 0 of 3 pictures; the same command goes on"
    )
    assert names(folder / "out") == []


def test_a_result_never_replaces_a_picture_that_is_read(cli: Run, shop: Path) -> None:
    (shop / "a.png").write_bytes(b"a picture of the user's, and no result")
    before = {file: file.read_bytes() for file in shop.iterdir()}
    for given in ("shop", "shop/a.jpg"):
        outcome = cli("cutout", given, "--subject", "--out", "shop")
        assert outcome.code == 1
        assert outcome.err.endswith(
            "shop can't be written: the pictures are in it, so choose another folder.\n"
        )
    assert {file: file.read_bytes() for file in shop.iterdir()} == before


@pytest.mark.skipif(os.name != "posix", reason="there are no named pipes")
def test_a_pipe_among_the_pictures_is_told_and_not_waited_for(cli: Run, folder: Path) -> None:
    os.mkfifo(folder / "pipe.jpg")
    outcome = cli("cutout", "shop/a.jpg", "pipe.jpg", "--subject", "--out", "out")
    assert outcome.code == 1
    assert "pipe.jpg" in outcome.err
    assert names(folder / "out") == ["a.png"]


@pytest.mark.parametrize(
    ("argv", "code", "hint"),
    [
        (("cutout", "nothing-here", "--out", "out"), 1, "there is no such file"),
        (("cutout", "*.nothing", "--out", "out"), 2, "There is no picture in *.nothing"),
        (("cutout", "shop", "-o", "x.png"), 2, "shop is a folder"),
        (("cutout", "shop"), 2, "--out"),
        (("cutout", "shop", "--out", "out", "-o", "x.png"), 2, "not allowed with"),
        (("cutout", "shop", "--out", "out", "--as", "jpg"), 1, "JPEG can't hold transparency"),
        (("cutout", "shop", "--out", "photo.png"), 1, "photo.png can't be written"),
        (("blur", "shop", "--out", "out", "--jobs", "0"), 2, "is not a number of jobs"),
        (("sky", "shop", "--out", "out"), 2, "Say what to select"),
        (("replace", "shop", "--out", "out"), 2, "Say what comes behind"),
        (("replace", "shop", "--out", "out", "--picture", "no.png"), 1, "no.png can't be opened"),
        (("cutout", "shop", "--out", "out", "--model", "sam9"), 1, 'There is no model "sam9"'),
    ],
)
def test_what_is_wrong_with_the_command_is_said_once(
    cli: Run, folder: Path, argv: tuple[str, ...], code: int, hint: str
) -> None:
    outcome = cli(*argv)
    assert outcome.code == code
    assert hint in outcome.err
    assert not (folder / "out").exists() or not names(folder / "out")
