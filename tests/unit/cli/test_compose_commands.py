"""`cutout`, `replace`, `blur`, `desaturate` and `sky` write finished pictures."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from unit.cli.conftest import Run
from unit.cli.fake_engine import FakeEngine

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
        (("blur", "photo.png", *POINT, "--strength", "0", "-o", "soft.png"), 2, "is not more than 0"),
        (("blur", "photo.png", *POINT, "--strength", "nan", "-o", "soft.png"), 2, "is not a length"),
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


def test_a_background_becomes_a_gradient(cli: Run, folder: Path) -> None:
    cli("replace", "photo.png", *POINT, "--gradient", "black,white", "-o", "new.png")
    new = opened(folder / "new.png")
    assert new[0, 5].max() <= 6
    assert new[-1, 5].min() >= 249


@pytest.mark.parametrize(
    ("fit", "corner"),
    [("fill", 200), ("stretch", 200), ("tile", 200), ("fit", 0)],
    ids=lambda value: str(value),
)
def test_a_picture_lies_as_asked_for(cli: Run, folder: Path, fit: str, corner: int) -> None:
    Image.new("RGB", (30, 60), (200, 200, 200)).save("tall.png")
    argv = ("replace", "photo.png", *POINT, "--picture", "tall.png", "--fit", fit, "--color", "black")
    assert cli(*argv, "-o", "new.png").code == 0
    assert opened(folder / "new.png")[3, 3].tolist() == [corner] * 3


def test_light_and_shadow_need_no_number_and_take_no_picture_for_one(cli: Run, folder: Path) -> None:
    Image.new("RGB", (30, 60), (40, 20, 20)).save("dark.png")
    bare = ("replace", *POINT, "--picture", "dark.png", "-o")
    assert cli(*bare, "plain.png", "photo.png").code == 0
    assert cli(*bare, "lit.png", "--shadow", "--match-light", "photo.png").code == 0
    assert cli(*bare, "half.png", "--shadow", "50%", "--match-light", "30%", "photo.png").code == 0
    plain, lit = opened(folder / "plain.png"), opened(folder / "lit.png")
    assert plain[20:40, 35:55].mean() > lit[20:40, 35:55].mean()
    assert plain[43, 45].mean() > lit[43, 45].mean()


@pytest.mark.parametrize("options", [("--lens", "disc"), ("--lens", "hexagon", "--strength", "4"), ()])
def test_a_lens_blurs_too_and_less_near_the_object(cli: Run, folder: Path, options: tuple[str, ...]) -> None:
    assert cli("blur", "photo.png", *POINT, *options, "--falloff", "30%", "-o", "soft.png").code == 0
    soft, photo = opened(folder / "soft.png"), opened(folder / "photo.png")
    assert soft[INSIDE].tolist() == photo[INSIDE].tolist()
    assert soft[:8].std() < photo[:8].std()


def test_a_background_loses_its_colours(cli: Run, folder: Path) -> None:
    assert cli("desaturate", "photo.png", *POINT, "-o", "grey.png").code == 0
    grey, photo = opened(folder / "grey.png"), opened(folder / "photo.png")
    assert grey[INSIDE].tolist() == photo[INSIDE].tolist()
    assert np.ptp(grey[OUTSIDE]) == 0
    cli("desaturate", "photo.png", *POINT, "--amount", "50%", "-o", "half.png")
    assert 0 < np.ptp(opened(folder / "half.png")[OUTSIDE]) < np.ptp(photo[OUTSIDE])


def test_a_clicked_sky_becomes_another(cli: Run, folder: Path) -> None:
    assert cli("sky", "photo.png", *POINT, "--haze", "0", "-o", "blue.png").code == 0
    blue, photo = opened(folder / "blue.png"), opened(folder / "photo.png")
    assert blue[OUTSIDE].tolist() == photo[OUTSIDE].tolist()
    assert blue[INSIDE][2] > blue[INSIDE][0]
    cli("sky", "photo.png", *POINT, "--haze", "0", "--colour", "navy", "-o", "navy.png")
    assert opened(folder / "navy.png")[INSIDE].tolist() == [0, 0, 128]


def test_soft_edges_are_cleaned_unless_they_are_to_be_left(cli: Run, folder: Path) -> None:
    picture = np.full((60, 90, 3), (0, 255, 0), np.uint8)
    y, x = np.mgrid[:60, :90]
    picture[np.hypot(x + 0.5 - 45, y + 0.5 - 30) < 12] = (200, 40, 40)
    Image.fromarray(picture).save("green.png")
    rims = {}
    for name, switch in (("clean", ()), ("plain", ("--no-clean-colours",))):
        cli("cutout", "green.png", *POINT, "--feather", "2", *switch, "-o", f"{name}.png")
        cut = opened(folder / f"{name}.png").astype(int)
        rim = (cut[..., 3] > 20) & (cut[..., 3] < 120)
        rims[name] = (cut[rim][:, 1] - cut[rim][:, 0]).mean()
    assert rims["clean"] < rims["plain"] - 60


GROUNDS: list[tuple[tuple[str, ...], int, str]] = [
    (("--picture", "missing.png"), 1, "no such file"),
    (("--picture", "broken.png"), 1, "can't be opened"),
    (("--picture", "empty.png"), 1, "the file is empty"),
    (("--picture", "clear.png"), 1, "The background clear.png is transparent throughout"),
    (("--picture", "clear.png", "--color", "red"), 1, "is transparent throughout; choose another one."),
    (("--color", "red", "--gradient", "red,blue"), 2, "Choose one of --color and --gradient"),
    (("--gradient", "red"), 2, "is not a gradient"),
    (("--color", "red", "--fit", "tile"), 2, "--fit says how a picture lies"),
    (("--color", "red", "--shadow", "120%"), 2, "is not a share"),
    (("--color", "red", "--grow", "wide"), 2, "is not a length"),
]


@pytest.mark.parametrize(("options", "code", "hint"), GROUNDS)
def test_a_ground_that_can_not_be_had_is_said_and_nothing_is_written(
    cli: Run, folder: Path, options: tuple[str, ...], code: int, hint: str
) -> None:
    (folder / "broken.png").write_bytes((folder / "photo.png").read_bytes()[:900])
    (folder / "empty.png").write_bytes(b"")
    Image.new("RGBA", (30, 20), (200, 0, 0, 0)).save("clear.png")
    outcome = cli("replace", "photo.png", *POINT, *options, "-o", "new.png")
    assert (outcome.code, outcome.err.count("\n")) == (code, 1)
    assert hint in outcome.err
    assert not (folder / "new.png").exists()


def test_a_ground_of_one_pixel_or_in_cmyk_is_taken(cli: Run, folder: Path) -> None:
    Image.new("RGB", (1, 1), (9, 99, 199)).save("one.png")
    Image.new("CMYK", (40, 30), (0, 0, 0, 255)).save("ink.jpg")
    for name, colour in (("one.png", [9, 99, 199]), ("ink.jpg", [0, 0, 0])):
        assert cli("replace", "photo.png", *POINT, "--picture", name, "-o", "new.png").code == 0
        assert np.abs(opened(folder / "new.png")[OUTSIDE].astype(int) - colour).max() <= 2


def test_of_an_animated_ground_the_first_frame_is_taken_and_that_is_said(cli: Run, folder: Path) -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    frames[0].save("moving.gif", save_all=True, append_images=frames[1:])
    outcome = cli("replace", "photo.png", *POINT, "--picture", "moving.gif", "-o", "new.png")
    assert outcome.code == 0
    assert "moving.gif is animated; its first frame was taken." in outcome.err
    assert opened(folder / "new.png")[OUTSIDE].tolist() == [255, 0, 0]


VERBS = [("cutout",), ("replace", "--color", "red"), ("blur",), ("desaturate",)]


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: str(verb[0]))
def test_a_selection_of_everything_or_nothing_is_said_and_nothing_is_written(
    cli: Run, folder: Path, verb: tuple[str, ...]
) -> None:
    for change, hint in (("100%", "leaves no background"), ("-100%", "Nothing is left of the selection")):
        outcome = cli(verb[0], "photo.png", *POINT, *verb[1:], "--grow", change, "-o", "new.png")
        assert (outcome.code, outcome.err.count("\n")) == (1, 1)
        assert hint in outcome.err
        assert not (folder / "new.png").exists()


@pytest.mark.parametrize("verb", [*VERBS, ("sky",)], ids=lambda verb: str(verb[0]))
def test_a_sky_or_a_verb_needs_one_picture_for_one_result(
    cli: Run, folder: Path, verb: tuple[str, ...]
) -> None:
    Image.open("photo.png").save("other.png")
    outcome = cli(verb[0], "photo.png", "other.png", *POINT, *verb[1:], "-o", "new.png")
    assert outcome.code == 2
    assert "--out DIR" in outcome.err


@pytest.mark.parametrize("where", ["-o", "--out"])
def test_a_file_that_can_not_hold_the_result_is_told_before_anything_is_computed(
    cli: Run, folder: Path, engine: FakeEngine, where: str
) -> None:
    picture = Image.open("photo.png").convert("RGBA")
    picture.putalpha(100)
    picture.save("glass.png")
    Image.new("RGB", (17000, 2), "red").save("wide.png")
    as_jpeg = ("new.jpg",) if where == "-o" else ("out", "--as", "jpg")
    as_webp = ("new.webp",) if where == "-o" else ("out", "--as", "webp")
    for name, target, why in (("glass", as_jpeg, "JPEG can't hold"), ("wide", as_webp, "WebP pictures end")):
        outcome = cli("blur", f"{name}.png", "--point", "1,1", where, *target)
        assert outcome.code == 1
        assert f"can't be written: {why}" in outcome.err
    assert engine.seen == []


@pytest.mark.parametrize("options", [("--as", "webp"), ("--jobs", "2"), ("--again",)])
def test_what_is_about_several_pictures_is_not_taken_for_one(
    cli: Run, folder: Path, options: tuple[str, ...]
) -> None:
    outcome = cli("cutout", "photo.png", *POINT, *options, "-o", "new.png")
    assert (outcome.code, outcome.err.count("\n")) == (2, 1)
    assert "--again, --as and --jobs are about several pictures" in outcome.err
    assert not (folder / "new.png").exists()


def test_the_sky_wants_a_click(cli: Run) -> None:
    outcome = cli("sky", "photo.png", "-o", "new.png")
    assert outcome.code == 2
    assert "Say what to select" in outcome.err


def test_a_small_object_in_a_large_picture_is_looked_at_again(
    cli: Run, folder: Path, engine: FakeEngine
) -> None:
    Image.new("RGB", (3000, 200), "navy").save(folder / "wide.png")
    command = ("cutout", "wide.png", "--point", "400,100", "-o", "out.png")
    for option, looks in (((), 2), (("--second-look", "never"), 1), (("--second-look", "always"), 2)):
        before = len(engine.seen)
        assert cli(*command, *option).code == 0
        assert len(engine.seen) - before == looks
    assert engine.seen[1].shape[1] < 1000


def test_a_soft_edge_is_a_matte_unless_a_sharp_one_is_wanted(cli: Run, folder: Path) -> None:
    rows, columns = np.mgrid[:120, :160] + 0.5
    # The fake engine's disk has a radius of 24 pixels.
    share = np.clip((30 - np.hypot(columns - 80, rows - 60)) / 12, 0, 1)[..., None]
    photo = np.rint(np.array((200, 60, 40)) * share + np.array((30, 90, 180)) * (1 - share)).astype(np.uint8)
    Image.fromarray(photo).save(folder / "soft.png")

    def soft(*options: str) -> int:
        assert cli("cutout", "soft.png", "--point", "80,60", *options, "-o", "out.png").code == 0
        alpha = np.asarray(Image.open(folder / "out.png"))[..., 3]
        return int(((alpha > 20) & (alpha < 235)).sum())

    assert soft("--edge", "mask") == 0
    assert soft() > 200
    assert soft("--edge", "matte") > 200
