"""Colours freed from the old background: shapes over pure green, cut out with our own matte, put on white."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

import smart_select as ss
from accuracy.edges.answers import answer_to_box
from accuracy.edges.scenes import Scene, composed
from accuracy.edges.shapes import SHAPES, Floats, Size
from smart_select.masks.edges import EdgeGuide
from smart_select.matting import alpha_matte, foreground_colours
from smart_select.verbs import Edge, with_edge

GREEN, GREY = (0, 255, 0), (190, 187, 182)
_SOFT = 0.02, 0.98


def section(size: Size, engine: ss.Engine, pictures: Path | None, *, seed: int = 7) -> str:
    """Return tables of the mean colour error in the rim, plain and clean, per shape."""
    green = np.broadcast_to(np.array(GREEN, np.float32), (size[1], size[0], 3))
    own = [composed(name, green, size, np.random.default_rng(seed + at)) for at, name in enumerate(SHAPES)]
    walls = [
        composed(name, _wall(size), size, np.random.default_rng(seed + at)) for at, name in enumerate(SHAPES)
    ]
    lines = [
        "### Over pure green, cut out and put on white",
        "",
        "Mean error of the colours, in levels of 255, where the true opacity is between 2 and 98 %. The "
        "matte is our own, from the displaced and noisy logits; with the true opacity beside it.",
        "",
        "| | plain cut-out | clean colours | ratio | ratio with the true opacity |",
        "|---|---|---|---|---|",
    ]
    for scene in own:
        mask = EdgeGuide.of(scene.photo, (1.0, 1.0), scene.logits.shape).soft_mask(scene.logits)
        matte = alpha_matte(scene.photo, mask, logits=scene.logits, band_cells=1)
        plain, clean = _errors(scene, matte)
        best = _errors(scene, np.rint(scene.alpha * 255).astype(np.uint8))
        lines.append(
            f"| {scene.name} | {plain:.1f} | {clean:.1f} | {clean / plain:.2f} | {best[1] / best[0]:.2f} |"
        )
        if pictures:
            pictures.mkdir(parents=True, exist_ok=True)
            front = foreground_colours(scene.photo, matte)
            beside = [_on_white(colours, matte / 255) for colours in (scene.photo, front)]
            Image.fromarray(np.concatenate(beside, axis=1).astype(np.uint8)).save(
                pictures / f"{scene.name}-green.png"
            )
    lines += [
        "",
        "The same as the verbs make it from what the embedded model answers to a box: before green, and "
        "before a grey wall with a lamp on its left. SAD is the matte's, in thousands of pixels.",
        "",
        "| | green: plain cut-out | clean colours | ratio | SAD | with `--edge auto` "
        "| grey wall: plain cut-out | clean colours | ratio | SAD |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for scene, before_wall in zip(own, walls, strict=True):
        green_row, auto = _as_answered(engine, scene, "matte"), _as_answered(engine, scene, "auto")
        wall_row = _as_answered(engine, before_wall, "matte")
        lines.append(f"| {scene.name} | {green_row[0]} | {auto[1]} | {wall_row[0]} |")
    return "\n".join(lines)


def _wall(size: Size) -> Floats:
    """Return a grey wall with a lamp on its left, f32 [H,W,3]: half as bright far from it."""
    y, x = np.mgrid[: size[1], : size[0]] / size[0]
    far = np.hypot(x - 0.2, y - 0.08)[..., np.newaxis]
    return np.asarray(np.array(GREY) * (1 + (1.1 * far) ** 2) ** -1.5, np.float32)


def _as_answered(engine: ss.Engine, scene: Scene, edge: Edge) -> tuple[str, str]:
    """Return cells of a row, and the ratio alone, for what a verb makes of the model's answer to a box."""
    answer = answer_to_box(engine, scene.photo, scene.alpha > 0.5)
    matte = with_edge(scene.photo, answer.mask, edge, answer.logits)
    plain, clean = _errors(scene, matte)
    ratio = f"{clean / plain:.2f}"
    sad = np.abs(matte / 255 - scene.alpha).sum() / 1000
    return f"{plain:.1f} | {clean:.1f} | {ratio} | {sad:.1f}", ratio


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
