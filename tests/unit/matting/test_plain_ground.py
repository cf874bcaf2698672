"""Before a green or blue screen, lit as it may be, what stands there is told by it; no other ground tells."""

import io

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage

from smart_select.masks.grid import enlarge_part
from smart_select.matting import alpha_matte, has_plain_ground
from smart_select.matting.lit_ground import fit_ground
from smart_select.matting.plain_ground import PlainGround
from smart_select.verbs import with_edge

HEIGHT, WIDTH = 384, 512
GREEN, BLUE, GREY, WHITE = (20, 200, 40), (30, 50, 215), (150, 148, 145), (244, 244, 243)
Y, X = np.mgrid[:HEIGHT, :WIDTH]


def lit(colour: tuple[int, int, int]) -> np.ndarray:
    """A wall with a lamp on its left."""
    far = np.hypot(X - 100, Y - 80) / WIDTH
    return np.array(colour) / (1 + (0.7 * far[..., None]) ** 2)


def photographed(
    ground: np.ndarray, alpha: np.ndarray, colours: np.ndarray, *, jpeg: bool = False
) -> np.ndarray:
    share = alpha[..., None]
    mixed = colours * share + ground * (1 - share) + np.random.default_rng(0).normal(size=ground.shape) * 2
    photo = np.clip(np.rint(mixed), 0, 255).astype(np.uint8)
    if jpeg:
        file = io.BytesIO()
        Image.fromarray(photo).save(file, "JPEG", quality=80)
        photo = np.asarray(Image.open(file))
    return photo


def disc(radius: float) -> np.ndarray:
    """Opacity of a disc with an edge one pixel soft."""
    return np.clip(radius + 0.5 - np.hypot(X - 256, Y - 192), 0, 1)


def net() -> np.ndarray:
    """Opacity of a frame with threads in it."""
    threads = ((X % 22 < 3) | (Y % 22 < 3)).astype(float)
    return np.maximum(disc(120) - disc(105), disc(105) * ndimage.gaussian_filter(threads, 0.6))


def answer(inside: np.ndarray, *, sure: float = 8.0) -> tuple[np.ndarray, np.ndarray]:
    """A mask, and a model's logits 96×128."""
    mask = np.rint(inside * 255).astype(np.uint8)
    cells = inside.reshape(96, 4, 128, 4).mean(axis=(1, 3))
    return mask, ((2 * cells - 1) * sure).astype(np.float32)


def textured(colour: tuple[int, int, int]) -> np.ndarray:
    grain = ndimage.gaussian_filter(np.random.default_rng(1).normal(size=(HEIGHT, WIDTH)), 3)
    return np.array(colour) + (grain / grain.std() * 6)[..., None]


@pytest.mark.parametrize("jpeg", [False, True], ids=["raw", "JPEG"])
@pytest.mark.parametrize("colour", [GREEN, BLUE], ids=["green", "blue"])
def test_a_net_that_a_model_takes_for_a_board_has_its_meshes(
    colour: tuple[int, int, int], jpeg: bool
) -> None:
    alpha = net()
    photo = photographed(lit(colour), alpha, textured((120, 40, 36)), jpeg=jpeg)
    mask, logits = answer(disc(120))
    matte = with_edge(photo, mask, "matte", logits) / 255
    # A JPEG's colours are half as fine as its threads.
    assert np.abs(matte - alpha)[disc(105) > 0].mean() < (0.16 if jpeg else 0.08)
    assert matte[(disc(118) > 0.5) & (disc(108) < 0.5)].mean() > 0.97


@pytest.mark.parametrize("colour", [GREEN, GREY, WHITE], ids=["green", "grey", "white"])
def test_what_stands_there_is_found_where_a_model_is_sure_of_nothing(colour: tuple[int, int, int]) -> None:
    alpha = net()
    photo = photographed(lit(colour), alpha, textured((120, 40, 36)))
    half = np.where(X > 230, disc(120), 0.0)
    mask, logits = answer(half, sure=0.4)
    matte = with_edge(photo, mask, "matte", logits) / 255
    assert np.abs(matte - alpha).mean() < 0.03
    assert np.abs(mask / 255 - alpha).mean() > 0.06


@pytest.mark.parametrize("jpeg", [False, True], ids=["raw", "JPEG"])
@pytest.mark.parametrize("edge", ["matte", "auto"])
def test_a_white_shirt_before_a_white_wall_is_not_holed(edge: str, jpeg: bool) -> None:
    wall = lit(WHITE)
    shirt = np.where((np.hypot(X - 256, Y - 192) < 60)[..., None], wall, textured((60, 50, 90)))
    photo = photographed(wall, disc(120), shirt, jpeg=jpeg)
    mask, logits = answer(disc(120))
    matte = with_edge(photo, mask, edge, logits)
    assert matte[disc(110) > 0].min() > 225


