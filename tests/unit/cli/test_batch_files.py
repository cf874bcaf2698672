"""Which pictures a batch is about, what their results are called, and links among them."""

import os
from pathlib import Path

import pytest

from smart_select.cli.batch_files import find_pictures, is_finished, plan
from unit.cli.conftest import Run, names

BATCH = ("cutout", "shop", "--subject", "--out", "out")

pytestmark = pytest.mark.usefixtures("shop")
needs_links = pytest.mark.skipif(os.name != "posix", reason="links need a privilege")


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
    found = find_pictures(["shop", "shop/a.jpg", "shop/../shop/a.jpg", "shop/*"])
    assert len(found.pictures) == 4  # the text was named by the pattern
    assert found.note == ""
    assert [path.name for path in find_pictures(["shop"]).pictures] == ["a.jpg", "b.png", "c.webp"]


def test_a_name_that_no_file_can_have_is_left_to_who_reads_it(folder: Path) -> None:
    name = "x" * 300 + ".png"
    assert find_pictures([name, "shop/a.jpg"]).pictures == (Path(name), Path("shop/a.jpg"))


def test_a_missing_result_is_not_finished(folder: Path) -> None:
    assert not is_finished(plan([Path("shop/a.jpg")], folder / "out", suffix=None, channels=3)[0])


@needs_links
def test_links_that_lead_nowhere_are_told_and_stop_nobody(cli: Run, shop: Path, folder: Path) -> None:
    (shop / "gone.jpg").symlink_to("nothing.jpg")
    (shop / "round.jpg").symlink_to("round.jpg")
    outcome = cli(*BATCH)
    assert outcome.code == 1
    assert "gone.jpg can't be opened: there is no such file or folder" in outcome.err
    assert "round.jpg can't be opened: its links go round in a circle" in outcome.err
    assert outcome.err.endswith("3 written to out, 2 failed\n")
    assert names(folder / "out") == ["a.png", "b.png", "c.webp"]


@needs_links
def test_a_link_beside_its_picture_gets_no_result_and_that_is_said(
    cli: Run, shop: Path, folder: Path
) -> None:
    (shop / "a-newest.jpg").symlink_to("b.png")  # it comes first, and yet the file gives the name
    outcome = cli(*BATCH)
    assert outcome.code == 0
    link, file = Path("shop", "a-newest.jpg"), Path("shop", "b.png")
    assert outcome.err == (
        f"smart-select: {link} is the same picture as {file}, so it gets no result of its own.\n"
        "3 written to out\n"
    )
    assert names(folder / "out") == ["a.png", "b.png", "c.webp"]


@needs_links
def test_many_links_are_said_in_one_line(cli: Run, shop: Path, folder: Path) -> None:
    (folder / "same").symlink_to("shop")
    outcome = cli("cutout", "shop", "same", "--subject", "--out", "out")
    told, summary = outcome.err.splitlines()
    assert told.startswith("smart-select: 3 names mean pictures that are there under another one, such as ")
    assert summary == "3 written to out"


@needs_links
def test_a_folder_that_links_to_itself_names_no_picture(cli: Run, shop: Path, folder: Path) -> None:
    (shop / "before-all").symlink_to(".")
    outcome = cli("cutout", "shop/before-all", "shop", "--subject", "--json", "--out", "out")
    assert outcome.code == 0
    assert names(folder / "out") == ["a.png", "b.png", "c.webp"]
    assert "before-all" not in outcome.out
    named = find_pictures(["shop/before-all/before-all", "shop/before-all"]).pictures
    assert {picture.parent for picture in named} == {Path("shop/before-all")}


@needs_links
@pytest.mark.parametrize("target", ["nothing", "out"])
def test_a_link_to_no_folder_in_the_place_of_the_folder_is_told(cli: Run, folder: Path, target: str) -> None:
    (folder / "out").symlink_to(target)
    outcome = cli(*BATCH)
    assert outcome.code == 1
    assert outcome.err.endswith("it is a link that leads nowhere and not a folder, so choose another name.\n")
    assert (folder / "out").is_symlink()
