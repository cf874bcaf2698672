"""The mean of two checkpoints of one descent: what a run has learnt, and less of what it has forgotten.

    python -m embedded_model.average --checkpoints RUN/start.pt RUN/last.pt --out RUN/mean.pt

A short run that starts from good weights gains at first clicks and loses a little elsewhere. Its start and
its end lie in one valley, and the middle between them is better than both.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import Tensor


def mean_of(first: dict[str, Tensor], second: dict[str, Tensor]) -> dict[str, Tensor]:
    """The mean of two states of one network; the score head and the head for kinds are the second's."""
    return {
        name: value
        if name.startswith(("decoder.score", "kinds")) or not value.dtype.is_floating_point
        else 0.5 * (first[name] + value)
        for name, value in second.items()
    }


def main() -> None:
    """Write the mean of two checkpoints' averaged weights; calibrate it next."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--checkpoints", type=Path, nargs=2, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    first, second = (torch.load(path, map_location="cpu") for path in args.checkpoints)
    average = mean_of(first["average"], second["average"])
    torch.save({"average": average, "step": second["step"], "seen": second["seen"]}, args.out)


if __name__ == "__main__":
    main()