@pytest.mark.parametrize(
    ("wall", "shirt"),
    [
        ((120, 170, 225), (60, 130, 170)),
        ((120, 170, 225), (70, 90, 140)),
        ((225, 175, 125), (225, 172, 140)),
        (GREY, GREY),
        (WHITE, (236, 236, 236)),
        ((230, 140, 60), (225, 150, 80)),
        ((40, 115, 30), (30, 80, 30)),
    ],
    ids=["teal, sky", "jeans, sky", "skin, warm wall", "grey", "white", "orange", "hedge"],
)
@pytest.mark.parametrize("shadow", [0.0, 0.3], ids=["lit", "shadow"])
def test_clothes_that_are_like_the_wall_or_sky_are_not_keyed(
    wall: tuple[int, int, int], shirt: tuple[int, int, int], shadow: float
) -> None:
    behind = (
        lit(wall)
        * (1 - shadow * ndimage.gaussian_filter(np.roll(disc(110), (25, 45), (0, 1)), 10))[..., None]
    )
    photo = photographed(behind, disc(120), textured(shirt), jpeg=True)
    mask, logits = answer(disc(120))
    assert not has_plain_ground(photo, mask, logits)
    assert (with_edge(photo, mask, "auto", logits)[disc(110) > 0] < 200).mean() < 0.01


def test_a_shadow_on_the_wall_stays_outside() -> None:
    shadow = 1 - 0.35 * ndimage.gaussian_filter(np.roll(disc(110), (25, 45), (0, 1)), 10)
    photo = photographed(lit(GREEN) * shadow[..., None], disc(110), textured((40, 60, 120)))
    mask, logits = answer(disc(110))
    matte = with_edge(photo, mask, "matte", logits)
    assert matte[disc(125) == 0].max() < 40
    assert matte[disc(125) == 0].mean() < 0.2
    assert matte[disc(105) > 0].min() > 235


def test_another_thing_before_the_same_wall_stays_outside() -> None:
    photo = photographed(lit(GREEN), disc(90), textured((160, 120, 90)))
    photo[60:320, 400:470] = 30, 30, 90
    mask, logits = answer(disc(90))
    matte = with_edge(photo, mask, "matte", logits)
    assert matte[:, 390:].max() == 0


def test_glass_lets_a_green_screen_through_though_a_model_takes_it_for_solid() -> None:
    photo = photographed(lit(GREEN), disc(100) * 0.3, textured((90, 95, 110)))
    mask, logits = answer(disc(100))
    matte = with_edge(photo, mask, "matte", logits) / 255
    assert abs(matte[disc(90) > 0].mean() - 0.3) < 0.15
    assert (np.abs(matte - 0.3)[disc(98) > 0] > 0.3).mean() < 0.01


@pytest.mark.parametrize(
    ("screen", "shirt"),
    [
        ((20, 185, 60), (30, 120, 50)),
        ((25, 70, 200), (60, 90, 160)),
        ((30, 85, 200), (30, 60, 170)),
        ((0, 177, 64), (35, 140, 60)),
        ((0, 177, 64), (45, 140, 70)),
    ],
    ids=["dark green", "denim", "blue before a deep sky", "lit evenly", "light, lit evenly"],
)
@pytest.mark.parametrize("edge", ["matte", "auto"])
def test_cloth_that_is_nearly_as_tinted_as_the_screen_is_no_glass(
    edge: str, screen: tuple[int, int, int], shirt: tuple[int, int, int]
) -> None:
    photo = photographed(lit(screen), disc(120), textured(shirt))
    mask, logits = answer(disc(120))
    assert (with_edge(photo, mask, edge, logits)[disc(110) > 0] < 200).mean() < 0.01


def test_what_is_as_opaque_as_cloth_has_no_seam_within() -> None:
    photo = photographed(lit((0, 177, 64)), disc(120) * 0.45, textured((225, 228, 230)))
    mask, logits = answer(disc(120))
    assert np.ptp(with_edge(photo, mask, "auto", logits)[disc(105) > 0]) < 10


@pytest.mark.parametrize("light", ["even", "vignette", "steep lamp"])
@pytest.mark.parametrize("edge", ["matte", "auto"])
def test_a_screen_of_studio_paint_is_one_in_any_light(edge: str, light: str) -> None:
    across, down = X / WIDTH, Y / HEIGHT
    falls = {
        "even": 1.0,
        "vignette": 1 - 0.9 * ((across - 0.5) ** 2 + (down - 0.5) ** 2),
        "steep lamp": 0.55 + 0.6 * np.exp(-((across - 0.25) ** 2 + (down - 0.3) ** 2) / 0.18),
    }
    screen = np.array((0, 177, 64)) * np.broadcast_to(falls[light], (HEIGHT, WIDTH))[..., None]
    photo = photographed(screen, net(), textured((206, 196, 178)))
    mask, logits = answer(disc(120))
    assert np.abs(with_edge(photo, mask, edge, logits) / 255 - net()).mean() < 0.02


