"""A blurred background, beside a render of the true layers and beside blur-then-paste."""

import numpy as np
from numpy.typing import NDArray

import smart_select as ss
from accuracy.edges.answers import answer_to_box
from accuracy.edges.scenes import Scene
from smart_select.masks.edges import EdgeGuide
from smart_select.matting import alpha_matte
from smart_select.photo.blurring import blur_background
from smart_select.photo.kernels import Blur, Gaussian, Lens
from smart_select.values import Mask
from smart_select.verbs import blur, with_edge

_SIGMA_PER_WIDTH, _RADIUS_PER_WIDTH = 0.012, 0.02


def section(scenes: list[Scene], engine: ss.Engine) -> str:
    """Return a table of the error in the band, blur-then-paste being 1."""
    width = scenes[0].photo.shape[1]
    lenses: tuple[Blur, ...] = (Gaussian(width * _SIGMA_PER_WIDTH), Lens(width * _RADIUS_PER_WIDTH))
    lines = [
        "### The background blurred: how much of a halo",
        "",
        "Mean error of the colours around the object, as far as the blur reaches and where the true opacity "
        "is below 1, beside a render of the true layers; blur-then-paste with the same matte is 1. By the "
        "true opacity, by our own matte from the displaced and noisy logits, and by what the verbs make "
        "(`--edge matte`) of the embedded model's answer to a box.",
        "",
        "| | Gaussian, true opacity | Gaussian, our matte | Gaussian, from the answer "
        "| lens, true opacity | lens, our matte | lens, from the answer |",
        "|---|---|---|---|---|---|---|",
    ]
    for scene in scenes:
        mask = EdgeGuide.of(scene.photo, (1.0, 1.0), scene.logits.shape).soft_mask(scene.logits)
        own = alpha_matte(scene.photo, mask, logits=scene.logits, band_cells=1)
        true = np.rint(scene.alpha * 255).astype(np.uint8)
        answer = answer_to_box(engine, scene.photo, scene.alpha > 0.5)
        made = with_edge(scene.photo, answer.mask, "matte", answer.logits)
        ratios = [_ratio(scene, matte, lens) for lens in lenses for matte in (true, own, made)]
        lines.append(f"| {scene.name} | {' | '.join(f'{ratio:.2f}' for ratio in ratios)} |")
    return "\n".join(lines)


def _ratio(scene: Scene, matte: Mask, lens: Blur) -> float:
    nothing = np.zeros_like(matte)
    ground = np.clip(np.rint(scene.ground), 0, 255).astype(np.uint8)
    truth = _over(scene.colours, scene.alpha, blur_background(ground, nothing, lens))
    pasted = _over(scene.photo, matte / 255, blur_background(scene.photo, nothing, lens))
    reach = lens.reach * lens.block
    near = np.zeros(scene.alpha.shape, bool)
    rows, columns = np.nonzero(scene.alpha > 0.02)
    near[
        max(0, rows.min() - reach) : rows.max() + reach, max(0, columns.min() - reach) : columns.max() + reach
    ] = True
    band = near & (scene.alpha < 0.98)
    ours, theirs = (
        float(np.abs(result - truth)[band].mean()) for result in (blur(lens, scene.photo, matte), pasted)
    )
    return ours / theirs


def _over(colours: NDArray[np.generic], alpha: NDArray[np.generic], behind: Mask) -> NDArray[np.float64]:
    share = alpha[..., np.newaxis].astype(np.float64)
    return np.asarray(colours * share + behind * (1 - share), np.float64)
