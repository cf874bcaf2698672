"""`make accuracy`: the embedded model and the simplest alternatives on photographs with outlined objects.

python tests/accuracy/report.py --photos FOLDER [--out docs/ACCURACY.md]
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import smart_select as ss
from accuracy.product import product
from accuracy.protocol import Report, best_of, disk, evaluate, load_samples, wand

DISK_RADII = (0.04, 0.06, 0.08, 0.1, 0.13, 0.16, 0.2, 0.25)
WAND_TOLERANCES = (8, 16, 24, 32, 48, 64, 80, 100)

TEXT = """# The embedded model on real photographs

{count} objects, outlined by people, on photographs that were not used for training. First click: the deepest
inside point of the object; each next one: the middle of the largest error. mIoU after 1, 3 and 5 clicks and
for a tight box; `edge` is the boundary F-measure after 5 clicks (0.8 % of the diagonal); `obeyed` the share
of clicks that lie on the right side of the final mask. The disk and the wand are given their best setting for
this very set. The masks are the product's own, through the public API.

| | 1 click | 3 clicks | 5 clicks | box | edge | obeyed |
|---|---|---|---|---|---|---|
{rows}

Made by `make accuracy`, which needs a folder with `manifest.csv`, `images/` and `masks/`.
"""


def main() -> None:
    """Measure, print, and write the page when asked to."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--model", default="embedded", help="catalogue id or folder")
    arguments = parser.parse_args()
    if not (arguments.photos / "manifest.csv").is_file():
        sys.exit(f"{arguments.photos} has no manifest.csv; name the folder with PHOTOS=…")
    samples = load_samples(arguments.photos)
    engine = ss.load(arguments.model, cache=None)
    rows = [_row(f"**{engine.name}**", evaluate(product(engine), samples))]
    radius, report = best_of(disk, DISK_RADII, samples)
    rows.append(_row(f"disk round the click, radius {radius:g} of the diagonal", report))
    tolerance, report = best_of(wand, WAND_TOLERANCES, samples)
    rows.append(_row(f"magic wand, tolerance {tolerance:g}", report))
    text = TEXT.format(count=len(samples), rows="\n".join(rows))
    print(text)
    if arguments.out:
        arguments.out.write_text(text, encoding="utf-8")


def _row(name: str, report: Report) -> str:
    values = [*(report.iou(clicks) for clicks in (1, 3, 5)), report.box(), report.outline(5), report.obeyed()]
    return f"| {name} | " + " | ".join(f"{value:.3f}" for value in values) + " |"


if __name__ == "__main__":
    main()
