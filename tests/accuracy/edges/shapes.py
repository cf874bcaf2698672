"""Objects with fine edges, drawn by computation so that every pixel's opacity is known.

Each function takes (width, height) and a random generator and returns a Cutout. Everything is drawn three
times as large and averaged, so that thin parts are as soft as a camera's.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter
from scipy import ndimage

Floats = NDArray[np.float32]
Size = tuple[int, int]
Random = np.random.Generator

_OVER = 3


@dataclass(frozen=True, eq=False)
class Cutout:
    """An object by itself: `alpha` f32 [H,W] 0…1, `colours` f32 [H,W,3] 0…255, defined everywhere."""

    alpha: Floats
    colours: Floats


class _Sheet:
    """Opacity and colours under a pencil; places are in shares of the width, along both axes."""

    def __init__(self, size: Size, colour: tuple[int, int, int]) -> None:
        self.size = size
        large = size[0] * _OVER, size[1] * _OVER
        self.unit = large[0]
        self._alpha, self._colours = Image.new("L", large, 0), Image.new("RGB", large, colour)
        self._on_alpha, self._on_colours = ImageDraw.Draw(self._alpha), ImageDraw.Draw(self._colours)

    def polygon(self, points: Floats, colour: tuple[int, int, int]) -> None:
        """Fill the outline N×2."""
        places = [tuple(place) for place in (points * self.unit).tolist()]
        self._on_alpha.polygon(places, fill=255)
        self._on_colours.polygon(places, fill=colour)

    def strand(self, points: Floats, width_px: tuple[float, float], colour: tuple[int, int, int]) -> None:
        """Draw a line N×2 that tapers from one width to another (in pixels)."""
        places = points * self.unit
        along = np.gradient(places, axis=0)
        across = np.stack([-along[:, 1], along[:, 0]], axis=1)
        across /= np.maximum(np.hypot(across[:, 0], across[:, 1]), 1e-6)[:, np.newaxis]
        half = np.linspace(width_px[0], width_px[1], len(places))[:, np.newaxis] * (_OVER / 2)
        outline = np.concatenate([places + across * half, (places - across * half)[::-1]])
        corners = [tuple(place) for place in outline.tolist()]
        self._on_alpha.polygon(corners, fill=255)
        # Wider in the colours, so that a strand's own colour is known in all its soft pixels.
        outline = np.concatenate([places + across * (half + _OVER), (places - across * (half + _OVER))[::-1]])
        self._on_colours.polygon([tuple(place) for place in outline.tolist()], fill=colour)

    def done(self, random: Random, *, grain: float = 6.0) -> Cutout:
        """Return what was drawn, with a texture on it."""
        alpha = np.asarray(self._alpha.resize(self.size, Image.Resampling.BOX), np.float32) / 255
        colours = np.asarray(self._colours.resize(self.size, Image.Resampling.BOX), np.float32)
        return Cutout(alpha, np.clip(colours + _grain(self.size, random) * grain, 0, 255))


def _grain(size: Size, random: Random) -> Floats:
    """Return a texture f32 [H,W,1] of about unit deviation, coarse and fine."""
    total = np.zeros((size[1], size[0]), np.float32)
    for sigma in (1.0, 4.0, 16.0):
        layer = ndimage.gaussian_filter(random.normal(size=total.shape).astype(np.float32), sigma)
        total += layer / layer.std()
    return np.asarray(total / np.float32(np.sqrt(3)))[..., np.newaxis]


def _varied(colour: tuple[int, int, int], random: Random, spread: float) -> tuple[int, int, int]:
    lighter = random.normal() * spread
    varied = np.array(colour) + lighter + random.normal(size=3) * spread / 3
    red, green, blue = np.clip(varied, 0, 255).astype(int).tolist()
    return red, green, blue


def _ring(centre: tuple[float, float], radii: tuple[float, float], points: int = 180) -> Floats:
    turn = np.linspace(0, 2 * np.pi, points, endpoint=False)
    around = np.stack([centre[0] + radii[0] * np.cos(turn), centre[1] + radii[1] * np.sin(turn)], axis=1)
    return around.astype(np.float32)


def _curl(start: Floats, angle: float, length: float, random: Random, bend: float) -> Floats:
    """Return a curved line of 14 points."""
    steps = np.full(13, length / 13)
    turns = angle + np.cumsum(np.full(13, random.normal() * bend / 13) + random.normal(size=13) * bend / 20)
    moves = np.stack([np.cos(turns) * steps, np.sin(turns) * steps], axis=1)
    return np.concatenate([start[np.newaxis], start + np.cumsum(moves, axis=0)]).astype(np.float32)


def hair(size: Size, random: Random) -> Cutout:
    """A head from behind with flying strands, one to three pixels thick."""
    middle = size[1] / size[0] / 2
    colour = (92, 58, 34)
    sheet = _Sheet(size, colour)
    sheet.polygon(_ring((0.5, middle + 0.30), (0.26, 0.20)), (70, 60, 110))
    sheet.polygon(_ring((0.5, middle), (0.13, 0.17)), colour)
    for _ in range(900):
        turn = random.uniform(0, 2 * np.pi)
        start = np.array([0.5 + 0.12 * np.cos(turn), middle + 0.16 * np.sin(turn)], np.float32)
        long = random.random() < 0.3
        length = random.uniform(0.06, 0.16) if long else random.uniform(0.02, 0.06)
        line = _curl(start, turn + random.normal() * 0.5, length, random, 2.0)
        sheet.strand(line, (random.uniform(1.2, 3.0), 0.5), _varied(colour, random, 22))
    return sheet.done(random)


def fur(size: Size, random: Random) -> Cutout:
    """An animal's back: short dense hairs on a soft outline."""
    middle = size[1] / size[0] / 2
    colour = (176, 142, 100)
    sheet = _Sheet(size, colour)
    outline = _ring((0.5, middle), (0.25, 0.18), 400)
    wave = 1 + 0.06 * np.sin(np.linspace(0, 14 * np.pi, 400)).astype(np.float32)[:, np.newaxis]
    centre = np.array([0.5, middle], np.float32)
    outline = (outline - centre) * wave + centre
    sheet.polygon(outline, colour)
    for _ in range(6000):
        at = outline[random.integers(len(outline))]
        angle = np.arctan2(at[1] - middle, at[0] - 0.5) + 0.6
        inward = centre + (at - centre) * random.uniform(0.9, 1.0)
        line = _curl(inward, angle + random.normal() * 0.35, random.uniform(0.008, 0.03), random, 0.8)
        sheet.strand(line, (2.6, 0.4), _varied(colour, random, 26))
    return sheet.done(random)


