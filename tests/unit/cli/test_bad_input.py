"""Bad input ends in one sentence, an exit code, and no file."""

import io
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from unit.cli.conftest import Outcome, Run, names
from unit.cli.fake_engine import BrokenEngine, InterruptedEngine
from unit.photo.png_bytes import RGB, png

POINT = ("--point", "45,30")
OUT = ("-o", "out.png")


def assert_said(outcome: Outcome, folder: Path, *, code: int, hint: str) -> None:
    """One line on stderr that holds `hint`, the code, and nothing written."""
    assert outcome.code == code
    assert outcome.err.startswith("smart-select")
    assert outcome.err.count("\n") == 1
    assert outcome.err.endswith(".\n")
    assert "Traceback" not in outcome.err
    assert hint in outcome.err
    assert outcome.out == ""
    assert not (folder / "out.png").exists()


def damaged(kind: str) -> bytes:
    """What lies in the file that is called bad.png."""
    if kind == "truncated":
        file = io.BytesIO()
        Image.fromarray(np.random.default_rng(1).integers(0, 256, (60, 90, 3), np.uint8)).save(file, "PNG")
        return file.getvalue()[:3000]
    return {"empty": b"", "text": b"not a picture", "bomb": png(60_000, 60_000, 8, RGB, b"\0" * 99)}[kind]


@pytest.mark.parametrize(
    ("kind", "hint"),
    [
        ("empty", "the file is empty"),
        ("truncated", "breaks off in the middle"),
        ("text", "no picture of a kind that can be read"),
        ("bomb", "it has 3,600 megapixels and the limit is 200"),
    ],
)
def test_a_bad_picture(cli: Run, folder: Path, kind: str, hint: str) -> None:
    (folder / "bad.png").write_bytes(damaged(kind))
    assert_said(cli("select", "bad.png", *POINT, *OUT), folder, code=1, hint=hint)


@pytest.mark.parametrize(
    ("name", "hint"), [("missing.png", "there is no such file"), (".", "it is a folder")]
)
def test_a_picture_that_is_not_there(cli: Run, folder: Path, name: str, hint: str) -> None:
    assert_said(cli("select", name, *POINT, *OUT), folder, code=1, hint=hint)


@pytest.mark.parametrize(
    ("prompt", "hint"),
    [
        (["--point", "90,30"], "outside the picture"),
        (["--point", "-3,5"], "outside the picture"),
        (["--point=-3,5"], "outside the picture"),
        (["--box", "10,10,10,40"], "empty"),
        (["--box", "40,10,10,40"], "empty"),
        (["--box", "-50,-50,-10,-10"], "outside the picture"),
        (["--box", "10,10,20,20", "--point", "45,30"], "outside the box"),
        (["--point", "45,30,-"], "not wanted"),
    ],
)
def test_a_prompt_that_makes_no_sense_on_the_picture(
    cli: Run, folder: Path, prompt: list[str], hint: str
) -> None:
    assert_said(cli("select", "photo.png", *prompt, *OUT), folder, code=1, hint=hint)


@pytest.mark.parametrize(
    ("prompt", "hint"),
    [
        (["--point", "nan,3"], '"nan,3" is not a point'),
        (["--point", "inf,3"], '"inf,3" is not a point'),
        (["--point", "12"], '"12" is not a point'),
        (["--box", "1,2,3"], '"1,2,3" is not a box'),
        (["--box", "1,2,nan,4"], '"1,2,nan,4" is not a box'),
        ([], "Say what to select"),
        (["--subject", "--point", "1,2"], "leave out --point"),
        ([*POINT, "--candidate", "0"], '"0" is not a candidate'),
        ([*POINT, "--candidate", "all"], '"all" is not a candidate'),
        ([*POINT, "--candidate", "9" * 5000], '9" is not a candidate'),
        ([*POINT, "--max-megapixels", "-1"], "is not a number of megapixels"),
        ([*POINT, "--max-megapixels", "many"], "is not a number of megapixels"),
        ([*POINT, "--format", "jpeg"], "invalid choice"),
        ([*POINT, "--frobnicate"], "nrecognized arguments"),
        ([*POINT, "--js"], "nrecognized arguments"),
    ],
)
def test_arguments_that_can_not_be_understood(cli: Run, folder: Path, prompt: list[str], hint: str) -> None:
    assert_said(cli("select", "photo.png", *prompt, *OUT), folder, code=2, hint=hint)


