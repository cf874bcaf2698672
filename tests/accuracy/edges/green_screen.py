"""Colours freed from the old background: shapes over pure green, cut out with our own matte, put on white."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from accuracy.edges.scenes import Scene, composed
from accuracy.edges.shapes import SHAPES, Floats, Size
from smart_select.masks.edges import EdgeGuide
from smart_select.matting import alpha_matte, foreground_colours

GREEN = (0, 255, 0)
_SOFT = 0.02, 0.98


def section(size: Size, pictures: Path | None, *, seed: int = 7) -> str:
    """Return a table of the mean colour error in the rim, plain and clean, per shape."""
    lines = [
        "### Over pure green, cut out and put on white",
        "",
        "Mean error of the colours, in levels of 255, where the true opacity is between 2 and 98 %. The "
        "matte is our own, from the displaced and noisy logits; with the true opacity beside it.",
        "",
        "| | plain cut-out | clean colours | ratio | ratio with the true opacity |",
        "|---|---|---|---|---|",
    ]
    for index, name in enumerate(SHAPES):
        ground = np.broadcast_to(np.array(GREEN, np.float32), (size[1], size[0], 3))
        scene = composed(name, ground, size, np.random.default_rng(seed + index))
        mask = EdgeGuide.of(scene.photo, (1.0, 1.0), scene.logits.shape).soft_mask(scene.logits)
        matte = alpha_matte(scene.photo, mask, logits=scene.logits, band_cells=1)
        plain, clean = _errors(scene, matte)
        best = _errors(scene, np.rint(scene.alpha * 255).astype(np.uint8))
        lines.append(
            f"| {name} | {plain:.1f} | {clean:.1f} | {clean / plain:.2f} | {best[1] / best[0]:.2f} |"
        )
        if pictures:
            pictures.mkdir(parents=True, exist_ok=True)
            front = foreground_colours(scene.photo, matte)
            beside = [_on_white(colours, matte / 255) for colours in (scene.photo, front)]
            Image.fromarray(np.concatenate(beside, axis=1).astype(np.uint8)).save(
                pictures / f"{name}-green.png"
            )
    return "\n".join(lines)


def _errors(scene: Scene, matte: NDArray[np.uint8]) -> tuple[float, float]:
    """Return the mean colour error in the rim of the plain and of the clean cut-out."""
    rim = (scene.alpha > _SOFT[0]) & (scene.alpha < _SOFT[1])
    want = _on_white(scene.colours, scene.alpha)
    cuts = scene.photo, foreground_colours(scene.photo, matte)
    plain, clean = (float(np.abs(_on_white(cut, matte / 255) - want)[rim].mean()) for cut in cuts)
    return plain, clean


def _on_white(
    colours: NDArray[np.uint8] | Floats, opacity: NDArray[np.float64] | Floats
) -> NDArray[np.float64]:
    share = opacity[..., np.newaxis].astype(np.float64)
    return np.asarray(colours * share + 255 * (1 - share))
