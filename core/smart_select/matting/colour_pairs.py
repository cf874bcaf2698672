"""Opacity by colours: which mixture of a colour of the object and one of the background is this pixel?

As in the sampling methods (E. Gastal, M. Oliveira: Shared Sampling for Real-Time Alpha Matting, 2010; K. He
et al.: A Global Sampling Method for Alpha Matting, 2011), but all pairs of a dozen candidates of each side
are weighed instead of one being chosen: the weighted mean is steadier than the best pair, and the spread says
how far it can be trusted.
"""

from collections.abc import Iterator
from itertools import product

import numpy as np
from numpy.typing import NDArray

from smart_select.values import Photo

Floats = NDArray[np.float32]
Places = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Rows and columns."""

_BLOCK = 12
"""Pixels that share their candidates."""
_REACH = 6
"""Pixels around a block in which the nearest candidates are looked for; doubled until there are enough."""
_KNOWN = 10
_LIKELY = 5
"""Candidates of each side: from what is known, and from what the prior thinks likely (a leaf on a twig has no
pixel that is surely its own)."""
_LIKELY_FROM = 0.9
_LIKELY_COST = 4.0
_DEVIATION = np.float32(5.0)
"""How far a mixture is from the pixel it explains, in levels of 255."""
_DISTANCE_COST = np.float32(0.06)
"""Per pixel: near candidates are the better ones."""
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
    photo: Photo, known: NDArray[np.int8], prior: Floats, keyed: Floats | None = None
) -> tuple[Floats, Floats]:
    """Return the opacity h×w in 0…1 of the unknown pixels, and its variance; 0 where pixels are known.

    `photo` is h×w×3, `known` is +1 inside, −1 outside, 0 unknown, `prior` is a rough opacity, `keyed` one to
    fall back on where no pair explains a pixel, NaN where there is none.
    """
    opacity, variance = np.zeros_like(prior), np.zeros_like(prior)
    likely = (known == 0) * ((prior > _LIKELY_FROM).astype(np.int8) - (prior < 1 - _LIKELY_FROM))
    if keyed is not None:
        # Before a plain background it is seen what is quite the object, or quite the background.
        likely[(likely > 0) & (keyed < _KEYED_IN) | (likely < 0) & (keyed > _KEYED_OUT)] = 0
    anywhere = {sign: _anywhere(known, sign) for sign in (1, -1)}
    for block in _blocks(known):
        rows, columns = np.nonzero(known[block] == 0)
        pixels = rows + block[0].start, columns + block[1].start
        sides = [_candidates(known, likely, block, sign, anywhere[sign]) for sign in (1, -1)]
        if all(len(cost) for _, cost in sides):
            key = None if keyed is None else keyed[pixels]
            opacity[pixels], variance[pixels] = _weigh(photo, pixels, prior[pixels], key, *sides)
        else:
            opacity[pixels], variance[pixels] = prior[pixels], _BLIND
    return opacity, variance


def _blocks(known: NDArray[np.int8]) -> Iterator[tuple[slice, slice]]:
    """Yield the blocks that have unknown pixels."""
    height, width = known.shape
    for top, left in product(range(0, height, _BLOCK), range(0, width, _BLOCK)):
        block = slice(top, min(top + _BLOCK, height)), slice(left, min(left + _BLOCK, width))
        if not known[block].all():
            yield block


def _candidates(
    known: NDArray[np.int8],
    likely: NDArray[np.int8],
    block: tuple[slice, slice],
    sign: int,
    anywhere: Places,
) -> tuple[Places, Floats]:
    """Return where candidates of one side lie, near and farther, and what each costs.

    Far away not every pixel is looked at; a thin strip that is missed so is still among those `anywhere`.
    """
    rows: list[NDArray[np.int64]] = []
    columns: list[NDArray[np.int64]] = []
    wanted, reach, farthest = _KNOWN, _REACH, max(known.shape)
    while wanted:
        # Half of what is still wanted from here, so that some come from farther away.
        count = (wanted + 1) // 2 if reach < 4 * _REACH else wanted
        found = _spread(known, block, sign, reach, count)
        rows.append(found[0])
        columns.append(found[1])
        wanted -= len(found[0])
        if reach > farthest:
            rows.append(anywhere[0][:wanted])
            columns.append(anywhere[1][:wanted])
            break
        reach *= 2
    found = _spread(likely, block, sign, _REACH, _LIKELY)
    cost = np.zeros(sum(map(len, rows)) + len(found[0]), np.float32)
    cost[len(cost) - len(found[0]) :] = _LIKELY_COST
    return (np.concatenate([*rows, found[0]]), np.concatenate([*columns, found[1]])), cost


def _spread(signs: NDArray[np.int8], block: tuple[slice, slice], sign: int, reach: int, count: int) -> Places:
    """Return up to `count` places of one sign around a block, evenly taken from all there are."""
    top, left = max(0, block[0].start - reach), max(0, block[1].start - reach)
    step = max(1, reach // 8)
    rows, columns = np.nonzero(
        signs[top : block[0].stop + reach : step, left : block[1].stop + reach : step] == sign
    )
    rows, columns = _taken((rows, columns), count)
    return top + rows * step, left + columns * step


def _anywhere(known: NDArray[np.int8], sign: int) -> Places:
    rows, columns = np.nonzero(known == sign)
    return _taken((rows, columns), _KNOWN)


def _taken(places: Places, count: int) -> Places:
    """Return up to `count` of the places, evenly spread."""
    total = len(places[0])
    count = min(count, total)
    taken = (np.arange(count) * 2 + 1) * total // (2 * max(count, 1))
    return places[0][taken], places[1][taken]


def _weigh(
    photo: Photo,
    pixels: Places,
    prior: Floats,
    key: Floats | None,
    front: tuple[Places, Floats],
    back: tuple[Places, Floats],
) -> tuple[Floats, Floats]:
    """Return mean and variance of the opacity of n pixels over all pairs of candidates."""
    here, fore, behind = (photo[places].astype(np.float32) for places in (pixels, front[0], back[0]))
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
        _distances(pixels, front[0]) * _DISTANCE_COST + front[1],
        _distances(pixels, back[0]) * _DISTANCE_COST + back[1] + rest * (0.5 / _DEVIATION**2),
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


def _distances(pixels: Places, places: Places) -> Floats:
    down = (pixels[0][:, np.newaxis] - places[0]).astype(np.float32)
    right = (pixels[1][:, np.newaxis] - places[1]).astype(np.float32)
    return np.hypot(down, right)