@pytest.mark.parametrize(
    "argv",
    [
        ("cutout", "", "-o", "x.png"),
        ("cutout", "photo.png", "-o", ""),
        ("cutout", "", "--out", "x"),
        ("cutout", "photo.png", "--out", ""),
        ("cutout", "photo.png", "--mask", "", "-o", "x.png"),
        ("cutout", "photo.png", "--point", "", "-o", "x.png"),
        ("select", "", "--subject", "-o", "x.png"),
        ("replace", "photo.png", "--picture", "", "-o", "x.png"),
        ("models", "add", ""),
    ],
)
def test_an_empty_argument_as_of_an_unset_variable_is_not_the_current_folder_nor_the_subject(
    cli: Run, folder: Path, argv: tuple[str, ...]
) -> None:
    outcome = cli(*argv)
    assert (outcome.code, outcome.err.count("\n")) == (2, 1)
    assert "the name is empty" in outcome.err or '"" is not a point' in outcome.err
    assert names(folder) == ["photo.png"]


@pytest.mark.parametrize("prompt", [("--box", "9,9,40,40"), ("--mask", "photo.png")])
def test_a_second_box_or_mask_does_not_take_the_place_of_the_first(
    cli: Run, folder: Path, prompt: tuple[str, str]
) -> None:
    outcome = cli("select", "photo.png", *prompt, *prompt, *OUT)
    assert_said(outcome, folder, code=2, hint=f"{prompt[0]} can be given once, for one object")


@pytest.mark.parametrize("argv", [("replace", "photo.png", "--colr", "red"), ("models", "list", "--al")])
def test_an_unknown_option_names_the_command_whose_help_explains_it(cli: Run, argv: tuple[str, ...]) -> None:
    command = " ".join(argv[: 2 if argv[0] == "models" else 1])
    outcome = cli(*argv, "-o", "x.png") if argv[0] == "replace" else cli(*argv)
    assert outcome.code == 2
    assert outcome.err.startswith(f"smart-select {command}: Unrecognized arguments: {argv[2]}")
    assert outcome.err.endswith(f'(see "smart-select {command} --help").\n')


@pytest.mark.parametrize("command", ["select", "cutout", "blur"])
def test_a_name_that_no_file_can_have_is_told(cli: Run, command: str) -> None:
    outcome = cli(command, "x" * 300 + ".png", "--point", "45,30", "-o", "new.png")
    assert outcome.code == 1
    assert outcome.err.endswith("x.png can't be opened: the name is too long.\n")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="permission bits don't bind this user")
def test_a_picture_in_a_folder_that_is_forbidden_is_told(cli: Run, folder: Path) -> None:
    (folder / "locked").mkdir()
    (folder / "photo.png").rename(folder / "locked/photo.png")
    for mode, given in ((0, ("locked/photo.png", "-o", "x.png")), (0o444, ("locked/*.png", "--out", "out"))):
        (folder / "locked").chmod(mode)
        outcome = cli("cutout", *given, "--point", "45,30")
        (folder / "locked").chmod(0o755)
        assert "photo.png can't be opened: you have no permission.\n" in outcome.err


def test_a_missing_output_is_a_bad_argument(cli: Run, folder: Path) -> None:
    assert_said(cli("select", "photo.png", *POINT), folder, code=2, hint="-o/--output")


