"""One line of the table."""

from dataclasses import dataclass
from typing import Literal

from bench.pairing import Paired

Unit = Literal["s", "ms", "MiB"]
_SHOWN = {"s": ("{:.2f} s", 1.0), "ms": ("{:.0f} ms", 1000.0), "MiB": ("{:.0f} MiB", 1.0)}


@dataclass(frozen=True)
class Row:
    """What was compared with what. `limit` is the largest ratio that the project allows itself."""

    what: str
    beside: str
    costs: Paired
    unit: Unit
    limit: float | None = None

    @property
    def is_met(self) -> bool:
        """Whether the median ratio keeps within the limit; a row without one always does."""
        return self.limit is None or self.costs.ratio <= self.limit

    def cells(self) -> tuple[str, ...]:
        """Return the row's texts: what, beside what, ratio, spread, limit, both costs."""
        pattern, factor = _SHOWN[self.unit]
        ratios = self.costs.ratios
        middle = len(ratios) // 2
        a, b = (sorted(values)[middle] * factor for values in (self.costs.a, self.costs.b))
        limit = "" if self.limit is None else f"≤ {self.limit:.2f}" + ("" if self.is_met else " **missed**")
        return (
            self.what,
            self.beside,
            f"**{self.costs.ratio:.2f}**",
            f"{min(ratios):.2f} – {max(ratios):.2f}",
            limit,
            pattern.format(a),
            pattern.format(b),
        )
