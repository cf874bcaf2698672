"""The matte's parts by themselves: what is sure, colour lines, and pairs of colours."""

import numpy as np

from smart_select.matting.colour_pairs import estimate_by_colours
from smart_select.matting.laplacian import ColourLines, smooth_opacity
from smart_select.matting.trimap import Trimap


def noise(shape: tuple[int, ...], seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).random(shape, np.float32)


def test_only_a_band_about_the_outline_is_unknown() -> None:
    mask = np.zeros((300, 512), np.uint8)
    mask[:, 200:] = 255
    known = Trimap.of(mask, None, 2).part((slice(0, 300), slice(0, 512)))
    assert (known[:, :190] == -1).all()
    assert (known[:, 210:] == 1).all()
    assert (known[:, 198:202] == 0).all()


def test_unsure_logits_widen_the_band_to_themselves() -> None:
    mask = np.full((256, 256), 255, np.uint8)
    logits = np.full((64, 64), 9.0, np.float32)
    logits[20:40, 20:40] = 0.5
    known = Trimap.of(mask, logits, 0).part((slice(0, 256), slice(0, 256)))
    assert (known[84:156, 84:156] == 0).all()
    assert (known[:70] == 1).all()


def test_a_part_of_the_trimap_is_that_part_of_the_whole() -> None:
    mask = (noise((90, 70)) > 0.5).astype(np.uint8) * 255
    trimap = Trimap.of(mask, None, 1)
    whole = trimap.part((slice(0, 90), slice(0, 70)))
    np.testing.assert_array_equal(trimap.part((slice(13, 61), slice(7, 44))), whole[13:61, 7:44])


def test_opacity_that_is_linear_in_colour_fits_its_windows() -> None:
    colours = noise((3, 20, 30))
    opacity = 0.5 * colours[0] - 0.25 * colours[2] + np.float32(0.3)
    assert np.abs(ColourLines.of(colours).misfit(opacity)).max() < 1e-3


def test_the_laplacian_is_symmetric_and_costs_nothing_where_opacity_is_even() -> None:
    lines = ColourLines.of(noise((3, 16, 21)))
    first, second = noise((16, 21), 1), noise((16, 21), 2)
    there = float((first * lines.misfit(second)).sum())
    assert abs(there - float((second * lines.misfit(first)).sum())) < 1e-3
    assert np.abs(lines.misfit(np.full((16, 21), 0.7, np.float32))).max() < 1e-4


def test_smoothing_leaves_known_pixels_alone_and_carries_them_along_a_colour() -> None:
    colours = np.zeros((3, 24, 40), np.float32)
    colours[:, :, 20:] = 0.8
    known = np.zeros((24, 40), bool)
    known[:, :4] = known[:, -4:] = True
    opacity = np.full((24, 40), 0.5, np.float32)
    opacity[:, :4], opacity[:, -4:] = 1, 0
    found = smooth_opacity(ColourLines.of(colours), opacity, np.zeros((24, 40), np.float32), ~known, 200)
    np.testing.assert_array_equal(found[known], opacity[known])
    assert (found[:, :19] > 0.9).all()
    assert (found[:, 21:] < 0.1).all()


def test_mixture_of_two_colours_is_told_by_its_shares() -> None:
    share = np.linspace(0, 1, 60)
    photo = np.broadcast_to(share[None, :, None] * 180 + 40, (20, 60, 3)).astype(np.uint8)
    known = np.zeros((20, 60), np.int8)
    known[:, :5], known[:, -5:] = -1, 1
    opacity, variance = estimate_by_colours(photo, known, np.full((20, 60), 0.5, np.float32))
    between = known == 0
    want = np.broadcast_to(np.clip((share - share[2]) / (share[57] - share[2]), 0, 1), (20, 60))
    assert np.abs(opacity - want)[between].max() < 0.12
    assert (variance[between] < 0.05).all()


def test_colours_that_say_nothing_are_not_trusted() -> None:
    photo = np.full((20, 60, 3), 99, np.uint8)
    known = np.zeros((20, 60), np.int8)
    known[:, :5], known[:, -5:] = -1, 1
    _, variance = estimate_by_colours(photo, known, np.full((20, 60), 0.5, np.float32))
    assert (variance[known == 0] >= 0.1).all()


def test_without_a_side_the_prior_is_all_there_is() -> None:
    prior = noise((20, 20))
    photo = np.random.default_rng(0).integers(0, 256, (20, 20, 3), np.uint8)
    known = np.zeros((20, 20), np.int8)
    known[:3] = -1
    opacity, _ = estimate_by_colours(photo, known, np.minimum(prior, 0.8))
    np.testing.assert_array_equal(opacity[3:], np.minimum(prior, 0.8)[3:])


def test_threads_are_told_by_their_colour_from_elsewhere_where_only_the_frame_is_near() -> None:
    green, red, white = (40, 120, 50), (150, 30, 30), (230, 225, 210)
    photo = np.empty((120, 120, 3), np.uint8)
    photo[:] = green
    known = np.full((120, 120), -1, np.int8)
    photo[20:100, 20:100], known[20:100, 20:100] = red, 1
    photo[26:94, 26:94], known[26:94, 26:94] = green, 0
    photo[26:94:6, 26:94] = white
    photo[26:94, 80:94], known[26:94, 80:94] = white, 1
    prior = np.full((120, 120), 0.5, np.float32)
    opacity, _ = estimate_by_colours(photo, known, prior)
    threads, meshes = opacity[32:92:6, 30:76], opacity[29:89:6, 30:76]
    assert threads.min() > 0.95
    assert meshes.max() < 0.05
