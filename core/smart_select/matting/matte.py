"""A mask's edge as a matte: hair, fur, nets, motion and glass are partly the object, partly what is behind.

Opacity is found on a smaller copy of the picture, in the band that is not sure (`trimap`): first by colours
(`colour_pairs`), then smoothed along them (`laplacian`). There it is a linear function of colour in every
small window, and those functions, enlarged, say the opacity of the picture's own pixels, as in `masks.edges`.
"""

from dataclasses import dataclass, replace
from itertools import product
from typing import Self

import numpy as np
from numpy.typing import NDArray

from smart_select.masks.grid import Region, enlarge_part, thumbnail, widened, within
from smart_select.matting.keying import REACH, Backdrop
from smart_select.matting.plain_ground import PlainGround
from smart_select.matting.solving import solve_lines
from smart_select.matting.strays import find_strays, wider
from smart_select.matting.translucent import Translucent
from smart_select.matting.trimap import SURE, UNDECIDED, Trimap, has_answered
from smart_select.matting.worth import MOVED, MOVED_FAR, kept_where_contradicted, speaks_for
from smart_select.parallel import for_each
from smart_select.values import Logits, Mask, Photo

Floats = NDArray[np.float32]

_BAND_CELLS = 2
_WORTH_DOUBT = 0.058
"""Mean variance up to which a matte is better than the mask. Drawn hair and fur on photographs: 0.04 to
0.058; photographs whose outlines are in doubt, or camouflaged, 0.06 and more."""
_NO_DOUBT = 0.02
"""The same up to which colours leave no doubt: as of a thing that moved."""
_SHRINK = 2
_LARGEST_SIDE = 1536
"""Of the smaller copy."""
_OF_STRANDS, _OF_GAPS = np.float32(0.5), np.float32(0.2)
"""The rough opacity, at least and at most, of pixels whose colour contradicts the outline."""
_PIXEL_TILE, _PIXEL_TILE_EXACT = 256, 128
"""Pixels along a tile of the picture; what is made exact needs many planes of it."""
_TILE_ROWS = 64
"""Of the smaller copy, that are looked at together."""
_WORTH_THREADS = 4_000_000
"""Pixels of the picture from which on several threads are worth starting."""


def alpha_matte(
    photo: Photo,
    mask: Mask,
    *,
    logits: Logits | None = None,
    sure: float = SURE,
    band_cells: int = _BAND_CELLS,
    veils: bool = True,
) -> Mask:
    """Return the H×W matte (0 = outside … 255 = inside, between: partly) of an H×W×3 photo and a soft mask.

    Only a band along the mask's outline is changed, by default two of 256 cells (along the longer side) more
    than the outline lies in, on both sides; hair that flies farther needs more `band_cells`. `logits` (h×w
    over the photo, any resolution) widen it to all that they leave open: where they lie within ±`sure`. By
    default they are taken to know how much of each cell is covered; of a model's answer only what is as good
    as undecided should be left open (UNDECIDED). Logits of which less than a fifth are sure are taken
    as probabilities, whatever `sure` is, unless `veils` forbids it: that errs least, and makes a veil of a
    solid thing of which the model is not sure. Where the background is plain, strands and gaps are found
    beyond the band too (`strays`). Memory beside the result: about 150 MB, however large the photo is.
    """
    return _found(photo, mask, _Question.of(mask, logits, sure, band_cells, veils=veils)).mask


def matte_where_it_pays(
    photo: Photo, mask: Mask, *, logits: Logits | None = None, veils: bool = True
) -> Mask:
    """Return `alpha_matte`'s answer where it is worth having, else the mask.

    Without a model's `logits`, or with some that are taken as probabilities, that is where the colours tell
    object and background apart: where both have the same, a matte is guesswork, which shows as a veil, and
    the mask's own edge is the better one. A model knows better: where its answer is clearly nearer to the
    matte, that is taken, else all of the matte but what the answer denies.
    """
    question = _Question.of(mask, logits, UNDECIDED, _BAND_CELLS, veils=veils)
    found = _found(photo, mask, question)
    if logits is None or not question.answered:
        return found.mask if found.doubt < _WORTH_DOUBT else mask
    if found.is_keyed or speaks_for(logits, found.mask, mask):
        return found.mask
    moved = MOVED_FAR if found.doubt < _NO_DOUBT else MOVED
    return kept_where_contradicted(logits, found.mask, mask, moved)


