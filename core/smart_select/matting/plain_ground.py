"""A plain ground behind the object, known to its noise: above all a green or blue screen, evenly lit or not.

What lies around the object is fitted by a slowly changing colour (`lit_ground`), the rest is its noise.
Difference keying, as in R. J. Qian, M. I. Sezan: Video Background Replacement without a Blue Screen, 1999:
where a pixel differs from that by more than noise something stands before the ground, wherever the outline
is; where it does not, nothing does.

That is evidence against an outline, not a replacement of it: another thing before the same ground stays
outside. And it is evidence only where nothing of the object has the ground's colour, which is what such
screens are for: before grey, white and wooden walls, lawns and skies, clothes and print would be dissolved.
Where a model is sure of nothing there is no better evidence, and any plain ground is taken.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smart_select.masks.components import Components, connected_components
from smart_select.masks.grid import Region, box_mean, enlarge_part
from smart_select.matting.bayesian import opacity_before
from smart_select.matting.keying import Tint, tint_of
from smart_select.matting.lit_ground import LEAST_NOISE, LIKE, deviations, fit_ground
from smart_select.matting.sides import cells
from smart_select.matting.strays import touching, wider, without_thick
from smart_select.values import Photo

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]
Signs = NDArray[np.int8]

_SAMPLES = 8_000
"""Pixels of a copy that the ground is fitted to, about."""
_BAND_ROWS = 64
_LEAST_SHARE, _LEAST_SHARE_OF_ALL = 0.85, 0.6
"""Share of what is around the object that must be the ground's; of the picture where no outline is sure."""
_LEAST_SEEN = 0.1
"""Share of the picture that must surely be outside, for a part of it to be judged by what is near."""
_UNLIKE = np.float32(50.0)
"""Squared deviations (of three channels) from which on a pixel is not the ground's."""
_LIKE_AROUND, _LIKE_IN_ALL = np.float32(7.0), 5.0
"""The same in the mean of 3×3 pixels, and of a piece that hangs together; noise alone has 3."""
_LEAST_OPACITY = np.float32(0.08)
"""Share of the way to the farthest colour near by from which on it is a strand's, not a codec's ringing."""
_STEPS = (1, 2, 3)
"""Pixels around, six in all, in which that farthest colour is looked for."""
_SCREENS = {1: (60.0, 0.5), 2: (110.0, 0.6)}
"""The channels, green and blue, of which people and most things have less than a screen; with how many levels
above the others, and which share of its own, nothing but a screen has that very colour: lawns and green walls
have less than paint in the shade, deep skies nearly as much as blue paint in full light."""
_LIT = 105.0
"""Levels that it has where most light falls on it: hedges and green paper have less there, too."""
_STANDS_OUT = np.float32(1.25)
"""Times as far from the ground as the mean of the pixels so near."""
_SHINING, _CLEARLY = np.float32(0.5), np.float32(0.62)
"""Share of the backdrop's tint from which on it may shine through, and which most of a glass has."""
_TOO_MUCH, _SOME = np.float32(1.06), 0.03
"""Share that nothing has through which it shines; and of a piece's pixels that so tell it for cloth."""
_VARIES, _BY_CHANCE = 0.015, 0.1
"""Deviation of the ground's tint behind a piece, in its mean, from which on what shines through follows it;
and the correlation of the two that highlights and folds make."""
_MIXED, _DEEP = np.float32(0.2), 12
"""The same so near the outline, in pixels, or to what shines through: between hairs."""
_SOLID, _SOLID_DEEP = np.float32(0.85), np.float32(0.6)
"""Share of that way from which on a pixel is solid, one pixel within what is unlike, and two."""
_OWN_SHARE = 0.25
"""Share of a thing that must be selected, to be the object, where a model is sure of nothing."""


