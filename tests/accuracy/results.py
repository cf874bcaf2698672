"""What the protocol found: one row per object, and the means over all of them."""

from dataclasses import dataclass

import numpy as np

FALL = 0.01
"""A mask has got worse by more clicks when its IoU is lower by more than this."""


@dataclass(frozen=True)
class Row:
    """Result of one object; `ious` and `outlines` have one entry per click, `obeyed` one per click given."""

    name: str
    ious: tuple[float, ...]
    outlines: tuple[float, ...]
    obeyed: tuple[bool, ...]
    """Whether each click lies on the right side of the last mask."""
    box_iou: float
    box_outline: float
    encode_seconds: float
    click_seconds: float


@dataclass(frozen=True)
class Report:
    """Means over all objects."""

    rows: tuple[Row, ...]

    def iou(self, clicks: int) -> float:
        """Mean IoU after so many clicks."""
        return float(np.mean([row.ious[clicks - 1] for row in self.rows]))

    def outline(self, clicks: int) -> float:
        """Mean boundary F after so many clicks."""
        return float(np.mean([row.outlines[clicks - 1] for row in self.rows]))

    def box(self) -> float:
        """Mean IoU from a tight box alone."""
        return float(np.mean([row.box_iou for row in self.rows]))

    def clicks_to(self, goal: float = 0.85) -> float:
        """Mean number of clicks to an IoU (NoC); where it is not reached, as many as were given at most."""
        reached = [[i + 1 for i, v in enumerate(row.ious) if v >= goal] for row in self.rows]
        most = len(self.rows[0].ious)
        return float(np.mean([min(r, default=most) for r in reached]))

    def obeyed(self) -> float:
        """Share of clicks that lie on the right side of the last mask."""
        return float(np.mean([ok for row in self.rows for ok in row.obeyed]))

    def falls(self, before: int, after: int) -> int:
        """Number of objects that are worse after `after` clicks than after `before`."""
        return sum(row.ious[after - 1] < row.ious[before - 1] - FALL for row in self.rows)

    def encode_seconds(self) -> float:
        """Median time that is spent once per photograph."""
        return float(np.median([row.encode_seconds for row in self.rows]))

    def click_seconds(self) -> float:
        """Median over the objects of the mean time of a click."""
        return float(np.median([row.click_seconds for row in self.rows]))

    def line(self, name: str) -> str:
        """One line for the terminal."""
        ious = " ".join(f"{self.iou(n):.3f}" for n in (1, 3, 5))
        return (
            f"{name:12s} mIoU@1/3/5 {ious}  box {self.box():.3f}  NoC@85 {self.clicks_to():.2f}  "
            f"F@1/5 {self.outline(1):.3f} {self.outline(5):.3f}  obeyed {self.obeyed():.3f}  "
            f"encode {1e3 * self.encode_seconds():.0f} ms click {1e3 * self.click_seconds():.0f} ms"
        )
