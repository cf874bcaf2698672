"""A coarse outline redrawn by the photo's own colours: what a small network knows, and where the edge is.

Three things say what belongs to the object: the network's log-odds, how well a colour fits the object's
colours rather than those around it (`colour_mixture`), and the clicks. The outline is the cheapest one along
the photo's edges (`least_cut`). It is GrabCut made soft: OpenCV's own, which has sure and unsure pixels only,
helped less beside a network that is unsure. For models that say they want it; SAM 2 draws better outlines by
itself.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from smart_select.masks.clicks import Clicks
from smart_select.masks.colour_mixture import Palette
from smart_select.masks.components import connected_components
from smart_select.masks.grid import thumbnail
from smart_select.masks.lab import to_lab
from smart_select.masks.least_cut import least_cut
from smart_select.values import Box, Logits, Photo

_SIDE = 160
"""Cells along the photo's longer side; 192 is no better."""
_NETWORK, _COLOURS = 0.7, 0.3
"""Weights of the network's log-odds and of the colours' log-likelihood ratio."""
_LIMIT = 5.0
"""Both are clipped to ±this: neither may outvote everything else."""
_CUT = 2.0
"""Cost of a cut between two cells of the same colour."""
_FIRM = 20.0
"""The opinion of a click, and of what lies outside the box."""
_SLACK = 0.05
"""A box drawn by hand is this share of its size too small at most; what reaches further out is cut off."""
SURE = 6.0
"""Logits of what is surely inside or outside."""
_TEACHING = slice(None, None, 9)
"""Every ninth colour is enough to learn from."""

_STEPS_OF_A_LASSO = 24
"""It may lie far from the edge, and nobody waits for a click."""


def cells_of(photo: Photo) -> Photo:
    """Return an H×W×3 photo shrunk to the h×w×3 cells that its outlines are redrawn on."""
    height, width = photo.shape[:2]
    scale = min(1.0, _SIDE / max(width, height))
    return thumbnail(photo, (max(1, round(width * scale)), max(1, round(height * scale))))


@dataclass(frozen=True, eq=False)
class ColourCut:
    """What is needed of one photo, on a grid of h×w cells, kept between clicks.

    `across` h×(w−1) and `down` (h−1)×w are the costs of a cut: high where neighbours look alike.
    """

    shape: tuple[int, int]
    palette: Palette
    across: NDArray[np.float32]
    down: NDArray[np.float32]

    @classmethod
    def of(cls, cells: Photo) -> Self:
        """Prepare for the `cells_of` a photo."""
        lab = to_lab(cells)
        steps_x = ((lab[:, 1:] - lab[:, :-1]) ** 2).sum(axis=2)
        steps_y = ((lab[1:] - lab[:-1]) ** 2).sum(axis=2)
        # GrabCut's contrast term: a step counts beside the picture's mean step.
        usual = (steps_x.sum() + steps_y.sum()) / max(1, steps_x.size + steps_y.size) * 2 + 1e-8
        return cls(
            shape=lab.shape[:2],
            palette=Palette.of(np.ascontiguousarray(lab.reshape(-1, 3).T), _TEACHING),
            across=np.float32(_CUT) * np.exp(-steps_x / np.float32(usual)),
            down=np.float32(_CUT) * np.exp(-steps_y / np.float32(usual)),
        )

    def redraw(self, logits: Logits, clicks: Clicks, box: Box | None) -> Logits:
        """Return new h×w logits within ±SURE for h×w logits on this grid.

        `clicks` and `box` (x0, y0, x1, y1) are in cells. Only the parts under a wanted click are kept, all of
        them where there is none, and holes are filled unless they were clicked on: eyes differ from fur.
        """
        inside = self._inside(box)
        opinions = self._opinions(logits, inside)
        if opinions is None:
            return logits.copy()
        opinions[~inside] = -_FIRM
        clicks.press(opinions, _FIRM)
        part = least_cut(opinions, self.across, self.down)
        kept = np.where(_touched(part > 0.5, clicks), part, np.minimum(part, 0))
        kept[_holes(kept <= 0.5, clicks)] = 1
        return np.asarray((2 * kept - 1) * SURE, np.float32)

    def outline(self, logits: Logits, firm: NDArray[np.int8]) -> Logits:
        """Return new h×w logits within ±SURE; parts and holes are as the logits and the photo have them.

        What is `firm` (h×w: +1 inside, −1 outside, 0 neither) stays.
        """
        opinions = self._opinions(logits, np.ones(self.shape, np.bool_))
        if opinions is None:
            return logits.copy()
        opinions[firm != 0] = firm[firm != 0] * np.float32(_FIRM)
        part = least_cut(opinions, self.across, self.down, steps=_STEPS_OF_A_LASSO)
        return np.asarray((2 * part - 1) * SURE, np.float32)

    def _opinions(self, logits: Logits, inside: NDArray[np.bool_]) -> NDArray[np.float32] | None:
        """Return what logits and colours say of each cell, None where one side has no colours to learn."""
        share = np.where(inside, 1 / (1 + np.exp(-logits)), 0).astype(np.float32)
        if min(share.sum(), share.size - share.sum()) < 3:
            return None
        ratio = self.palette.likelihood_ratio(share.ravel()).reshape(self.shape)
        opinions = _NETWORK * np.clip(logits, -_LIMIT, _LIMIT) + _COLOURS * np.clip(ratio, -_LIMIT, _LIMIT)
        return np.asarray(opinions, np.float32)

    def _inside(self, box: Box | None) -> NDArray[np.bool_]:
        inside = np.full(self.shape, box is None)
        if box is not None:
            more_x, more_y = _SLACK * (box[2] - box[0]), _SLACK * (box[3] - box[1])
            left, top = max(0, int(box[0] - more_x)), max(0, int(box[1] - more_y))
            right, bottom = int(np.ceil(box[2] + more_x)), int(np.ceil(box[3] + more_y))
            inside[top:bottom, left:right] = True
        return inside


def _touched(mask: NDArray[np.bool_], clicks: Clicks) -> NDArray[np.bool_]:
    """Return the connected parts of `mask` under a wanted click; all of it where no click is on it."""
    rows, columns = clicks.on_grid(mask.shape)
    parts = connected_components(mask)
    under = parts.labels[rows[clicks.wanted], columns[clicks.wanted]]
    is_touched = np.zeros(parts.count + 1, np.bool_)
    is_touched[under] = True
    is_touched[0] = False
    return np.asarray(is_touched[parts.labels]) if is_touched.any() else mask


def _holes(outside: NDArray[np.bool_], clicks: Clicks) -> NDArray[np.bool_]:
    """Return the connected parts of `outside` that neither touch the border nor hold an unwanted click."""
    rows, columns = clicks.on_grid(outside.shape)
    parts = connected_components(outside)
    labels = parts.labels
    border = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    is_hole = np.ones(parts.count + 1, np.bool_)
    is_hole[np.concatenate([[0], border, labels[rows[~clicks.wanted], columns[~clicks.wanted]]])] = False
    return np.asarray(is_hole[labels])