@dataclass(frozen=True, eq=False)
class PlainGround:
    """The ground behind an object, on a small copy of the picture of h×w pixels.

    `field` f32 3×rows×columns is its colours, `seen` 1×rows×columns 1 where it is the ground about or nothing
    else is, both evenly over the picture. `deviation` f32 h×w is how far the copy is from it, squared, of
    three channels, in variances of its noise; `shine` f32 h×w ≥ 0 how much of a screen's tint a pixel has.
    `noise` f32 3×3 is the covariance of the picture's own pixels, in levels².
    """

    field: Floats
    seen: Floats
    deviation: Floats
    shine: Floats
    noise: Floats

    @classmethod
    def of(
        cls, photo: Photo, small: Photo, known: Signs, prior: Floats, *, answered: bool = True
    ) -> "PlainGround | None":
        """Look at H×W×3 and its small h×w×3 copy; None where what is around the object is none.

        `known` is +1 inside, −1 outside, 0 unknown, `prior` a rough opacity; not `answered`: nothing is sure.
        """
        height, width = known.shape
        step = max(1, round((height * width / _SAMPLES) ** 0.5))
        some = np.ix_(_middles(height, step), _middles(width, step))
        few = np.ascontiguousarray(small[some].transpose(2, 0, 1)).astype(np.float32)
        free = known[some] <= 0
        outside = known[some] < 0 if answered else free & (prior[some] < 0.5)
        found = (
            fit_ground(few, free, outside, outside, _LEAST_SHARE)
            if answered
            else fit_ground(few, free, outside, free, _LEAST_SHARE_OF_ALL)
        )
        if found is None:
            return None
        field, precision = found
        tint = tint_of(field)
        is_screen = _is_screen(field, tint)
        if answered and not is_screen:
            return None
        deviation, shine = np.empty((height, width), np.float32), np.zeros((height, width), np.float32)
        for top in range(0, height, _BAND_ROWS):
            rows = slice(top, min(top + _BAND_ROWS, height))
            pixels = small[rows].transpose(2, 0, 1).astype(np.float32)
            ground = enlarge_part(field, (height, width), (rows, slice(0, width)))
            deviation[rows] = deviations(pixels - ground, precision)
            if is_screen:
                shine[rows] = _share_of_tint(pixels, ground, tint)
        own = (deviation < LIKE) & (known <= 0)
        noise = _noise(photo, field, own, some)
        judged = known < 0 if (known < 0).mean() > _LEAST_SEEN else own
        return cls(field, _common(own, judged), deviation, shine, noise)

    @property
    def here(self) -> Bools:
        """h×w: where the ground is seen about a pixel, or nothing else is."""
        shape = self.deviation.shape[0], self.deviation.shape[1]
        return np.asarray(enlarge_part(self.seen, shape, _everywhere(shape))[0] > 0.5)

    def reopened(
        self, photo: Photo, small: Photo, known: Signs, prior: Floats, *, answered: bool
    ) -> "tuple[PlainGround, Signs, Floats]":
        """Return it with `known` and `prior` as the ground tells them, and known better by the gaps.

        Strands that differ from the ground are unknown though they lie outside, gaps that show it are outside
        though they lie within. Where a model is sure of nothing (not `answered`) all that differs from the
        ground is the object's, thing by thing, if some of it was selected.
        """
        if not answered:
            return self, *self._by_itself(prior)
        known, prior, cloth = self._corrected(known, prior, np.zeros(known.shape, bool))
        again = PlainGround.of(photo, small, known, prior) or self
        known, prior, _ = again._corrected(known, prior, cloth)
        return again, known, prior

    def _corrected(self, known: Signs, prior: Floats, cloth: Bools) -> tuple[Signs, Floats, Bools]:
        """Return both as the ground tells them, and what is cloth, `cloth` and more: that stays whole."""
        unlike, plain = self._both()
        strength, shine = self._strength(), self.shine
        gaps = plain & (known >= 0) & (strength < 0.5)
        strands = without_thick((known < 0) & unlike & (strength > _LEAST_OPACITY) & self._sharp())
        strands = touching(strands, known >= 0)
        within = (known > 0) & ~gaps & self.here
        pieces = connected_components(within & (self.shine > _SHINING) & ~cloth)
        is_glass = self._are_glass(pieces)
        glassy = wider(is_glass[pieces.labels], 2 * _DEEP + 1)
        asked = wider(gaps & (known > 0), 11) | wider(strands, 5) & ~plain | glassy
        near = wider((known <= 0) | asked, 2 * _DEEP + 1)
        is_cloth = ~is_glass & (np.bincount(pieces.labels[~near], minlength=pieces.count + 1) > 0)
        is_cloth[0] = False
        cloth = cloth | is_cloth[pieces.labels]
        asked |= wider(within & (shine > _MIXED) & near & ~cloth, 3)
        seen = np.where(glassy, np.maximum(1 - shine, 0), strength)
        prior = np.where(asked & (known != 0), seen, np.where(gaps, 0, prior))
        known = np.where(gaps, -1, np.where(asked, 0, known)).astype(np.int8)
        return known, prior.astype(np.float32), cloth

    def _are_glass(self, pieces: Components) -> Bools:
        """Return of each piece, and of what is none, whether it lets the screen through; cloth does not."""
        clear, too_much = (
            np.bincount(pieces.labels[self.shine > least], minlength=pieces.count + 1)
            for least in (_CLEARLY, _TOO_MUCH)
        )
        is_glass = (2 * clear > pieces.areas) & (too_much < _SOME * pieces.areas) & self._follow_light(pieces)
        is_glass[0] = False
        return np.asarray(is_glass)

    def _follow_light(self, pieces: Components) -> Bools:
        """Return of each piece, and of what is none: whether its tint changes with the ground's behind it.

        The ground is seen through glass, brighter where it is; cloth has light of its own. Before a ground
        that is even there none can be told from the other, and all do.
        """
        strength = _strength_of(self.field, tint_of(self.field))
        lit = enlarge_part(strength[np.newaxis], self.shine.shape, _everywhere(self.shine.shape))[0]
        inside = pieces.labels > 0
        labels, behind = pieces.labels[inside], lit[inside].astype(np.float64)
        seen = behind * self.shine[inside]

        def mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
            return np.bincount(labels, values, minlength=pieces.count + 1) / np.maximum(pieces.areas, 1)

        variance = mean(behind * behind) - mean(behind) ** 2
        own_variance = mean(seen * seen) - mean(seen) ** 2
        covariance = mean(behind * seen) - mean(behind) * mean(seen)
        # Whether it is nearer to one tint all over than to a share of the ground's.
        missing = variance * mean(seen) / np.maximum(2 * mean(behind), 1) - covariance
        is_own = missing > _BY_CHANCE * np.sqrt(np.maximum(variance * own_variance, 0))
        return np.asarray(~is_own | (variance < (_VARIES * mean(behind)) ** 2))

    def sharpened(self, photo: Photo, opacity: Floats, shape: tuple[int, int], region: Region) -> Floats:
        """Return opacity h×w in 0…1 of a region of the picture of `shape`, whose h×w×3 pixels `photo` are.

        `opacity` is what is to be made exact, where the ground is seen.
        """
        pixels = np.ascontiguousarray(photo.transpose(2, 0, 1)).astype(np.float32)
        behind = enlarge_part(self.field, shape, region)
        exact = opacity_before(behind, self.noise, pixels, opacity)
        share = enlarge_part(self.seen, shape, region)[0]
        return np.asarray(opacity + (exact - opacity) * share, np.float32)

    def _by_itself(self, prior: Floats) -> tuple[Signs, Floats]:
        unlike, plain = self._both()
        strength = self._strength()
        things = connected_components(wider(unlike, 5))
        labels, count = things.labels[unlike], things.count + 1
        own = np.bincount(labels, weights=prior[unlike] >= 0.5, minlength=count)
        share = own / np.maximum(np.bincount(labels, minlength=count), 1)
        chosen = (own > 0) & (share >= min(_OWN_SHARE, share[own.argmax()] / 2))
        chosen[0] = False
        is_own = chosen[things.labels] & ~plain
        solid = is_own & (
            (strength > _SOLID) & ~wider(~unlike, 3) | (strength > _SOLID_DEEP) & ~wider(~unlike, 5)
        )
        known = np.where(solid, 1, np.where(is_own, 0, -1)).astype(np.int8)
        return known, np.where(is_own, strength, 0).astype(np.float32)

    def _both(self) -> tuple[Bools, Bools]:
        """Return where something else than the ground is seen, and where the ground is.

        There its 3×3 pixels must be like it in the mean, too, and so must all that hangs together.
        """
        here = self.here
        unlike = (self.deviation > _UNLIKE) & here
        plain = (self.deviation < LIKE) & (box_mean(self.deviation[np.newaxis], 1)[0] < _LIKE_AROUND)
        pieces = connected_components(plain)
        right = np.bincount(pieces.labels.ravel(), self.deviation.ravel()) < _LIKE_IN_ALL * pieces.areas
        right[0] = False
        return unlike, right[pieces.labels] & ~wider(unlike, 3) & here

    def _sharp(self) -> Bools:
        """Return what stands out from all that is about it, as no shadow does."""
        far = np.sqrt(self.deviation)
        return np.asarray(far > _STANDS_OUT * box_mean(far[np.newaxis], sum(_STEPS))[0])

    def _strength(self) -> Floats:
        """Return how far each pixel is from the ground, as a share of the farthest near by, 0…1."""
        far = np.sqrt(self.deviation)
        farthest = far
        for axis in (0, 1):
            for step in _STEPS:
                farthest = _greater_of_both_ways(farthest, step, axis)
        return np.asarray(far / np.maximum(farthest, 12), np.float32)


