"""How two sets of masks are compared."""

import numpy as np
from numpy.typing import NDArray

LOGIT_TOLERANCE = 2e-3
"""A click that is off by 1/16 of a model pixel already moves these networks' logits (spread 4) by more."""

SCORE_TOLERANCE = 1e-4


def mask_agreement(ours: NDArray[np.float32], theirs: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return, per mask, the fraction of cells that both put on the same side of 0; K×h×w → K."""
    return ((ours > 0) == (theirs > 0)).mean(axis=(-2, -1))


def assert_same_answer(
    logits: NDArray[np.float32],
    scores: NDArray[np.float32],
    wanted_logits: NDArray[np.float32],
    wanted_scores: NDArray[np.float32],
) -> None:
    """Compare K×h×w logits and K scores as sets: Smart Select orders its candidates by area."""
    assert logits.shape == wanted_logits.shape
    order, wanted_order = np.argsort(scores), np.argsort(wanted_scores)
    np.testing.assert_allclose(scores[order], wanted_scores[wanted_order], atol=SCORE_TOLERANCE)
    ours, theirs = logits[order], wanted_logits[wanted_order]
    assert mask_agreement(ours, theirs).min() >= 0.999
    np.testing.assert_allclose(ours, theirs, atol=LOGIT_TOLERANCE, rtol=0)
