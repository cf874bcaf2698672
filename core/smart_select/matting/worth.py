"""What a model's answer says of a matte that was made of it: whether, and where, the mask is better."""

import numpy as np
from numpy.typing import NDArray

from smart_select.masks.grid import enlarge_part
from smart_select.matting.trimap import UNDECIDED, has_answered, pieces, share_of
from smart_select.values import Logits, Mask

_FARTHEST = 3.0
"""Logits beyond ±this are the same to us: models are often too sure."""
MOVED, MOVED_FAR = 0.1, 0.6
"""Share of a cell by which a matte differs from the mask, for the model to be asked about it; and where the
colours leave no doubt: then about what was taken or given as a whole, not about what was smeared."""
_DENIED = 1.0
"""Logits beyond ±this deny what a matte makes of them; nearer to nought, a model says that it may be either.
With 0.15 the measured photographs are as good as with this, and drawn fur, nets and glass are worse. Of a
model that is sure of hardly anything, all but what is UNDECIDED."""
_CLEARLY = 0.82
"""Squared difference from the matte, in those from the mask, up to which an answer speaks for all of it."""
_BAND_ROWS = 64


def speaks_for(logits: Logits, matte: Mask, mask: Mask) -> bool:
    """Whether an answer's probabilities are clearly nearer to the matte's opacities than to the mask's."""
    if not has_answered(logits):
        return False
    probability = _probability(logits)
    of_matte, of_mask = (
        float(((share_of(one, logits.shape) - probability) ** 2).sum()) for one in (matte, mask)
    )
    return of_matte < _CLEARLY * of_mask


def kept_where_contradicted(logits: Logits, matte: Mask, mask: Mask, moved: float = MOVED) -> Mask:
    """Return the H×W matte, but the mask where the answer is nearer to it and they differ by `moved`.

    An arm that looks like the wall behind it stays whole so; hair, of which a model says about half, is hair.
    """
    probability = _probability(logits)
    of_matte, of_mask = (share_of(one, logits.shape) for one in (matte, mask))
    contradicted = pieces(np.abs(of_matte - of_mask) > np.float32(moved), 1)
    contradicted &= np.abs(probability - of_mask) <= np.abs(probability - of_matte)
    contradicted &= np.abs(logits) > (_DENIED if has_answered(logits) else UNDECIDED)
    if not contradicted.any():
        return matte
    plane, result = contradicted[np.newaxis].astype(np.float32), matte.copy()
    height, width = matte.shape
    for top in range(0, height, _BAND_ROWS):
        rows = slice(top, min(top + _BAND_ROWS, height))
        share = enlarge_part(plane, (height, width), (rows, slice(0, width)))[0]
        if share.any():
            difference = (mask[rows].astype(np.float32) - matte[rows]) * share
            result[rows] = np.rint(matte[rows] + difference).astype(np.uint8)
    return result


def _probability(logits: Logits) -> NDArray[np.float32]:
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -_FARTHEST, _FARTHEST))), np.float32)