@dataclass(frozen=True, eq=False)
class _Found:
    """A matte, the mean variance of the opacity in its band (0 without one), and whether it is keyed."""

    mask: Mask
    doubt: float
    is_keyed: bool = False


def has_plain_ground(photo: Photo, mask: Mask, logits: Logits | None = None) -> bool:
    """Whether what is around the object is plain enough to tell by itself what stands before it."""
    if min(mask.shape) < 3:
        return False
    small = _small_copy(photo)
    question = _Question.of(mask, logits, UNDECIDED, _BAND_CELLS)
    known, prior = question.trimap.on_copy(small.shape[:2])
    return PlainGround.of(photo, small, known, prior, answered=question.answered) is not None


@dataclass(frozen=True, eq=False)
class _Question:
    """What is to be found out, how far logits are believed there (0…1), and whether they are an answer."""

    trimap: Trimap
    belief: float
    answered: bool

    @classmethod
    def of(
        cls, mask: Mask, logits: Logits | None, sure: float, band_cells: int, *, veils: bool = True
    ) -> Self:
        if logits is None:
            return cls(Trimap.of(mask, None, band_cells), 0.0, answered=True)
        answered = has_answered(logits) or not veils
        sure = sure if answered else SURE
        return cls(Trimap.of(mask, logits, band_cells, sure), sure / SURE, answered)

    @property
    def knows_cover(self) -> bool:
        """Whether the logits know how much of each cell is covered: a model's, which is sure, don't."""
        return self.answered and self.belief == 1


def _found(photo: Photo, mask: Mask, question: _Question) -> _Found:
    found = _solved(photo, mask, question)
    settled = question.trimap.settled(found.mask)
    return found if settled is question.trimap else _solved(photo, mask, replace(question, trimap=settled))


def _small_copy(photo: Photo) -> Photo:
    height, width = photo.shape[:2]
    scale = max(_SHRINK, max(height, width) / _LARGEST_SIDE)
    return thumbnail(photo, (max(3, round(width / scale)), max(3, round(height / scale))))


def _solved(photo: Photo, mask: Mask, question: _Question) -> _Found:
    height, width = mask.shape
    trimap = question.trimap
    if not trimap.uncertain.any() or min(height, width) < 3:
        return _Found(mask.copy(), 0.0)
    small = _small_copy(photo)
    known, prior = trimap.on_copy(small.shape[:2])
    strays = find_strays(small, known)
    asked_again = (strays != 0) & (known != 0)
    known[asked_again] = 0
    np.maximum(prior, _OF_STRANDS, out=prior, where=strays > 0)
    np.minimum(prior, _OF_GAPS, out=prior, where=strays < 0)
    ground = PlainGround.of(photo, small, known, prior, answered=question.answered)
    if ground is not None:
        ground, now, prior = ground.reopened(photo, small, known, prior, answered=question.answered)
        changed = now != known
        # The outline's own pixels are cut finer than the copy's: next to what is asked none stays the mask's.
        asked_again, known = asked_again | changed, now
        asked_again |= wider(asked_again, 5) & (known == 0)
    backdrop = Backdrop.of(small, known)
    keyed = None if backdrop is None else backdrop.keyed(small, known)
    lines, doubt = _colour_lines(small, known, prior, keyed, question)
    side = _PIXEL_TILE if ground is None else _PIXEL_TILE_EXACT
    del keyed, prior
    result = _copied(mask)

    def asked(region: Region) -> NDArray[np.bool_]:
        again = _nearest(asked_again, (height, width), region)
        return np.asarray((trimap.part(region) == 0) | again)

    def applied(region: Region) -> Floats:
        opacity = _apply(enlarge_part(lines, (height, width), region), photo[region])
        return np.clip(opacity, 0, np.float32(255.5), out=opacity)

    def draw(tile: tuple[int, int]) -> None:
        region = (
            slice(tile[0], min(tile[0] + side, height)),
            slice(tile[1], min(tile[1] + side, width)),
        )
        again = _nearest(asked_again, (height, width), region)
        if not again.any() and not trimap.may_be_unknown(region):
            return
        behind = ground or (backdrop if backdrop and backdrop.is_plain_in(mask.shape, region) else None)
        if behind is not None:
            around = widened(region, (height, width), REACH)
            share: Floats = np.where(asked(around), applied(around), mask[around].astype(np.float32))
            share /= 255
            share = behind.sharpened(photo[around], np.minimum(share, 1), (height, width), around)
            opacity = share[within(region, around)] * 255 + np.float32(0.5)
        else:
            opacity = applied(region)
        np.copyto(result[region], opacity.astype(np.uint8), where=asked(region))

    tiles = product(range(0, height, side), range(0, width, side))
    for_each(draw, tiles, in_threads=mask.size >= _WORTH_THREADS)
    return _Found(result, doubt, is_keyed=ground is not None)


