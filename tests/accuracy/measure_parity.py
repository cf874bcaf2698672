"""Print the figures of docs/PARITY.md: how far Smart Select is from PyTorch, worst of all prompts and sizes.

PYTHONPATH=tests python tests/accuracy/measure_parity.py
"""

import numpy as np

import smart_select as ss
from accuracy.agreement import mask_agreement
from accuracy.cases import Case, Cases, stacked
from accuracy.prompts import SIZES, photo_of_size
from reference_models.cache import reference_pairs
from reference_models.reference import Reference, sam2_pixels, transformers_pixels
from smart_select.layouts.pixels import normalise, resize_photo


def main() -> None:
    """Measure preprocessing, then masks in both layouts."""
    pairs = reference_pairs()
    _measure_preprocessing()
    cases = Cases(Reference.load(pairs.torch))
    for folder in (pairs.onnx_community, pairs.samexporter):
        engine = ss.load(folder, cache=None)
        for size in SIZES:
            _measure_masks(engine, cases.of_size(size), f"{folder.name} {size[0]}×{size[1]}")


def _measure_preprocessing() -> None:
    for width, height in (*SIZES, (4000, 3000)):
        photo = photo_of_size(width, height)
        ours = normalise(resize_photo(photo, (1024, 1024)))
        floats, rounded = sam2_pixels(photo).numpy(), transformers_pixels(photo).numpy()
        print(
            f"{width}×{height}: from sam2 {np.abs(ours - floats).max():.1e}, from transformers "
            f"{np.abs(ours - rounded).max():.4f}, sam2 from transformers {np.abs(floats - rounded).max():.4f}"
        )


def _measure_masks(engine: ss.Engine, case: Case, name: str) -> None:
    embedding = engine.encode(case.photo)
    agreement, logits_error, scores_error = 1.0, 0.0, 0.0
    for prompt, wanted in zip(case.prompts, case.answers, strict=True):
        logits, scores = stacked(engine.predict(embedding, ss.Prompt(points=prompt.points, box=prompt.box)))
        ours, theirs = np.argsort(scores), np.argsort(wanted.scores)
        agreement = min(agreement, float(mask_agreement(logits[ours], wanted.logits[theirs]).min()))
        logits_error = max(logits_error, float(np.abs(logits[ours] - wanted.logits[theirs]).max()))
        scores_error = max(scores_error, float(np.abs(scores[ours] - wanted.scores[theirs]).max()))
    print(f"{name}: masks {agreement:.6f}, logits {logits_error:.1e}, scores {scores_error:.1e}")


if __name__ == "__main__":
    main()
