"""Opacity by colours: which mixture of a colour of the object and one of the background is this pixel?

As in the sampling methods (E. Gastal, M. Oliveira: Shared Sampling for Real-Time Alpha Matting, 2010; K. He
et al.: A Global Sampling Method for Alpha Matting, 2011), but all pairs of a dozen candidates of each side
are weighed instead of one being chosen: the weighted mean is steadier than the best pair, and the spread says
how far it can be trusted.
"""

import numpy as np
from numpy.typing import NDArray

from smart_select.matting.candidates import Candidates, Places, Sampler, blocks
from smart_select.values import Photo

Floats = NDArray[np.float32]

_LIKELY_FROM = 0.9
_DEVIATION = np.float32(2.5)
"""How far a mixture is from the pixel it explains, in levels of 255."""
_PRIOR_COST = np.float32(4.0)
_KEY_COST = np.float32(4.0)
"""Of the opacity that is keyed, without a colour of the object."""
_KEYED_IN, _KEYED_OUT = 0.8, 0.15
"""Opacity as keyed, below and above which nothing passes for the object or the background."""
_KEY_LENGTH = np.float32(900.0)
_NOISE = np.float32(9.0)
"""Variance of the camera's noise, in levels²."""
_UNEXPLAINED = np.float32(0.02)
_BLIND = 0.1
"""Variance where there is nothing to go by but the prior."""


def estimate_by_colours(
    photo: Photo,
    known: NDArray[np.int8],
    prior: Floats,
    keyed: Floats | None = None,
    more: Floats | None = None,
) -> tuple[Floats, Floats]:
    """Return the opacity h×w in 0…1 of the unknown pixels, and its variance; 0 where pixels are known.

    `photo` is h×w×3, `known` is +1 inside, −1 outside, 0 unknown, `prior` is a rough opacity, `keyed` one to
    fall back on where no pair explains a pixel, NaN where there is none. `more` are colours m×3 that the
    object has besides those that are seen.
    """
    opacity, variance = np.zeros_like(prior), np.zeros_like(prior)
    likely = (known == 0) * ((prior > _LIKELY_FROM).astype(np.int8) - (prior < 1 - _LIKELY_FROM))
    if keyed is not None:
        # Before a plain background it is seen what is quite the object, or quite the background.
        likely[(likely > 0) & (keyed < _KEYED_IN) | (likely < 0) & (keyed > _KEYED_OUT)] = 0
    samplers = Sampler.of(photo, known, likely, 1, more), Sampler.of(photo, known, likely, -1)
    for block in blocks(known):
        rows, columns = np.nonzero(known[block] == 0)
        pixels = rows + block[0].start, columns + block[1].start
        key = None if keyed is None else keyed[pixels]
        front, back = (sampler.near(block) for sampler in samplers)
        if len(front.colours) and len(back.colours):
            opacity[pixels], variance[pixels] = _weigh(photo, pixels, prior[pixels], key, front, back)
        else:
            opacity[pixels], variance[pixels] = _unpaired(prior[pixels], key), _BLIND
    return opacity, variance


def _unpaired(prior: Floats, key: Floats | None) -> Floats:
    """Return the opacity where a side shows no colours, as in glass: as keyed, if it is."""
    return prior if key is None else np.where(np.isnan(key), prior, key)


def _weigh(
    photo: Photo,
    pixels: Places,
    prior: Floats,
    key: Floats | None,
    front: Candidates,
    back: Candidates,
) -> tuple[Floats, Floats]:
    """Return mean and variance of the opacity of n pixels over all pairs of candidates."""
    here, fore, behind = photo[pixels].astype(np.float32), front.colours, back.colours
    steps = (fore[:, np.newaxis] - behind[np.newaxis]).reshape(-1, 3)
    lengths = (steps * steps).sum(axis=1)
    offsets = (behind[np.newaxis] * (fore[:, np.newaxis] - behind[np.newaxis])).sum(axis=2).ravel()
    along = here @ steps.T
    along -= offsets
    opacity = along / (lengths + 25)
    np.clip(opacity, 0, 1, out=opacity)
    # |pixel − behind − opacity·step|², multiplied out; the first part depends on `behind` only.
    along *= -2
    along += opacity * lengths
    along *= opacity
    along *= 0.5 / _DEVIATION**2
    rest = (here * here).sum(axis=1)[:, np.newaxis] - 2 * (here @ behind.T) + (behind * behind).sum(axis=1)
    side_costs = (
        front.costs_at(pixels),
        back.costs_at(pixels) + rest * (0.5 / _DEVIATION**2),
    )
    pairs = along.reshape(len(here), len(fore), len(behind))
    pairs += side_costs[0][:, :, np.newaxis]
    pairs += side_costs[1][:, np.newaxis, :]
    cost = along
    cost += _PRIOR_COST * (opacity - prior[:, np.newaxis]) ** 2
    if key is not None and not np.isnan(key).all():
        opacity = np.concatenate([opacity, np.nan_to_num(key)[:, np.newaxis]], axis=1)
        key_cost = np.where(np.isnan(key), np.inf, _KEY_COST + _PRIOR_COST * (key - prior) ** 2)
        cost = np.concatenate([cost, key_cost[:, np.newaxis].astype(np.float32)], axis=1)
        lengths = np.append(lengths, _KEY_LENGTH)
    least = cost.min(axis=1)
    weights = np.exp(least[:, np.newaxis] - cost)
    weights /= weights.sum(axis=1, keepdims=True)
    mean = (weights * opacity).sum(axis=1)
    variance = (weights * (opacity - mean[:, np.newaxis]) ** 2).sum(axis=1) + weights @ (
        _NOISE / (lengths + 25)
    )
    return mean, variance + _UNEXPLAINED * np.clip(least - 2, 0, 10)
