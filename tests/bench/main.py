"""Measure everything, print the table and write it down.

PYTHONPATH=tests python -m bench.run --out docs/BENCH.md [--quick]
"""

import argparse
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.beside_torch import measure_beside_torch
from bench.edges import measure_edges
from bench.embedded import measure_embedded
from bench.gimp_one_key import measure_in_gimp
from bench.object_masks import with_object_masks
from bench.overhead import measure_overhead
from bench.report import write_report
from bench.rows import Row
from bench.through_worker import measure_through_worker
from reference_models.cache import missing_libraries, reference_pairs


def main() -> None:
    """Read the arguments, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--out", type=Path, default=Path("docs/BENCH.md"), help="file to write the table to")
    parser.add_argument("--quick", action="store_true", help="fewest rounds: to see that it runs")
    arguments = parser.parse_args()
    missing = missing_libraries()
    if missing:
        parser.exit(1, f'The bench needs {", ".join(missing)}: pip install "smart-select[reference,test]"\n')
    with tempfile.TemporaryDirectory(prefix="smart-select-bench-") as folder:
        os.environ["SMART_SELECT_HOME"] = folder  # caches of our own, empty at the start
        rows = []
        for row in _measure(Path(folder), quick=arguments.quick):
            print(" ".join(row.cells()), flush=True)
            rows.append(row)
    print("\n" + write_report(rows, arguments.out))
    print(f"\nWritten to {arguments.out}.")


def _measure(work: Path, *, quick: bool) -> Iterator[Row]:
    pairs = reference_pairs()
    few, some, more, many = (1, 2, 2, 3) if quick else (3, 5, 9, 15)
    objects = with_object_masks(pairs.samexporter, work / "object-masks")
    for attention in ("eager", "sdpa"):
        yield from measure_beside_torch(
            objects, pairs.torch, work, attention, starts=few, encode_rounds=some, click_rounds=many
        )
    yield from measure_overhead(pairs.samexporter, objects, encode_rounds=more, predict_rounds=many)
    yield from measure_through_worker(pairs.samexporter, work, encode_rounds=more, click_rounds=many)
    yield from measure_embedded(pairs.samexporter, objects, rounds=few)
    yield from measure_edges(rounds=few)
    yield from measure_in_gimp(rounds=more)
