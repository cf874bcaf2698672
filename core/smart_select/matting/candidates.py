"""Colours that the object, or what is behind it, may have in an unknown pixel: candidates for `colour_pairs`.

Some are the nearest known ones, some lie farther away, and some are the side's most usual colours, wherever
they are: within a net only the frame is near, and the threads are known elsewhere, if at all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from smart_select.values import Photo

Floats = NDArray[np.float32]
Signs = NDArray[np.int8]
Block = tuple[slice, slice]
Places = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Rows and columns."""

_BLOCK = 12
"""Pixels that share their candidates."""
_REACH = 6
"""Pixels around a block in which the nearest candidates are looked for; doubled until there are enough."""
_KNOWN = 4
_LIKELY = 4
"""Candidates of each side: from what is known, and from what the prior thinks likely (a leaf on a twig has no
pixel that is surely its own)."""
_LIKELY_COST = np.float32(4.0)
_DISTANCE_COST = np.float32(0.06)
"""Per pixel beyond the nearest candidate: near ones are the better ones."""
_USUAL = 6
_USUAL_COST = np.float32(2.0)
_USUAL_AROUND = 40
"""Pixels around all that is unknown in which a side's usual colours are counted."""
_USUAL_SAMPLES = 1024


@dataclass(frozen=True, eq=False)
class Candidates:
    """`colours` f32 m×3; the first lie at `places`, the rest are usual ones; `costs` f32 [m]."""

    colours: Floats
    places: Places
    costs: Floats

    def costs_at(self, pixels: Places) -> Floats:
        """Return n×m: what each candidate costs in each of n pixels."""
        result = np.repeat(self.costs[np.newaxis], len(pixels[0]), axis=0)
        if len(self.places[0]):
            down, right = (
                (here[:, np.newaxis] - there).astype(np.float32)
                for here, there in zip(pixels, self.places, strict=True)
            )
            far = np.hypot(down, right)
            far -= far.min(axis=1, keepdims=True)
            result[:, : far.shape[1]] += far * _DISTANCE_COST
        return result


@dataclass(frozen=True, eq=False)
class Sampler:
    """Finds the candidates of one side, `sign` +1 or −1, in h×w×3 pixels; `known` and `likely` are h×w."""

    photo: Photo
    known: Signs
    likely: Signs
    sign: int
    anywhere: Places
    usual: Floats

    @classmethod
    def of(cls, photo: Photo, known: Signs, likely: Signs, sign: int, more: Floats | None = None) -> Self:
        """Look at all of one side once; `more` are usual colours m×3 that are nowhere seen alone."""
        rows, columns = np.nonzero(known == sign)
        usual = _usual(photo, known, sign)
        usual = usual if more is None else np.concatenate([usual, more])
        return cls(photo, known, likely, sign, _taken((rows, columns), _KNOWN), usual)

    def near(self, block: Block) -> Candidates:
        """Return the candidates for a block; without any `colours` where a side has none.

        Far away not every pixel is looked at; a thin strip that is missed so is still among those `anywhere`.
        """
        found = []
        wanted, reach, farthest = _KNOWN, _REACH, max(self.known.shape)
        while wanted:
            # Half of what is still wanted from here, so that some come from farther away.
            count = (wanted + 1) // 2 if reach < 4 * _REACH else wanted
            found.append(_spread(self.known, block, self.sign, reach, count))
            wanted -= len(found[-1][0])
            if reach > farthest:
                found.append((self.anywhere[0][:wanted], self.anywhere[1][:wanted]))
                break
            reach *= 2
        likely = _spread(self.likely, block, self.sign, _REACH, _LIKELY)
        places = (
            np.concatenate([r for r, _ in found] + [likely[0]]),
            np.concatenate([c for _, c in found] + [likely[1]]),
        )
        costs = np.zeros(len(places[0]) + len(self.usual), np.float32)
        costs[len(places[0]) - len(likely[0]) :] = _LIKELY_COST
        costs[len(places[0]) :] = _USUAL_COST
        colours = np.concatenate([self.photo[places].astype(np.float32), self.usual])
        return Candidates(colours, places, costs)


def blocks(known: Signs) -> Iterator[Block]:
    """Yield the blocks that have unknown pixels."""
    height, width = known.shape
    for top, left in product(range(0, height, _BLOCK), range(0, width, _BLOCK)):
        block = slice(top, min(top + _BLOCK, height)), slice(left, min(left + _BLOCK, width))
        if not known[block].all():
            yield block


def _usual(photo: Photo, known: Signs, sign: int) -> Floats:
    """Return up to _USUAL colours m×3 that stand for those of one side, around what is unknown."""
    rows, columns = (np.flatnonzero((known == 0).any(axis=axis)) for axis in (1, 0))
    if not rows.size:
        return np.zeros((0, 3), np.float32)
    part = tuple(
        slice(max(0, int(along[0]) - _USUAL_AROUND), int(along[-1]) + _USUAL_AROUND + 1)
        for along in (rows, columns)
    )
    own = photo[part][known[part] == sign]
    own = own[:: max(1, len(own) // _USUAL_SAMPLES)]
    if not len(own):
        return np.zeros((0, 3), np.float32)
    fewer = Image.fromarray(own[np.newaxis]).quantize(_USUAL, method=Image.Quantize.MEDIANCUT, kmeans=1)
    used = np.unique(np.asarray(fewer))
    usual: Floats = np.array(fewer.getpalette(), np.float32).reshape(-1, 3)[used]
    return usual


def _spread(signs: NDArray[np.int8], block: tuple[slice, slice], sign: int, reach: int, count: int) -> Places:
    """Return up to `count` places of one sign around a block, evenly taken from all there are."""
    top, left = max(0, block[0].start - reach), max(0, block[1].start - reach)
    step = max(1, reach // 8)
    rows, columns = np.nonzero(
        signs[top : block[0].stop + reach : step, left : block[1].stop + reach : step] == sign
    )
    rows, columns = _taken((rows, columns), count)
    return top + rows * step, left + columns * step


def _taken(places: Places, count: int) -> Places:
    """Return up to `count` of the places, evenly spread."""
    total = len(places[0])
    count = min(count, total)
    taken = (np.arange(count) * 2 + 1) * total // (2 * max(count, 1))
    return places[0][taken], places[1][taken]