def test_a_rough_mask_of_another_size_is_told_with_both_sizes(cli: Run, folder: Path) -> None:
    Image.new("L", (80, 60), 255).save(folder / "rough.png")
    outcome = cli("select", "photo.png", "--mask", "rough.png", *OUT)
    assert_said(outcome, folder, code=1, hint="rough.png has 80×60 pixels and the picture 90×60")


def test_a_rough_mask_with_too_long_a_name_is_not_blamed_on_the_output(cli: Run, folder: Path) -> None:
    (folder / "old.png").write_bytes(b"a result from before")
    name = "x" * 5000 + ".png"
    outcome = cli("select", "photo.png", "--mask", name, "-o", "old.png")
    assert_said(outcome, folder, code=1, hint="x.png can't be opened: the name is too long")


def test_a_rough_mask_of_the_whole_picture(cli: Run, folder: Path) -> None:
    with Image.open(folder / "photo.png") as photo:
        Image.new("L", photo.size, 255).save(folder / "rough.png")
    outcome = cli("select", "photo.png", "--mask", "rough.png", *OUT)
    assert_said(outcome, folder, code=1, hint="covers the whole picture")
    assert cli("select", "photo.png", "--mask", "rough.png", "--point", "5,5", *OUT).code == 0


@pytest.mark.parametrize(
    "command",
    [
        ("cutout",),
        ("replace", "--color", "red"),
        ("blur",),
        ("desaturate",),
        ("select", "--format", "cutout"),
    ],
)
def test_an_object_that_is_transparent(cli: Run, folder: Path, command: tuple[str, ...]) -> None:
    with Image.open(folder / "photo.png") as photo:
        photo.putalpha(0)
        photo.save(folder / "clear.png")
    outcome = cli(command[0], "clear.png", *command[1:], *POINT, *OUT)
    assert_said(outcome, folder, code=1, hint="transparent where the object is")
    # Where a sky was taken out of a picture, another one may be put.
    assert cli("sky", "clear.png", *POINT, *OUT).code == 0


def test_an_empty_rough_mask(cli: Run, folder: Path) -> None:
    Image.new("L", (90, 60), 0).save(folder / "rough.png")
    assert_said(cli("select", "photo.png", "--mask", "rough.png", *OUT), folder, code=1, hint="empty")


def test_an_unknown_model(cli: Run, folder: Path) -> None:
    outcome = cli("select", "photo.png", *POINT, *OUT, "--model", "sam9")
    assert_said(outcome, folder, code=1, hint='There is no model "sam9"')


def test_a_candidate_that_there_is_not(cli: Run, folder: Path) -> None:
    outcome = cli("select", "photo.png", *POINT, *OUT, "--candidate", "4")
    assert_said(outcome, folder, code=1, hint="choose a number from 1 to 3")


@pytest.mark.parametrize(
    ("output", "options", "hint"),
    [
        ("nowhere/out.png", (), "there is no folder nowhere"),
        ("photo.png", (), "choose another name"),
        ("./photo.png", (), "choose another name"),
        (".", (), "must end in"),
        ("out.jpg", (), "JPEG can't hold a mask"),
        ("out", (), "must end in"),
        ("out.png", ("--format", "rle"), "let the name end in .json"),
        ("out.jpg", ("--format", "cutout"), "JPEG can't hold transparency"),
    ],
)
def test_an_output_that_can_not_be_written(
    cli: Run, folder: Path, output: str, options: tuple[str, ...], hint: str
) -> None:
    before = (folder / "photo.png").read_bytes()
    assert_said(cli("select", "photo.png", *POINT, *options, "-o", output), folder, code=1, hint=hint)
    assert (folder / "photo.png").read_bytes() == before


def test_the_output_is_checked_before_anything_is_computed(cli: Run, folder: Path) -> None:
    outcome = cli("select", "missing.png", *POINT, "-o", "nowhere/out.png")
    assert_said(outcome, folder, code=1, hint="there is no folder nowhere")


