"""`make accuracy`: the embedded model and everything classical on photographs with outlined objects.

python tests/accuracy/report.py --photos FOLDER [--out docs/ACCURACY.md] [--sheet sheet.jpg]
"""

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import smart_select as ss
from accuracy import page
from accuracy.classical.rivals import at_its_best, rivals
from accuracy.contact_sheet import Gallery
from accuracy.measured_part import renew
from accuracy.photographs import load_samples
from accuracy.product import product
from accuracy.protocol import evaluate


def main() -> None:
    """Measure all at one go, print, and write the page and the contact sheet where asked to."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--out", type=Path, help="page whose measured part is renewed")
    parser.add_argument("--sheet", type=Path, help="picture of the best, median and worst results")
    parser.add_argument("--model", default="embedded", help="catalogue id or folder")
    arguments = parser.parse_args()
    if not (arguments.photos / "manifest.csv").is_file():
        sys.exit(f"{arguments.photos} has no manifest.csv; name the folder with PHOTOS=…")
    begun = time.perf_counter()
    samples = load_samples(arguments.photos)
    engine = ss.load(arguments.model, cache=None)
    gallery = Gallery()
    report = evaluate(product(engine), samples, watch=gallery)
    rows = [page.row(f"**{engine.name}**", report, page.megabytes(arguments.model))]
    print(report.line(engine.name), flush=True)
    if arguments.sheet:
        gallery.save(arguments.sheet)
    for rival in rivals():
        words, report = at_its_best(rival, samples)
        print(report.line(f"{rival.name}: {words}"), flush=True)
        rows.append(page.row(f"{rival.name}: {words}", report))
    measured = page.measured(rows, objects=len(samples), seconds=time.perf_counter() - begun)
    print(measured)
    if arguments.out:
        renew(arguments.out, "accuracy", measured)


if __name__ == "__main__":
    main()
