"""The ten best, ten median and ten worst results on one picture, for looking at."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from scipy import ndimage

from accuracy.measures import edge
from accuracy.results import Row
from accuracy.values import UNKNOWN, Bool, Click, Sample

_EACH = 10
_COLUMNS = 5
_PANEL = 210
_CAPTION = 20
_GAP = 8
_MASK, _OUTLINE, _CLICK = (40, 120, 255), (255, 225, 0), (255, 40, 40)


@dataclass(frozen=True, eq=False)
class Shown:
    """One result: the object, its row, the bool [H,W] mask after one click, and that click."""

    sample: Sample
    row: Row
    mask: Bool
    click: Click


class Gallery:
    """Collects every result as the protocol runs (it is a `Watch`), and draws some of them at the end."""

    def __init__(self) -> None:
        self._shown: list[Shown] = []

    def __call__(self, sample: Sample, row: Row, mask: Bool, click: Click) -> None:
        """Keep one result."""
        self._shown.append(Shown(sample, row, mask, click))

    def groups(self) -> dict[str, list[Shown]]:
        """Return the best, the median and the worst by IoU after one click, best first."""
        ranked = sorted(self._shown, key=lambda shown: shown.row.ious[0], reverse=True)
        middle = max(0, (len(ranked) - _EACH) // 2)
        return {
            "best": ranked[:_EACH],
            "median": ranked[middle : middle + _EACH],
            "worst": ranked[-_EACH:],
        }

    def save(self, path: Path) -> None:
        """Draw the sheet; each result is the photograph, and beside it what was selected."""
        groups = self.groups()
        rows = {name: -(-len(shown) // _COLUMNS) for name, shown in groups.items()}
        tile = 2 * _PANEL + _GAP, _PANEL + _CAPTION + _GAP
        height = sum(_CAPTION + count * tile[1] for count in rows.values())
        sheet = Image.new("RGB", (_COLUMNS * (tile[0] + _GAP), height), "white")
        draw, font, top = ImageDraw.Draw(sheet), ImageFont.load_default(13), 0
        for name, shown in groups.items():
            draw.text((4, top + 2), f"{name}: after one click", fill="black", font=font)
            top += _CAPTION
            for index, one in enumerate(shown):
                x, y = (index % _COLUMNS) * (tile[0] + _GAP), top + index // _COLUMNS * tile[1]
                for column, panel in enumerate(panels(one)):
                    sheet.paste(panel, (x + column * (_PANEL + _GAP // 2), y))
                draw.text((x, y + _PANEL + 2), _caption(one), fill="black", font=font)
            top += rows[name] * tile[1]
        sheet.save(path, quality=90)


def panels(shown: Shown) -> Sequence[Image.Image]:
    """Return the photograph, and the photograph with mask (blue), true outline (yellow) and click (red)."""
    image, mask = shown.sample.image, shown.mask
    tint = np.where(mask[:, :, np.newaxis], 0.45 * image + 0.55 * np.array(_MASK), image * 0.75)
    tint[shown.sample.mask == UNKNOWN] *= 0.5
    thick = max(1, max(mask.shape) // _PANEL)
    tint[ndimage.binary_dilation(edge(shown.sample.target), iterations=thick)] = _OUTLINE
    found = []
    for pixels in (image, tint.astype(np.uint8)):
        panel = Image.fromarray(pixels)
        panel.thumbnail((_PANEL, _PANEL))
        x, y = shown.click[0] * panel.width / mask.shape[1], shown.click[1] * panel.height / mask.shape[0]
        ImageDraw.Draw(panel).ellipse((x - 3, y - 3, x + 3, y + 3), fill=_CLICK, outline="white")
        found.append(panel)
    return found


def _caption(shown: Shown) -> str:
    row = shown.row
    return f"{shown.sample.label}  IoU {row.ious[0]:.2f}, {row.ious[-1]:.2f} after {len(row.ious)}"