def test_strands_have_no_gaps_where_the_pixels_of_the_smaller_copy_end() -> None:
    y, x = np.mgrid[: 4 * HEIGHT, : 4 * WIDTH] - np.array([4 * 192, 4 * 256])[:, None, None]
    alpha = np.clip(400.5 - np.hypot(x, y), 0, 1)
    for turn in np.linspace(0, 2 * np.pi, 60, endpoint=False):
        along, across = x * np.cos(turn) + y * np.sin(turn), x * np.sin(turn) - y * np.cos(turn)
        alpha = np.maximum(alpha, np.clip(1.8 - np.abs(across), 0, 1) * (along > 0) * (along < 560))
    photo = photographed(np.broadcast_to(np.array(GREEN), (*alpha.shape, 3)), alpha, np.array((60, 40, 30)))
    mask, logits = answer(disc(100))
    matte = with_edge(photo, np.kron(mask, np.ones((4, 4), np.uint8)), "auto", logits) / 255
    for found, true in ((matte, alpha), (matte.T, alpha.T)):
        in_matte, in_truth = (np.minimum(one[:-2], one[2:]) - one[1:-1] for one in (found, true))
        assert not ((in_matte > 0.2) & (in_truth < 0.04)).any()


def test_a_lively_ground_and_a_picture_without_any_are_not_plain() -> None:
    random = np.random.default_rng(2)
    lively = ndimage.gaussian_filter(random.normal(size=(HEIGHT, WIDTH, 3)), (4, 4, 0))
    photo = np.clip(lively / lively.std() * 25 + 128, 0, 255).astype(np.uint8)
    mask, logits = answer(disc(100))
    assert not has_plain_ground(photo, mask, logits)
    assert not has_plain_ground(photographed(lit(GREEN), disc(0), lit(GREEN)), np.full_like(mask, 255))
    assert has_plain_ground(photographed(lit(GREEN), disc(100), textured((160, 120, 90))), mask, logits)


def test_what_lies_behind_the_object_is_told_as_lamps_light_it() -> None:
    ground = lit(GREEN)
    photo = photographed(ground, disc(100), textured((160, 120, 90)))
    known = np.where(disc(96) > 0, 1, -1).astype(np.int8)
    found = PlainGround.of(photo, photo, known, (known > 0).astype(np.float32))
    assert found is not None
    behind = enlarge_part(found.field, (HEIGHT, WIDTH), (slice(0, HEIGHT), slice(0, WIDTH)))
    off = np.abs(behind.transpose(1, 2, 0) - ground)
    assert off[disc(100) == 0].mean() < 0.5
    assert off[disc(100) > 0].mean() < 2
    assert np.abs(np.sqrt(np.diag(found.noise)) - 2).max() < 0.5


def test_a_ground_that_is_seen_in_one_line_only_is_taken_for_even() -> None:
    ground = np.full((3, 80, 200), 120, np.float32)
    ground += np.linspace(0, 20, 80, dtype=np.float32)[:, np.newaxis]
    ground += np.random.default_rng(0).normal(size=ground.shape).astype(np.float32)
    free = np.zeros((80, 200), bool)
    free[:, -1] = True
    found = fit_ground(ground, free, free, free, 0.85)
    assert found is not None
    assert np.abs(found[0] - ground).max() < 10


def test_a_steep_fall_of_light_is_known_to_a_level() -> None:
    ground = np.stack([X * 0 + 10.0, X * 0.23 + 132, X * 0 + 10.0], axis=2)
    photo = np.rint(ground).astype(np.uint8)
    known = np.where(disc(96) > 0, 1, -1).astype(np.int8)
    found = PlainGround.of(photo, photo, known, (known > 0).astype(np.float32))
    assert found is not None
    behind = enlarge_part(found.field, (HEIGHT, WIDTH), (slice(0, HEIGHT), slice(0, WIDTH)))
    off = (behind.transpose(1, 2, 0) - ground)[:, 20:-20]  # at the sides a grid's outermost cells go on level
    assert abs(off[..., 1].mean()) < 0.05


def test_a_mask_without_a_model_s_answer_is_keyed_too() -> None:
    alpha = net()
    photo = photographed(lit(GREEN), alpha, textured((120, 40, 36)))
    matte = alpha_matte(photo, answer(disc(120))[0]) / 255
    assert np.abs(matte - alpha)[disc(105) > 0].mean() < 0.08
