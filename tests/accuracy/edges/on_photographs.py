"""What `--edge` makes of the outlines of real photographs: the selected area's IoU with what people outlined.

python tests/accuracy/edges/on_photographs.py FOLDER

The folder is one that the embedded model is trained on (`packaging/embedded_model`): `manifest.csv` with the
columns image and regions, region maps of 1…254, 255 unknown. Each photograph's largest region is asked for by
its tight box. Such outlines are hard: they say whether a matte loses what was selected, not how good hair is.
"""

import argparse
import csv
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from numpy.typing import NDArray
from PIL import Image

import smart_select as ss
from accuracy.edges.answers import answer_to_box
from accuracy.measures import iou
from accuracy.values import INSIDE, UNKNOWN, Sample
from smart_select.matting import has_plain_ground
from smart_select.verbs import EDGES, with_edge

LEAST_PIXELS = 1500
MUCH = 0.02


def main() -> None:
    """Print the mean IoU of each edge, and how many objects lose or gain much against the mask."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path)
    engine = ss.load("embedded", cache=None)
    found, plain = [], 0
    for sample in largest_objects(parser.parse_args().folder):
        answer = answer_to_box(engine, sample.image, sample.target)
        mattes = [with_edge(sample.image, answer.mask, edge, answer.logits) for edge in EDGES]
        found.append([iou(matte >= 128, sample) for matte in mattes])
        plain += has_plain_ground(sample.image, answer.mask, answer.logits)
    by_edge = dict(zip(EDGES, np.array(found).T, strict=True))
    print(f"{len(found)} objects, {plain} of them before a plain ground")
    for edge, ious in by_edge.items():
        gains = np.sort(ious - by_edge["mask"])
        worst = ", ".join(f"{gain:.3f}" for gain in gains[:3])
        print(
            f"{edge:6} mean IoU {ious.mean():.4f}; {(gains < -MUCH).sum()} lose more than {MUCH}, "
            f"{(gains > MUCH).sum()} gain as much; worst {worst}"
        )


def largest_objects(folder: Path) -> Iterator[Sample]:
    """Yield the largest region of each photograph that has one of LEAST_PIXELS or more."""
    with (folder / "manifest.csv").open(newline="", encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            regions = np.asarray(Image.open(folder / row["regions"]), np.uint8)
            sizes = np.bincount(regions.ravel(), minlength=256)[1:255]
            if sizes.max() >= LEAST_PIXELS:
                image = np.asarray(Image.open(folder / row["image"]).convert("RGB"), np.uint8)
                yield Sample(row["image"], "", image, _mask(regions, int(sizes.argmax()) + 1))


def _mask(regions: NDArray[np.uint8], number: int) -> NDArray[np.uint8]:
    mask = np.where(regions == number, INSIDE, 0)
    return np.where(regions == 255, UNKNOWN, mask).astype(np.uint8)


if __name__ == "__main__":
    main()
