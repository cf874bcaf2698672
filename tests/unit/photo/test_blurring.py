"""A blurred background is blurred as if the object were not there."""

import numpy as np
import pytest
from scipy import ndimage

from smart_select.matting import ForegroundColours
from smart_select.photo.blurring import blur_background
from smart_select.photo.kernels import Gaussian, Lens


def scene(side: int = 120) -> tuple[np.ndarray, np.ndarray]:
    """A red disk on noise of green and blue, with its mask."""
    y, x = np.mgrid[:side, :side]
    disk = np.hypot(x - side / 2, y - side / 2) < side / 5
    colours = np.random.default_rng(0).integers(0, 256, (side, side, 3), np.uint8)
    colours[..., 0] = 0
    colours[disk] = (255, 0, 0)
    return colours, np.where(disk, np.uint8(255), np.uint8(0))


@pytest.mark.parametrize("sigma_px", [0.5, 2.0, 4.0, 9.0, 25.0])
def test_the_object_leaves_no_glow(sigma_px: float) -> None:
    colours, mask = scene()
    blurred = blur_background(colours, mask, Gaussian(sigma_px))
    assert blurred[mask == 0][:, 0].max() == 0
    assert np.array_equal(blurred[mask == 255], colours[mask == 255])


def away_from(mask: np.ndarray, distance_px: float) -> np.ndarray:
    """Return where no kernel of that reach sees the object."""
    return np.asarray(ndimage.distance_transform_edt(mask == 0) > distance_px)


@pytest.mark.parametrize("sigma_px", [0.6, 1.0, 2.0, 2.9])
def test_narrow_blurs_are_the_gaussian_away_from_the_object(sigma_px: float) -> None:
    colours, mask = scene()
    expected = ndimage.gaussian_filter(colours[..., 1].astype(float), sigma_px, mode="nearest")
    away = away_from(mask, 3 * sigma_px + 2)
    assert np.abs(blur_background(colours, mask, Gaussian(sigma_px))[..., 1] - expected)[away].max() <= 1


def test_narrow_blurs_have_no_seams_in_a_larger_picture() -> None:
    colours, mask = scene(side=500)
    expected = ndimage.gaussian_filter(colours[..., 1].astype(float), 2.0, mode="nearest")
    away = away_from(mask, 8)
    assert np.abs(blur_background(colours, mask, Gaussian(2.0))[..., 1] - expected)[away].max() <= 1


def layered(soft_px: float = 1.5) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """A background seen whole, an object on it with a soft, uneven edge, its mask and its own colours."""
    skimage_data = pytest.importorskip("skimage.data")
    background = skimage_data.coffee()[:300, :400]
    height, width = background.shape[:2]
    rng = np.random.default_rng(3)
    uneven = ndimage.gaussian_filter(rng.standard_normal((height, width)), 5)
    y, x = np.mgrid[:height, :width]
    distance = np.hypot((x - 200) / 85, (y - 170) / 110) + 0.06 * uneven / uneven.std()
    mask = np.rint(255 / (1 + np.exp((distance - 1) * 90 / soft_px))).astype(np.uint8)
    foreground = np.full_like(background, (70, 160, 90)) + rng.integers(0, 40, background.shape, np.uint8)
    share = mask[..., None] / 255
    photo = np.rint(foreground * share + background * (1 - share)).astype(np.uint8)
    return photo, mask, background, foreground


@pytest.mark.parametrize("soft_px", [1.5, 5.0])
@pytest.mark.parametrize("blur", [Gaussian(8.0), Gaussian(20.0), Lens(16.0), Lens(40.0, "hexagon")])
def test_no_halo_beside_a_true_layered_render(blur: Gaussian | Lens, soft_px: float) -> None:
    photo, mask, background, foreground = layered(soft_px)
    nothing = np.zeros_like(mask)
    share = mask[..., None] / 255
    truth = foreground * share + blur_background(background, nothing, blur) * (1 - share)
    pasted = photo * share + blur_background(photo, nothing, blur) * (1 - share)
    ours = blur_background(photo, mask, blur, foreground=ForegroundColours(photo, mask).part)
    band = ~away_from(mask, blur.reach * blur.block) & (mask < 255)
    error, error_of_pasting = (np.abs(result - truth)[band].mean() for result in (ours, pasted))
    assert error <= error_of_pasting / 2


@pytest.mark.parametrize("blur", [Gaussian(1.0), Gaussian(9.0), Lens(5.0), Lens(30.0, "hexagon")])
@pytest.mark.parametrize("falloff_px", [0.0, 60.0])
def test_the_subjects_own_pixels_stay(blur: Gaussian | Lens, falloff_px: float) -> None:
    photo, mask, _, _ = layered()
    front = ForegroundColours(photo, mask).part
    result = blur_background(photo, mask, blur, foreground=front, falloff_px=falloff_px)
    assert np.array_equal(result[mask == 255], photo[mask == 255])


