"""Glass is evenly translucent, whatever is seen through it; logits that know the cover tell how far."""

import numpy as np

from smart_select.matting import alpha_matte
from smart_select.matting.translucent import Translucent

SIDE, CELLS = 240, 128
CORK = slice(30, 50), slice(90, 150)
INNER = slice(70, 170), slice(80, 160)


def pane(thickness: float) -> np.ndarray:
    """Glass that is thicker towards its rim, with something solid on top."""
    y, x = np.mgrid[:SIDE, :SIDE]
    depth = np.minimum.reduce([y - 50, 189 - y, x - 60, 179 - x])
    opacity = np.where(depth >= 0, thickness + (0.9 - thickness) * np.exp(-np.maximum(depth, 0) / 5), 0)
    opacity[CORK] = 1
    return opacity


def before(ground: np.ndarray, opacity: np.ndarray, glass: tuple[int, int, int]) -> np.ndarray:
    colours = np.full((SIDE, SIDE, 3), glass, float)
    colours[CORK] = (170, 130, 90)
    share = opacity[..., None]
    mixed = colours * share + ground * (1 - share)
    noise = np.random.default_rng(0).normal(size=mixed.shape) * 2
    return np.clip(np.rint(mixed + noise), 0, 255).astype(np.uint8)


def cover(opacity: np.ndarray) -> np.ndarray:
    """Logits of the shares of cells that are covered, noisy as a network's."""
    at = (np.arange(CELLS) * SIDE + SIDE // 2) // CELLS
    share = np.clip(opacity[np.ix_(at, at)], 1e-3, 1 - 1e-3)
    noise = np.random.default_rng(1).normal(size=share.shape)
    return (np.log(share / (1 - share)) + noise * 0.5).astype(np.float32)


def lively() -> np.ndarray:
    """A background of patches of all colours, with thin bright lines."""
    random = np.random.default_rng(4)
    ground = np.kron(random.integers(20, 230, (10, 10, 3)), np.ones((24, 24, 1)))
    ground[:, 90::40] = ground[100::50] = 240
    return ground


def mask_of(opacity: np.ndarray) -> np.ndarray:
    return np.where(opacity > 0.5, 255, 0).astype(np.uint8)


def test_edges_behind_glass_are_not_edges_of_its_opacity() -> None:
    opacity = pane(0.4)
    photo = before(lively(), opacity, (60, 100, 78))
    matte = alpha_matte(photo, mask_of(opacity), logits=cover(opacity))[INNER] / 255
    by_column = matte.mean(axis=0)
    assert abs(matte.mean() - opacity[INNER].mean()) < 0.05
    assert by_column.max() - by_column.min() < 0.3
    assert matte.std() < 0.12


def test_keyed_glass_keeps_its_shape_and_is_as_thick_as_the_cover_says() -> None:
    true = np.clip(pane(0.4), 0, 0.9).astype(np.float32)
    thin, within = true * np.float32(0.9), true > 0
    noise = np.random.default_rng(2).normal(size=true.shape).astype(np.float32) * np.float32(0.1)
    glass = Translucent.of(thin, np.clip(true + noise, 0, 1), within, np.where(within, thin, np.nan))
    assert glass is not None
    inner = np.zeros(true.shape, bool)
    inner[INNER] = True
    assert np.abs(glass.opacity - true[glass.area])[inner[glass.area]].max() < 0.02
    assert len(glass.colours(np.zeros((SIDE, SIDE, 3), np.uint8), thin)) == 0


def test_glass_of_which_only_clear_pixels_are_keyed_stays_as_found() -> None:
    half = np.full((120, 120), 0.5, np.float32)
    half[60, 60] = 0
    keyed = np.where(half == 0, np.float32(0), np.float32(np.nan))
    glass = Translucent.of(half, np.full_like(half, 0.5), np.ones(half.shape, bool), keyed)
    assert glass is not None
    assert np.isfinite(glass.opacity).all()


def test_threads_with_clear_views_between_them_are_no_glass() -> None:
    threads = np.zeros((120, 120), np.float32)
    threads[:, ::5] = threads[::5] = 0.8
    half = np.full_like(threads, 0.4)
    unknown = np.ones(threads.shape, bool)
    assert Translucent.of(threads, half, unknown) is None
    assert Translucent.of(half, half, unknown) is not None
