"""The measured part of docs/EDGES.md."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from accuracy.edges.measures import Errors
from accuracy.edges.methods import Question


@dataclass(frozen=True)
class Row:
    """One method: its errors in each scene (None: it gave no answer), and seconds for all of them."""

    name: str
    errors: Sequence[Errors | None]
    seconds: float


def section(title: str, questions: Sequence[Question], rows: Sequence[Row], skipped: Sequence[str]) -> str:
    """Return a heading, the table of means, and one of mean squares per scene; the first row is ours."""
    scenes = [question.name for question in questions]
    band = sum(float((question.trimap == 0).sum()) for question in questions) / 1e6
    own = rows[0].seconds / band
    lines = [
        f"### {title}",
        "",
        "| | SAD | MSE | gradient | boundary F | time per megapixel of band |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        known = [error for error in row.errors if error]
        means = [
            float(np.mean([getattr(error, field) for error in known])) if known else float("nan")
            for field in ("sad", "mse", "gradient", "boundary")
        ]
        ratio = row.seconds / band / own
        note = "" if len(known) == len(scenes) else f" (of {len(known)} scenes)"
        lines.append(
            f"| {row.name}{note} | {means[0]:.1f} | {means[1]:.1f} | {means[2]:.2f} | {means[3]:.3f} | "
            f"{ratio:.2f} × ours |"
        )
    lines += ["", f"MSE by scene | {' | '.join(scenes)}", "---|" + "---|" * len(scenes)]
    lines[-2], lines[-1] = f"| {lines[-2]} |", f"|{lines[-1]}"
    for row in rows:
        values = " | ".join(f"{error.mse:.1f}" if error else "–" for error in row.errors)
        lines.append(f"| {row.name} | {values} |")
    lines += [
        "",
        f"{len(scenes)} scenes, {band:.2f} megapixels of band; ours took {own:.1f} s per megapixel.",
    ]
    return "\n".join([*lines, *(f"\n{sentence}" for sentence in skipped)])