def _greater_of_both_ways(plane: Floats, step: int, axis: int) -> Floats:
    here, there = (slice(None),) * axis + (slice(step, None),), (slice(None),) * axis + (slice(None, -step),)
    greater = plane.copy()
    np.maximum(greater[here], plane[there], out=greater[here])
    np.maximum(greater[there], plane[here], out=greater[there])
    return greater


def _share_of_tint(pixels: Floats, ground: Floats, tint: Tint) -> Floats:
    own = tint_of(pixels, tint.channel, tint.is_lacking).strength
    return np.asarray(np.maximum(own / _strength_of(ground, tint), 0), np.float32)


def _strength_of(ground: Floats, tint: Tint) -> Floats:
    strength = tint_of(ground, tint.channel, tint.is_lacking).strength
    return np.asarray(np.maximum(strength, _SCREENS[tint.channel][0]), np.float32)


def _is_screen(field: Floats, tint: Tint) -> bool:
    """Whether the ground's colours are those of a green or blue screen."""
    if tint.is_lacking or tint.channel not in _SCREENS:
        return False
    least, share = _SCREENS[tint.channel]
    is_tinted = tint.strength.mean() > max(least, share * float(field[tint.channel].mean()))
    return bool(is_tinted and tint.strength.max() > _LIT)


