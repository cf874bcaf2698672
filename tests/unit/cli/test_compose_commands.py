"""`cutout`, `replace` and `blur` write finished pictures."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from unit.cli.conftest import Run

POINT = ("--point", "45,30")
INSIDE, OUTSIDE = (30, 45), (2, 3)


def opened(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image)


@pytest.mark.parametrize("suffix", [".png", ".tif", ".webp"])
def test_a_cutout_is_transparent_around_the_object(cli: Run, folder: Path, suffix: str) -> None:
    assert cli("cutout", "photo.png", *POINT, "-o", f"cut{suffix}").code == 0
    cut = opened(folder / f"cut{suffix}")
    assert cut[INSIDE].tolist() == [*opened(folder / "photo.png")[INSIDE].tolist(), 255]
    assert cut[OUTSIDE].tolist() == [0, 0, 0, 0]


def test_without_a_prompt_the_subject_is_taken(cli: Run, folder: Path) -> None:
    assert cli("cutout", "photo.png", "-o", "cut.png").code == 0
    assert opened(folder / "cut.png")[INSIDE][3] == 255


def test_a_cutout_keeps_the_pictures_own_transparency(cli: Run, folder: Path) -> None:
    picture = Image.open("photo.png").convert("RGBA")
    picture.putalpha(100)
    picture.save("glass.png")
    cli("cutout", "glass.png", *POINT, "-o", "cut.png")
    assert opened(folder / "cut.png")[INSIDE][3] == 100


@pytest.mark.parametrize("color", ["teal", "008080", "#008080"])
def test_a_background_becomes_a_colour(cli: Run, folder: Path, color: str) -> None:
    assert cli("replace", "photo.png", *POINT, "--color", color, "-o", "new.png").code == 0
    new = opened(folder / "new.png")
    assert new[INSIDE].tolist() == opened(folder / "photo.png")[INSIDE].tolist()
    assert new[OUTSIDE].tolist() == [0, 128, 128]


def test_a_background_becomes_a_picture(cli: Run, folder: Path) -> None:
    Image.new("RGB", (300, 50), (9, 99, 199)).save("beach.png")
    cli("replace", "photo.png", *POINT, "--picture", "beach.png", "-o", "new.png")
    assert opened(folder / "new.png").shape == (60, 90, 3)
    assert opened(folder / "new.png")[OUTSIDE].tolist() == [9, 99, 199]


def test_a_result_may_be_a_jpeg(cli: Run, folder: Path) -> None:
    assert cli("replace", "photo.png", *POINT, "--color", "white", "-o", "new.jpg").code == 0
    assert opened(folder / "new.jpg")[OUTSIDE].min() > 240


@pytest.mark.parametrize("strength", ["3", "2.5", "5%", ".5%"])
def test_a_background_is_blurred(cli: Run, folder: Path, strength: str) -> None:
    assert cli("blur", "photo.png", *POINT, "--strength", strength, "-o", "soft.png").code == 0
    soft, photo = opened(folder / "soft.png"), opened(folder / "photo.png")
    assert soft[INSIDE].tolist() == photo[INSIDE].tolist()
    assert soft[:10].std() < photo[:10].std()


def test_the_usual_blur_needs_no_number(cli: Run) -> None:
    assert cli("blur", "photo.png", *POINT, "-o", "soft.png", "--json").json["format"] == "blur"


def test_a_blurred_picture_keeps_its_transparency(cli: Run, folder: Path) -> None:
    picture = Image.open("photo.png").convert("RGBA")
    picture.putalpha(100)
    picture.save("glass.png")
    cli("blur", "glass.png", *POINT, "-o", "soft.png")
    assert (opened(folder / "soft.png")[..., 3] == 100).all()


@pytest.mark.parametrize(
    ("argv", "code", "hint"),
    [
        (("cutout", "photo.png", *POINT, "-o", "cut.jpg"), 1, "JPEG can't hold transparency"),
        (("cutout", "photo.png", *POINT, "-o", "-"), 2, "let -o name one"),
        (("replace", "photo.png", *POINT, "-o", "new.png"), 2, "--color"),
        (("replace", "photo.png", *POINT, "--color", "mauvish", "-o", "new.png"), 2, "is not a colour"),
        (("replace", "photo.png", *POINT, "--picture", "none.jpg", "-o", "new.png"), 1, "no such file"),
        (
            ("replace", "photo.png", *POINT, "--picture", "photo.png", "-o", "photo.png"),
            1,
            "choose another name",
        ),
        (("blur", "photo.png", *POINT, "--strength", "0", "-o", "soft.png"), 2, "is not a strength"),
        (("blur", "photo.png", *POINT, "--strength", "nan", "-o", "soft.png"), 2, "is not a strength"),
        (("blur", "photo.png", *POINT, "-o", "soft.gif"), 1, "must end in one of"),
    ],
)
def test_what_can_not_be_done_is_said(
    cli: Run, folder: Path, argv: tuple[str, ...], code: int, hint: str
) -> None:
    outcome = cli(*argv)
    assert outcome.code == code
    assert hint in outcome.err
    assert outcome.err.count("\n") == 1
    assert [path.name for path in folder.iterdir()] == ["photo.png"]


def test_the_background_picture_is_not_overwritten(cli: Run, folder: Path) -> None:
    Image.new("RGB", (10, 10)).save("beach.png")
    outcome = cli("replace", "photo.png", *POINT, "--picture", "beach.png", "-o", "beach.png")
    assert outcome.code == 1
    assert opened(folder / "beach.png").shape == (10, 10, 3)