def _copied(mask: Mask) -> Mask:
    """Return a copy that takes memory only where something is selected: zeros are promised, not stored."""
    result = np.zeros(mask.shape, np.uint8)
    for rows in range(0, mask.shape[0], _PIXEL_TILE):
        for columns in range(0, mask.shape[1], _PIXEL_TILE):
            region = slice(rows, rows + _PIXEL_TILE), slice(columns, columns + _PIXEL_TILE)
            if mask[region].any():
                result[region] = mask[region]
    return result


def _nearest(picture: NDArray[np.bool_], shape: tuple[int, int], region: Region) -> NDArray[np.bool_]:
    """Return the pixels of a region of the large picture by the smaller one's pixel that each lies in."""
    rows, columns = (
        np.arange(part.start, part.stop) * small // side
        for part, small, side in zip(region, picture.shape, shape, strict=True)
    )
    part: NDArray[np.bool_] = picture[rows[:, np.newaxis], columns]
    return part


def _colour_lines(
    small: Photo, known: NDArray[np.int8], prior: Floats, keyed: Floats | None, question: _Question
) -> tuple[Floats, float]:
    """Return 4×h×w: 255 · opacity + ½ ≈ a·colour + b, per 8-bit colour step, about every pixel of `small`.

    Returns the mean variance of the colours' own answer, too. `known` is +1 inside, −1 outside, 0 unknown,
    `prior` a rough opacity, `keyed` as `Backdrop.keyed` tells it.
    """

    def solved(more: Floats | None = None) -> tuple[Floats, float]:
        return solve_lines(small, known, prior, keyed, question.belief, more)

    def found(lines: Floats) -> tuple[Floats, Translucent | None]:
        opacity = np.empty(known.shape, np.float32)
        for top in range(0, len(known), _TILE_ROWS):
            rows = slice(top, top + _TILE_ROWS)
            opacity[rows] = np.clip(_apply(lines[:, rows], small[rows]) / 255, 0, 1)
        return opacity, Translucent.of(opacity, prior, known == 0, keyed)

    lines, doubt = solved()
    if question.knows_cover:
        opacity, glass = found(lines)
        if glass is not None:
            colours = glass.colours(small, opacity)
            del opacity
            if len(colours):
                del lines
                lines, doubt = solved(colours)
                glass = found(lines)[1] or glass
            part = lines[(slice(None), *glass.area)]
            part *= 1 - glass.share
            part[3] += glass.share * glass.opacity * 255
    lines[3] += np.float32(0.5)
    return lines, doubt


def _apply(lines: Floats, pixels: Photo) -> Floats:
    """Return a·colour + b for one tile of h×w×3 pixels."""
    colours = np.ascontiguousarray(pixels.transpose(2, 0, 1)).astype(np.float32)
    colours *= lines[:3]
    total: Floats = colours.sum(axis=0)
    total += lines[3]
    return total