def _middles(side: int, step: int) -> NDArray[np.intp]:
    """Return the pixels of a side in the middle of about `step` each: where the field's cells are centred."""
    count = max(1, round(side / step))
    return ((np.arange(count) + 0.5) * (side / count)).astype(np.intp)


def _noise(photo: Photo, field: Floats, own: Bools, some: tuple[NDArray[np.intp], ...]) -> Floats:
    """Return the covariance 3×3 of the picture's own pixels about the ground, where a copy's are its `own`.

    `some` are the copy's pixels that the field has.
    """
    y, x = np.nonzero(own[some])
    rows, columns = (
        ((pixels.ravel()[at] + 0.5) * (of_photo / of_copy)).astype(np.intp)
        for pixels, at, of_photo, of_copy in zip(some, (y, x), photo.shape, own.shape, strict=False)
    )
    left = photo[rows, columns].astype(np.float32) - field[:, y, x].T
    covariance = np.cov(left.T) + np.eye(3) * LEAST_NOISE**2
    return np.asarray(covariance, np.float32)


def _common(own: Bools, among: Bools) -> Floats:
    """Return 1×rows×columns: 1 where at least half of the pixels `among` about are set, or none is."""
    both = cells(np.stack([own & among, among]).astype(np.float32))
    near = box_mean(both, max(1, max(both.shape) // 24))
    return np.asarray((near[:1] >= near[1:] / 2), np.float32)


def _everywhere(shape: tuple[int, int]) -> Region:
    return slice(0, shape[0]), slice(0, shape[1])
