"""The ways from logits to a matte that are measured; each gets the same trimap.

A method takes a Question and returns the matte f32 [H,W] in 0…1; outside of the band it keeps what the trimap
says. Seconds are the process's own (all its threads together), so that a busy machine counts less.
"""

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from smart_select.matting import alpha_matte
from smart_select.values import Logits, Mask, Photo
from smart_select.verbs import with_edge

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Question:
    """`mask` is what a click gives; `trimap` i8 [H,W] is +1 inside, −1 outside, 0 unknown.

    `logits` f32 over the photo are what plain enlarging starts from; within ±`sure` they leave things open.
    """

    name: str
    photo: Photo
    mask: Mask
    logits: Logits
    sure: float
    band_cells: int
    trimap: NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Answer:
    """The matte, and the seconds it took."""

    matte: Floats
    seconds: float


Method = Callable[[Question], Floats]


def ours(question: Question) -> Floats:
    """Return `alpha_matte`'s answer."""
    matte = alpha_matte(
        question.photo,
        question.mask,
        logits=question.logits,
        sure=question.sure,
        band_cells=question.band_cells,
    )
    return matte.astype(np.float32) / 255


def verbs_matte(question: Question) -> Floats:
    """Return what `--edge matte` makes in the verbs of a mask that the model answered with these logits."""
    return with_edge(question.photo, question.mask, "matte", question.logits).astype(np.float32) / 255


def verbs_usual(question: Question) -> Floats:
    """Return what the verbs make of it without a word about the edge."""
    return with_edge(question.photo, question.mask, "auto", question.logits).astype(np.float32) / 255


def of_mask_alone(question: Question) -> Floats:
    """Return what `--edge matte` makes of a mask that is nobody's answer, as one drawn by hand."""
    return with_edge(question.photo, question.mask, "matte").astype(np.float32) / 255


def bilinear(question: Question) -> Floats:
    """Return the enlarged logits as probabilities."""
    height, width = question.mask.shape
    enlarged = Image.fromarray(question.logits).resize((width, height), Image.Resampling.BILINEAR)
    return np.asarray(1 / (1 + np.exp(-np.asarray(enlarged))), np.float32)


def clicked(question: Question) -> Floats:
    """Return the mask as a click gives it: photo-guided, two pixels soft."""
    return question.mask.astype(np.float32) / 255


def guided_filter(question: Question) -> Floats:
    """Return the guided filter of K. He et al., 2013, at full size, on the enlarged probabilities."""
    radius, epsilon = max(2, round(max(question.mask.shape) / 256)), 1e-4
    size = 2 * radius + 1
    colours = question.photo.transpose(2, 0, 1).astype(np.float32) / 255
    rough = np.where(question.trimap == 0, bilinear(question), question.trimap > 0).astype(np.float32)

    def mean(plane: Floats) -> Floats:
        return np.asarray(ndimage.uniform_filter(plane, size, mode="nearest"), np.float32)

    means = np.stack([mean(plane) for plane in colours])
    rough_mean = mean(rough)
    matrices = np.empty((*rough.shape, 3, 3), np.float32)
    for i in range(3):
        for j in range(3):
            matrices[..., i, j] = mean(colours[i] * colours[j]) - means[i] * means[j] + (i == j) * epsilon
    with_rough = np.stack([mean(plane * rough) for plane in colours]) - means * rough_mean
    slopes = np.linalg.solve(matrices, with_rough.transpose(1, 2, 0)[..., np.newaxis])[..., 0]
    offset = rough_mean - (slopes * means.transpose(1, 2, 0)).sum(axis=2)
    drawn = sum(mean(slopes[..., i]) * colours[i] for i in range(3)) + mean(offset.astype(np.float32))
    return np.where(question.trimap == 0, np.clip(drawn, 0, 1), question.trimap > 0).astype(np.float32)


def pymatting_methods(*, knn: bool) -> dict[str, Method]:
    """Return pymatting's solvers, the slow one only with `knn`; none where it is not installed."""
    try:
        import pymatting
    except ImportError:
        return {}

    def solver(estimate: Callable[..., NDArray[np.float64]]) -> Method:
        def solve(question: Question) -> Floats:
            rows, columns = (np.flatnonzero((question.trimap == 0).any(axis=axis)) for axis in (1, 0))
            part = slice(max(0, rows[0] - 8), rows[-1] + 9), slice(max(0, columns[0] - 8), columns[-1] + 9)
            known = question.trimap[part]
            matte = (question.trimap > 0).astype(np.float32)
            matte[part] = estimate(question.photo[part] / 255, np.where(known == 0, 0.5, known > 0))
            return matte

        # Its functions are compiled at first use, which nobody should be charged for.
        small = np.full((48, 48), 0.5)
        small[:16], small[32:] = 0, 1
        estimate(np.random.default_rng(0).random((48, 48, 3)), small)
        return solve

    estimators = {
        "pymatting, closed form": pymatting.estimate_alpha_cf,
        "pymatting, shared": pymatting.estimate_alpha_sm,
    }
    if knn:
        estimators["pymatting, KNN"] = pymatting.estimate_alpha_knn
    return {name: solver(estimate) for name, estimate in estimators.items()}


def timed(method: Method, question: Question) -> Answer:
    """Run a method in this process."""
    begun = time.process_time()
    matte = method(question)
    return Answer(matte, time.process_time() - begun)


def matting_global(questions: Sequence[Question]) -> list[Answer] | str:
    """Run GIMP's gegl:matting-global in a test host; return why not where there is none."""
    from real_hosts.roots import INSIDE, RELEASES, Root

    roots = [Root(release) for release in RELEASES if (Root(release).folder / ".ready").exists()]
    if not roots:
        return "no test host is built (make test-hosts)"
    folder = Path(tempfile.mkdtemp())
    try:
        for number, question in enumerate(questions):
            levels = np.where(question.trimap == 0, 128, (question.trimap > 0) * 255).astype(np.uint8)
            Image.fromarray(question.photo).save(folder / f"{number:02}-photo.png", compress_level=1)
            Image.fromarray(levels).save(folder / f"{number:02}-trimap.png")
        script = INSIDE / "tests" / "accuracy" / "edges" / "matting_global.py"
        done = roots[0].run(["python3", str(script), str(folder)], home=folder, timeout_s=3600)
        if not (folder / "seconds.json").exists():
            return f"it failed in {roots[0].release}: {done.stderr.strip()[-200:]}"
        seconds = json.loads((folder / "seconds.json").read_text())
        return [
            Answer(_linear(folder / f"{number:02}-matte.png"), seconds[f"{number:02}"])
            for number in range(len(questions))
        ]
    finally:
        shutil.rmtree(folder)


def _linear(path: Path) -> Floats:
    """Return an opacity that GEGL has written as if it were a grey of sRGB."""
    coded = np.asarray(Image.open(path), np.float32) / 65535
    return np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4).astype(np.float32)
