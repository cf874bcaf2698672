"""Reads a folder of photographs with outlined objects."""

import csv
from pathlib import Path

import numpy as np
from PIL import Image

from accuracy.values import Sample


def load_samples(folder: Path) -> list[Sample]:
    """Return all objects of `folder`, which holds `manifest.csv` (columns image, mask, label)."""
    samples: list[Sample] = []
    with (folder / "manifest.csv").open(newline="", encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            image = np.asarray(Image.open(folder / row["image"]).convert("RGB"), np.uint8)
            mask = np.asarray(Image.open(folder / row["mask"]).convert("L"), np.uint8)
            samples.append(Sample(Path(row["mask"]).stem, row["label"], image, mask))
    return samples