def test_a_light_beside_the_object_is_as_bright_as_one_alone() -> None:
    picture = np.full((160, 160, 3), 20, np.uint8)
    picture[78:82, 92:96] = 255
    mask = np.zeros((160, 160), np.uint8)
    mask[:, :90] = 255
    alone = blur_background(picture, np.zeros_like(mask), Lens(10.0))
    beside = blur_background(picture, mask, Lens(10.0))
    assert np.abs(alone.astype(int) - beside)[80, 95:104].max() <= 12


def test_a_falloff_blurs_less_near_the_object_and_fully_far_from_it() -> None:
    colours, mask = scene(side=400)
    blurred = blur_background(colours, mask, Gaussian(6.0), falloff_px=100.0)[..., 1].astype(float)
    fully = blur_background(colours, mask, Gaussian(6.0))[..., 1].astype(float)
    distance = ndimage.distance_transform_edt(mask == 0)
    near, far = (distance > 2) & (distance < 12), distance > 110
    assert blurred[near].std() > 1.5 * fully[near].std()
    assert np.abs(blurred - fully)[far].max() <= 1


def test_a_veil_far_from_any_background_is_not_dark() -> None:
    picture = np.full((200, 200, 3), 180, np.uint8)
    mask = np.full((200, 200), 200, np.uint8)  # nowhere quite there, nowhere gone
    assert (blur_background(picture, mask, Gaussian(3.0)) == 180).all()


@pytest.mark.parametrize("sigma_px", [3.0, 4.0, 6.0, 20.0])
def test_wide_blurs_are_near_the_gaussian(sigma_px: float) -> None:
    picture = np.zeros((200, 200, 3), np.uint8)
    picture[:, 100:] = 255
    nothing = np.zeros((200, 200), np.uint8)
    expected = ndimage.gaussian_filter(picture[..., 0].astype(float), sigma_px, mode="nearest")
    assert np.abs(blur_background(picture, nothing, Gaussian(sigma_px))[..., 0] - expected).max() <= 6


@pytest.mark.parametrize("size", [(1, 1), (1, 500), (500, 1)])
@pytest.mark.parametrize("sigma_px", [0.1, 3.0, 500.0])
def test_extreme_shapes_blur(size: tuple[int, int], sigma_px: float) -> None:
    picture = np.full((*size, 3), 90, np.uint8)
    mask = np.zeros(size, np.uint8)
    assert (blur_background(picture, mask, Gaussian(sigma_px)) == 90).all()


def test_a_full_mask_keeps_the_picture() -> None:
    colours, mask = scene()
    assert np.array_equal(blur_background(colours, np.full_like(mask, 255), Gaussian(5.0)), colours)


def test_hidden_colours_stay_hidden() -> None:
    colours, mask = scene()
    colours[:10] = (255, 255, 255)
    alpha = np.full_like(mask, 255)
    alpha[:10] = 0
    assert blur_background(colours, mask, Gaussian(3.0), alpha)[10:20][mask[10:20] == 0][:, 0].max() == 0


def test_threads_of_wrong_opacity_neither_tint_nor_brighten_what_is_seen_between_them() -> None:
    """A net on grey, its threads taken for half as opaque as they are and of another colour."""
    side, every = 240, 16
    threads = np.zeros((side, side), bool)
    threads[::every], threads[1::every] = True, True
    threads |= threads.T
    photo = np.full((side, side, 3), 90, np.uint8)
    photo[threads] = (206, 196, 178)
    mask = np.where(threads, np.uint8(102), np.uint8(0))
    red = np.full_like(photo, (120, 40, 36))
    blurred = blur_background(photo, mask, Lens(10.0), foreground=lambda rows, columns: red[rows, columns])
    between = blurred[40:-40, 40:-40][~threads[40:-40, 40:-40]].astype(int)
    assert np.abs(between - 90).max() <= 12


def test_white_behind_glass_stays_white() -> None:
    """Nothing near by is seen clearly there: what glass lets through of a highlight is all that is known."""
    mask = np.zeros((160, 160), np.uint8)
    mask[20:140, 20:140] = 90
    colours = np.full((160, 160, 3), 255, np.uint8)
    glass = np.full_like(colours, (60, 100, 78))
    inner = slice(60, 100), slice(60, 100)
    share = mask[..., None] / 255
    photo = np.rint(colours * (1 - share) + glass * share).astype(np.uint8)
    blurred = blur_background(photo, mask, Lens(12), foreground=lambda rows, columns: glass[rows, columns])
    assert np.abs(blurred[inner].astype(int) - photo[inner]).max() <= 2


def test_what_half_a_veil_lets_through_is_blurred_no_more_than_asked() -> None:
    """Half of the view tells all that is there: none of it is guessed from around."""
    ground = np.full((80, 80, 3), 60, np.uint8)
    ground[:, ::5] = 220
    veil = np.full_like(ground, 100)
    mask = np.full((80, 80), 120, np.uint8)
    share = mask[..., None] / 255
    photo = np.rint(veil * share + ground * (1 - share)).astype(np.uint8)
    blurred = blur_background(photo, mask, Gaussian(1), foreground=lambda rows, columns: veil[rows, columns])
    truth = veil * share + blur_background(ground, np.zeros_like(mask), Gaussian(1)) * (1 - share)
    assert np.abs(blurred - truth).max() <= 2