def test_the_rough_mask_is_not_overwritten(cli: Run, folder: Path) -> None:
    Image.new("L", (90, 60), 255).save(folder / "rough.png")
    outcome = cli("select", "photo.png", "--mask", "rough.png", "-o", "rough.png")
    assert_said(outcome, folder, code=1, hint="choose another name")


def test_a_bug_is_one_sentence_on_screen_and_a_traceback_in_the_log(cli: Run, folder: Path) -> None:
    outcome = cli("select", "photo.png", *POINT, *OUT, engine=BrokenEngine())
    assert_said(outcome, folder, code=1, hint="Something unexpected went wrong (ZeroDivisionError)")
    log = (folder.parent / "home" / "log" / "smart-select.log").read_text()
    assert "ZeroDivisionError: deep inside" in log


def test_ctrl_c_is_one_line(cli: Run, folder: Path) -> None:
    outcome = cli("select", "photo.png", *POINT, *OUT, engine=InterruptedEngine())
    assert_said(outcome, folder, code=1, hint="Stopped, and nothing was written")


def test_a_log_folder_that_can_not_be_written_does_not_matter(cli: Run, folder: Path) -> None:
    (folder.parent / "home").write_bytes(b"a file where the folder should be")
    outcome = cli("select", "photo.png", *POINT, *OUT)
    assert outcome.code == 0
    assert outcome.err.startswith("Wrote out.png")


@pytest.mark.skipif(os.name != "posix", reason="the current folder can't be removed")
@pytest.mark.parametrize(
    "argv", [("cutout", "photo.png", "--out", "out"), ("models", "add", "."), ("install",)]
)
def test_a_current_folder_that_was_removed_is_told(cli: Run, folder: Path, argv: tuple[str, ...]) -> None:
    (folder / "photo.png").unlink()
    folder.rmdir()
    outcome = cli(*argv)
    assert outcome.code == 1
    assert outcome.err == "smart-select: The current folder was removed; go to another one and try again.\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_log_that_takes_nothing_any_more_does_not_matter(cli: Run, folder: Path) -> None:
    (folder.parent / "home/log").mkdir(parents=True)
    (folder.parent / "home/log/smart-select.log").symlink_to("/dev/full")
    outcome = cli("select", "photo.png", *POINT, *OUT)
    assert outcome.code == 0
    assert outcome.err.startswith("Wrote out.png")


def test_without_a_log_a_bug_is_still_one_sentence(cli: Run, folder: Path) -> None:
    (folder.parent / "home").write_bytes(b"a file where the folder should be")
    outcome = cli("select", "photo.png", *POINT, *OUT, engine=BrokenEngine())
    assert_said(outcome, folder, code=1, hint="Something unexpected")


ERRORS: list[tuple[tuple[str, ...], int, str]] = [
    (("select", "missing.png", *POINT, *OUT), 1, "ImageUnreadable"),
    (("select", "photo.png", "--point", "99,99", *OUT), 1, "PromptInvalid"),
    (("select", "photo.png", *POINT, "-o", "no/out.png"), 1, "OutputUnwritable"),
    (("select", "photo.png", "--point", "nan,1", *OUT), 2, "ArgumentsInvalid"),
    (("select", "photo.png", *OUT), 2, "ArgumentsInvalid"),
    (("select", "photo.png", *POINT, "-o", "-"), 2, "ArgumentsInvalid"),
]


@pytest.mark.parametrize(("argv", "code", "kind"), ERRORS)
def test_scripts_get_errors_as_json(cli: Run, argv: tuple[str, ...], code: int, kind: str) -> None:
    outcome = cli(*argv, "--json")
    assert outcome.code == code
    assert outcome.json["error"]["kind"] == kind
    assert outcome.json["error"]["message"].endswith(".")
    assert outcome.err == ""
