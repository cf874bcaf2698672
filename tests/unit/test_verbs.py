"""What is made of a selection is free of the old background's colours, and never nothing."""

import tracemalloc
from collections.abc import Callable

import numpy as np
import pytest
from scipy import ndimage

from smart_select import verbs
from smart_select.errors import NoBackground, NothingLeft
from smart_select.matting import alpha_matte
from smart_select.photo.gradients import Gradient
from smart_select.photo.grounds import Plain
from smart_select.photo.kernels import Gaussian, Lens
from smart_select.verbs import Edge

WHITE = Plain((255, 255, 255))


def on_green() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A brown object with a soft edge on pure green, its mask, and the same on white."""
    y, x = np.mgrid[:160, :200]
    hard = np.where(np.hypot(x - 100, y - 80) < 50, 255.0, 0.0)
    mask = np.rint(ndimage.gaussian_filter(hard, 3.0)).astype(np.uint8)
    share = mask[..., None] / 255
    front = np.full((160, 200, 3), (150, 90, 60)) + 20 * np.sin(x / 9)[..., None]
    photo, truth = (
        np.rint(front * share + np.array(colour) * (1 - share)).astype(np.uint8)
        for colour in ((0, 255, 0), (255, 255, 255))
    )
    return photo, mask, truth


def test_an_object_moved_from_green_to_white_has_a_third_of_the_rim_s_error() -> None:
    photo, mask, truth = on_green()
    rim = (mask > 0) & (mask < 255)
    clean, plain = (
        np.abs(verbs.replace(WHITE, photo, mask, clean=clean).astype(float) - truth)[rim].mean()
        for clean in (True, False)
    )
    assert clean <= plain / 3


def test_a_cut_out_is_clean_as_well() -> None:
    photo, mask, _ = on_green()
    rim = (mask > 60) & (mask < 200)
    cut = verbs.cut_out_object(photo, mask)
    assert np.array_equal(cut[..., 3], mask)
    assert cut[rim][:, 1].mean() < 120
    assert verbs.cut_out_object(photo, mask, clean=False)[rim][:, 1].mean() > 150
    assert np.array_equal(cut[mask == 255][:, :3], photo[mask == 255])


def test_the_photo_is_left_alone() -> None:
    photo, mask, _ = on_green()
    before = photo.copy(), mask.copy()
    photo.flags.writeable = mask.flags.writeable = False
    verbs.cut_out_object(photo, mask)
    verbs.replace(WHITE, photo, mask, light=1.0, shadow=1.0)
    verbs.blur(Gaussian(3.0), photo, mask, falloff_px=20)
    verbs.desaturate(photo, mask)
    verbs.change_sky(WHITE, photo, mask, light=1.0)
    assert np.array_equal(photo, before[0])
    assert np.array_equal(mask, before[1])


@pytest.mark.parametrize("size", [(1, 1), (1, 70), (70, 1)])
def test_extreme_shapes_are_composed(size: tuple[int, int]) -> None:
    photo = np.full((*size, 3), 100, np.uint8)
    mask = np.full(size, 128, np.uint8)
    alpha = np.full(size, 100, np.uint8)
    for own in (None, alpha):
        assert verbs.cut_out_object(photo, mask, own).shape == (*size, 4)
        assert verbs.replace(WHITE, photo, mask, own, light=1.0, shadow=1.0).shape == photo.shape
        assert verbs.blur(Gaussian(2.0), photo, mask, own, falloff_px=9).shape == photo.shape
        assert verbs.change_sky(WHITE, photo, mask, own, light=1.0).shape == photo.shape
    assert verbs.desaturate(photo, mask).shape == photo.shape


def test_nothing_selected_and_nothing_left_around_are_told() -> None:
    photo = np.zeros((9, 9, 3), np.uint8)
    nothing, everything = np.zeros((9, 9), np.uint8), np.full((9, 9), 255, np.uint8)
    for verb in (
        lambda mask: verbs.replace(WHITE, photo, mask),
        lambda mask: verbs.blur(Gaussian(1.0), photo, mask),
        lambda mask: verbs.desaturate(photo, mask),
    ):
        with pytest.raises(NothingLeft):
            verb(nothing)
        with pytest.raises(NoBackground):
            verb(everything)
    with pytest.raises(NothingLeft):
        verbs.cut_out_object(photo, nothing)
    with pytest.raises(NothingLeft):
        verbs.change_sky(WHITE, photo, nothing)


def test_behind_a_picture_that_is_transparent_itself_something_can_be_put() -> None:
    photo = np.zeros((9, 9, 3), np.uint8)
    everything = np.full((9, 9), 255, np.uint8)
    glass = np.full((9, 9), 0, np.uint8)
    assert (verbs.replace(WHITE, photo, everything, glass) == 255).all()


@pytest.mark.parametrize(
    "verb",
    [
        lambda photo, mask: verbs.replace(
            Gradient(((0, 0, 0), (9, 9, 9))), photo, mask, light=1.0, shadow=1.0
        ),
        lambda photo, mask: verbs.blur(Gaussian(100.0), photo, mask),
        lambda photo, mask: verbs.blur(Lens(60.0), photo, mask, falloff_px=500),
        lambda photo, mask: verbs.desaturate(photo, mask),
        lambda photo, mask: verbs.change_sky(WHITE, photo, mask, light=1.0),
    ],
    ids=["replace", "wide blur", "lens with falloff", "desaturate", "sky"],
)
def test_memory_is_the_results_and_bands(verb: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> None:
    height, width = 2000, 3000
    photo = np.zeros((height, width, 3), np.uint8)
    mask = np.zeros((height, width), np.uint8)
    mask[500:1500, 1000:2000] = 255
    mask[500:1500, 990:1000] = 128
    tracemalloc.start()
    try:
        result = verb(photo, mask)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # The result, a mask, and bands; the object's colours alone would be as much as the result again.
    assert peak <= result.nbytes + mask.nbytes + 50_000_000


@pytest.mark.parametrize("edge", ["matte", "auto"])
def test_a_model_that_is_sure_of_hardly_anything_makes_no_veil_of_what_was_selected(edge: Edge) -> None:
    random = np.random.default_rng(4)
    photo = random.integers(90, 150, (256, 256, 3)).astype(np.uint8)
    mask = np.zeros((256, 256), np.uint8)
    mask[40:216, 40:216] = 255
    unsure = np.where(mask > 0, 1.0, -1.0).astype(np.float32)
    inside = slice(46, 210), slice(46, 210)
    assert (alpha_matte(photo, mask, logits=unsure)[inside] < 200).any()
    matte = verbs.with_edge(photo, mask, edge, unsure)
    assert (matte[inside] == 255).all()
    around = matte.copy()
    around[34:222, 34:222] = 0
    assert not around.any()


def test_what_an_unsure_model_leaves_open_is_told_by_the_colours() -> None:
    random = np.random.default_rng(5)
    photo = random.integers(0, 150, (256, 256, 3)).astype(np.uint8)
    mask = np.zeros((256, 256), np.uint8)
    mask[40:216, 40:216] = 255
    photo[mask > 0, 0] //= 2
    photo[mask > 0, 0] += 180
    photo[110:130, 70:190] = photo[10:30, 70:190]  # what is behind shows through a slot
    unsure = np.where(mask > 0, 1.0, -1.0).astype(np.float32)
    unsure[105:135, 65:195] = 0.1
    for edge in ("matte", "auto"):
        matte = verbs.with_edge(photo, mask, edge, unsure)
        assert matte[115:125, 80:180].mean() < 50, edge
        assert (matte[60:90, 60:196] == 255).all(), edge