def leaves(size: Size, random: Random) -> Cutout:
    """A branch with leaves, and gaps between them."""
    middle = size[1] / size[0] / 2
    sheet = _Sheet(size, (66, 92, 44))
    for _ in range(26):
        branch = _curl(
            np.array([0.5, middle + 0.25], np.float32), -np.pi / 2 + random.normal() * 0.6, 0.55, random, 1.2
        )
        sheet.strand(branch, (5.0, 1.5), (84, 66, 44))
        for at in branch[4:]:
            for _ in range(3):
                angle, length = random.uniform(0, 2 * np.pi), random.uniform(0.012, 0.035)
                along = np.array([np.cos(angle), np.sin(angle)]) * length
                aside = np.array([-along[1], along[0]]) * 0.32
                tip = at + along
                leaf = np.array([at, at + along * 0.4 + aside, tip, at + along * 0.4 - aside], np.float32)
                sheet.polygon(leaf, _varied((84, 120, 50), random, 26))
    return sheet.done(random)


def net(size: Size, random: Random) -> Cutout:
    """A frame with a net of thin threads in it."""
    middle = size[1] / size[0] / 2
    colour = (206, 196, 178)
    sheet = _Sheet(size, colour)
    radii = 0.24, 0.2
    inside = np.linspace(-1, 1, 23)
    for share in inside:
        reach = np.sqrt(max(0.0, 1 - share * share))
        steps = np.linspace(-reach, reach, 24)
        sag = 0.012 * np.sin(steps * 9 + share * 5)
        for line in (np.stack([share + sag, steps], axis=1), np.stack([steps, share + sag], axis=1)):
            places = (line * radii + (0.5, middle)).astype(np.float32)
            sheet.strand(places, (2.4, 2.4), _varied(colour, random, 12))
    outer = np.concatenate([_ring((0.5, middle), radii), _ring((0.5, middle), radii)[:1]])
    sheet.strand(outer.astype(np.float32), (26, 26), (120, 40, 36))
    return sheet.done(random)


