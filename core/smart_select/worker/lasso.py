"""A rough mask taken for a lasso: what it goes around stays meant, and only its outline moves."""

from dataclasses import replace

import numpy as np

from smart_select.masks.snapping import snap
from smart_select.values import Candidate, Photo, Prediction, Prompt


def snapped(prediction: Prediction, prompt: Prompt, photo: Photo) -> Prediction:
    """Return the prediction with the lasso, its outline snapped to the edges, for every candidate's mask.

    `photo` is the H×W×3 picture that the prompt's rough mask is of.
    """
    rough = np.asarray(prompt.mask)
    drawn = rough.astype(np.uint8) * np.uint8(255) if rough.dtype == np.bool_ else rough
    mask = snap(drawn, photo, [candidate.mask for candidate in prediction.candidates])

    def lasso(candidate: Candidate) -> Candidate:
        return replace(candidate, render=lambda _logits: mask)

    return replace(prediction, candidates=tuple(map(lasso, prediction.candidates)))
