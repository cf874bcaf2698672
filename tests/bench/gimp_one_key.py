"""One key in real GIMP on 24 megapixels, as ratios within one run; needs the roots of `make test-hosts`.

    .venv/bin/python tests/bench/gimp_one_key.py [trixie forky] [--rounds 9] [--model FOLDER]

Everything is warm: the worker runs and knows the picture. An empty call is a plug-in that does nothing, a
bare decode `engine.predict(…).best.mask` of the same photograph in process. Each round measures all in turn.
`make bench` has the same rows, for each root that is there.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench.pairing import Paired
from bench.rows import Row
from gimp.gimp_session import GimpSession, new_session
from real_hosts.roots import RELEASES, Root, why_unusable

LIMIT = 2.5


def measure_in_gimp(*, rounds: int) -> Iterator[Row]:
    """Yield the rows of each root that can be entered, and say why of each that can't."""
    for release in RELEASES:
        reason = why_unusable(Root(release))
        if reason:
            print(f"One key in GIMP is not measured in {release}: {reason}", flush=True)
        else:
            yield from rows_of(release, rounds=rounds, model="embedded")


def rows_of(release: str, *, rounds: int, model: str) -> Iterator[Row]:
    """Yield one key ÷ (an empty call + a bare decode), and ÷ GIMP's own Fuzzy Select."""
    with tempfile.TemporaryDirectory() as home:
        session: GimpSession = new_session(Root(release), Path(home))
        binds = [Path(model)] if Path(model).is_dir() else []
        variables = {"BENCH_ROUNDS": str(rounds), "BENCH_MODEL": model}
        seconds: dict[str, list[float]] = session.run(
            "one_key_large", timeout_s=1800, variables=variables, binds=binds
        )
    what = f"one key in GIMP of {release}, 24 MP"
    yield Row(what, "an empty call + a bare decode", beside_least(seconds), "ms", LIMIT)
    yield Row(what, "Fuzzy Select by PDB", Paired(seconds["one key"], seconds["Fuzzy Select"]), "ms")


def beside_least(seconds: Mapping[str, Sequence[float]], what: str = "one key") -> Paired:
    """Return one key beside what it can't do without, round by round: an empty call and a bare decode."""
    least = [sum(pair) for pair in zip(seconds["empty call"], seconds["bare decode"], strict=True)]
    return Paired(seconds[what], least)


def main() -> None:
    """Print the rows; exit status 1 when one is above its limit."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("releases", nargs="*", default=RELEASES, help="the roots to run in")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--model", default="embedded", help="a model's id or folder")
    args = parser.parse_args()
    is_met = True
    for release in args.releases:
        for row in rows_of(release, rounds=args.rounds, model=args.model):
            print(" | ".join(row.cells()), flush=True)
            is_met &= row.is_met
    sys.exit(int(not is_met))


if __name__ == "__main__":
    main()