def motion(size: Size, random: Random) -> Cutout:
    """A thing that moved while the shutter was open: soft along one direction."""
    middle = size[1] / size[0] / 2
    sheet = _Sheet(size, (190, 60, 40))
    sheet.polygon(_ring((0.5, middle), (0.2, 0.15)), (190, 60, 40))
    sheet.polygon(_ring((0.5, middle), (0.09, 0.07)), (240, 200, 70))
    still = sheet.done(random, grain=10)
    smear = max(3, round(size[0] * 0.025))
    premultiplied = ndimage.uniform_filter1d(still.colours * still.alpha[..., np.newaxis], smear, axis=1)
    alpha = ndimage.uniform_filter1d(still.alpha, smear, axis=1)
    colours = np.where(
        alpha[..., np.newaxis] > 1e-3, premultiplied / np.maximum(alpha, 1e-3)[..., np.newaxis], still.colours
    )
    return Cutout(alpha.astype(np.float32), np.clip(colours, 0, 255).astype(np.float32))


def glass(size: Size, random: Random) -> Cutout:
    """A bottle: a dark rim, a clear middle that is a third opaque, a highlight, a cork."""
    middle = size[1] / size[0] / 2
    body = np.array(
        [(-0.05, -0.26), (0.05, -0.26), (0.05, -0.14), (0.12, -0.06), (0.12, 0.28), (-0.12, 0.28),
         (-0.12, -0.06), (-0.05, -0.14)], np.float32
    )  # fmt: skip
    sheet = _Sheet(size, (60, 100, 78))
    sheet.polygon(body + np.array([0.5, middle], np.float32), (60, 100, 78))
    full = sheet.done(random, grain=4)
    depth = ndimage.distance_transform_edt(full.alpha > 0.5) / size[0]
    alpha = full.alpha * (0.35 + 0.6 * np.exp(-depth / 0.012)).astype(np.float32)
    colours = full.colours.copy()
    rows, columns = (np.mgrid[: size[1], : size[0]] + 0.5) / size[0]
    aside, along = (columns - 0.45) / 0.008, (rows - middle - 0.05) / 0.12
    shine = np.exp(-(aside**2) - along**2).astype(np.float32)
    alpha = np.clip(alpha + shine * 0.5 * (full.alpha > 0.5), 0, 1)
    colours += shine[..., np.newaxis] * 150
    cork = (np.abs(columns - 0.5) < 0.045) & (rows > middle - 0.3) & (rows < middle - 0.23)
    soft = Image.fromarray(cork).convert("L").filter(ImageFilter.GaussianBlur(0.7))
    alpha = np.maximum(alpha, np.asarray(soft, np.float32) / 255)
    colours[cork] = (170, 130, 90)
    return Cutout(alpha.astype(np.float32), np.clip(colours, 0, 255).astype(np.float32))


SHAPES: dict[str, Callable[[Size, Random], Cutout]] = {
    "hair": hair,
    "fur": fur,
    "leaves": leaves,
    "net": net,
    "motion blur": motion,
    "glass": glass,
}
