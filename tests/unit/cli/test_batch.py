"""Many pictures in one command: each is made once, and what fails stops nobody else."""

import io
import json
import os
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from smart_select.cli.batch_files import find_pictures, is_finished, plan
from smart_select.cli.batch_progress import BatchBar
from smart_select.cli.pixel_budget import PixelBudget
from smart_select.errors import Cancelled
from smart_select.paths import cache_dir
from smart_select.values import Embedding, Photo
from unit.cli.conftest import Run
from unit.cli.fake_engine import BrokenEngine, FakeEngine, InterruptedEngine

BATCH = ("cutout", "shop", "--subject", "--out", "out")


@pytest.fixture(autouse=True)
def shop(folder: Path) -> Path:
    """A folder with three pictures, and a text that is none."""
    shop = folder / "shop"
    shop.mkdir()
    for index, name in enumerate(("a.jpg", "b.png", "c.webp")):
        picture = np.random.default_rng(index).integers(0, 256, (40, 50, 3), np.uint8)
        Image.fromarray(picture).save(shop / name)
    (shop / "notes.txt").write_text("prices")
    return shop


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


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


def test_what_is_there_already_is_not_made_again(cli: Run, folder: Path, engine: FakeEngine) -> None:
    cli(*BATCH)
    (folder / "out" / "b.png").unlink()
    before = len(engine.seen)
    outcome = cli(*BATCH)
    assert outcome.code == 0
    assert len(engine.seen) == before + 1
    assert outcome.err == "1 written to out, 2 already there (--again makes them anew)\n"
    assert cli(*BATCH, "--again").err == "3 written to out\n"


def test_a_result_that_is_older_than_its_picture_is_made_again(cli: Run, folder: Path, shop: Path) -> None:
    cli(*BATCH)
    later = (folder / "out" / "a.png").stat().st_mtime + 10
    os.utime(shop / "a.jpg", (later, later))
    assert cli(*BATCH).err.startswith("1 written to out, 2 already there")


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
    assert outcome.err.startswith("smart-select: Stopped after 0 of 3 pictures; the same command goes on")
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


class CountingEngine(FakeEngine):
    """Remembers how many pictures it had in hand at once."""

    def __init__(self) -> None:
        super().__init__()
        self.most = self._now = 0
        self._lock = threading.Lock()

    def encode(self, image: Photo, /) -> Embedding:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        try:
            return super().encode(image)
        finally:
            with self._lock:
                self._now -= 1


def test_one_job_is_one_picture_at_a_time(cli: Run) -> None:
    engine = CountingEngine()
    assert cli(*BATCH, "--jobs", "1", engine=engine).code == 0
    assert engine.most == 1
    assert len(engine.seen) == 3


def test_pictures_of_one_name_get_results_of_their_own(tmp_path: Path) -> None:
    pictures = [Path("x/a.jpg"), Path("x/a.PNG"), Path("y/a.jpg"), Path("b.gif")]
    works = plan(pictures, tmp_path, suffix=None, channels=4)
    assert [work.result.name for work in works] == ["a-jpg.png", "a-png.png", "a-jpg-2.png", "b.png"]


def test_results_are_of_their_pictures_kind_where_that_holds_them(tmp_path: Path) -> None:
    pictures = [Path("a.jpg"), Path("b.TIF"), Path("c.gif"), Path("d.webp")]
    kept = [work.result.suffix for work in plan(pictures, tmp_path, suffix=None, channels=3)]
    assert kept == [".jpg", ".tif", ".png", ".webp"]
    asked = {work.result.suffix for work in plan(pictures, tmp_path, suffix="webp", channels=4)}
    assert asked == {".webp"}


def test_a_picture_named_twice_is_made_once(folder: Path) -> None:
    assert len(find_pictures(["shop", "shop/a.jpg", "shop/*"])) == 4  # the text was named by the pattern
    assert [path.name for path in find_pictures(["shop"])] == ["a.jpg", "b.png", "c.webp"]


def test_a_missing_result_is_not_finished(folder: Path) -> None:
    assert not is_finished(plan([Path("shop/a.jpg")], folder / "out", suffix=None, channels=3)[0])


def test_pictures_wait_until_there_is_room(folder: Path) -> None:
    budget = PixelBudget(pixels=3000)  # one of 40×50 at a time
    entered = threading.Event()

    def enter() -> None:
        with budget.room_for(Path("shop/b.png")):
            entered.set()

    with budget.room_for(Path("shop/a.jpg")):
        thread = threading.Thread(target=enter)
        thread.start()
        assert not entered.wait(0.05)
    thread.join(10)
    assert entered.is_set()


def test_a_picture_larger_than_the_budget_comes_in_alone(folder: Path) -> None:
    with PixelBudget(pixels=10).room_for(Path("shop/a.jpg")):
        pass


def test_a_closed_budget_lets_nobody_in(folder: Path) -> None:
    budget = PixelBudget()
    budget.close()
    with pytest.raises(Cancelled), budget.room_for(Path("shop/a.jpg")):
        pass


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_a_bar_and_what_is_left() -> None:
    now = [0.0]
    stream = Terminal()
    with BatchBar(4, stream, clock=lambda: now[0]) as bar:
        bar.advance("skipped", 0)
        now[0] = 30.0
        bar.advance("written", 0)
        bar.say("smart-select: one failed")
        bar.advance("failed", 1)
    text = stream.getvalue()
    assert "0 of 4 pictures" in text
    assert "2 of 4 pictures, 1:00 left" in text
    assert "smart-select: one failed\n" in text
    assert text.endswith("3 of 4 pictures, 1 failed, 0:15 left\n")


def test_elsewhere_there_is_no_bar() -> None:
    stream = io.StringIO()
    with BatchBar(2, stream) as bar:
        bar.advance("written", 0)
        bar.say("a line")
    assert stream.getvalue() == "a line\n"


def test_other_settings_make_results_anew(cli: Run, folder: Path) -> None:
    command = ("replace", "shop", "--subject", "--out", "out")
    cli(*command, "--color", "red")
    assert cli(*command, "--color", "red").err.startswith("0 written to out, 3 already there")
    assert cli(*command, "--color", "blue").err == "3 written to out\n"
    with Image.open(folder / "out" / "b.png") as image:
        assert image.getpixel((0, 0)) == (0, 0, 255)
    assert cli(*command, "--color", "blue", "--jobs", "1").err.startswith("0 written to out")


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
