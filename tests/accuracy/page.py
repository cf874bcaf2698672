"""The measured part of docs/ACCURACY.md."""

from pathlib import Path

import smart_select as ss
from accuracy.protocol import CLICKS
from accuracy.results import Report

_HEADINGS = (
    "", "1 click", "3 clicks", "5 clicks", "box", "NoC@85", "F, 1 click", "F, 5 clicks", "obeyed", "worse",
    "once, s", "click, s", "MB",
)  # fmt: skip


def row(name: str, report: Report, size: float | None = None) -> str:
    """Return one line of the table."""
    values = (
        *(f"{report.iou(clicks):.3f}" for clicks in (1, 3, 5)),
        f"{report.box():.3f}",
        f"{report.clicks_to():.2f}",
        f"{report.outline(1):.3f}",
        f"{report.outline(5):.3f}",
        f"{report.obeyed():.3f}",
        str(report.falls(1, 5)),
        f"{report.encode_seconds():.3f}",
        f"{report.click_seconds():.3f}",
        "" if size is None else f"{size:.2f}",
    )
    return f"| {name} | " + " | ".join(values) + " |"


def measured(rows: list[str], *, objects: int, seconds: float) -> str:
    """Return the table with the words that belong to it."""
    head = f"| {' | '.join(_HEADINGS)} |\n|{'---|' * len(_HEADINGS)}"
    table = "\n".join([head, *rows])
    return (
        f"{table}\n\n{objects} objects; at most {CLICKS} clicks each, so an object that never reaches 0.85 "
        f"counts {CLICKS} in NoC@85. All rows in one run of {seconds / 60:.0f} minutes."
    )


def megabytes(model: str) -> float:
    """Return the size of a model's files, 10⁶ bytes; `model` is `embedded` or a folder."""
    folder = Path(ss.__file__).parent / "embedded" if model == "embedded" else Path(model)
    return sum(path.stat().st_size for path in folder.glob("*.onnx")) / 1e6
