"""One key in real GIMP on 24 megapixels, as ratios within one run; needs the roots of `make test-hosts`.

    .venv/bin/python tests/bench/gimp_one_key.py [trixie forky] [--rounds 9] [--model FOLDER]

Everything is warm: the worker runs and knows the picture. An empty call is a plug-in that does nothing, a
bare decode `engine.predict(…).best.mask` of the same photograph in process. Each round measures all in turn.
"""

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from gimp.gimp_session import GimpSession, new_session
from real_hosts.roots import RELEASES, Root

LIMIT = 2.5


def measured(release: str, home: Path, rounds: int, model: str) -> dict[str, list[float]]:
    """Return seconds of each measure in one GIMP."""
    session: GimpSession = new_session(Root(release), home, empty_call=True)
    binds = [Path(model)] if Path(model).is_dir() else []
    variables = {"BENCH_ROUNDS": str(rounds), "BENCH_MODEL": model}
    seconds: dict[str, list[float]] = session.run(
        "one_key_large", timeout_s=1800, variables=variables, binds=binds
    )
    return seconds


def rows_of(seconds: dict[str, list[float]]) -> list[tuple[str, float]]:
    """Return each ratio's median over the rounds."""
    one_key, fuzzy = seconds["one key"], seconds["Fuzzy Select"]
    bare = [sum(pair) for pair in zip(seconds["empty call"], seconds["bare decode"], strict=True)]
    return [
        (
            f"÷ (an empty call + a bare decode), at most {LIMIT}",
            statistics.median(a / b for a, b in zip(one_key, bare, strict=True)),
        ),
        (
            "÷ Fuzzy Select by PDB",
            statistics.median(a / b for a, b in zip(one_key, fuzzy, strict=True)),
        ),
    ]


def main() -> None:
    """Print the ratios; exit status 1 when the first is above its limit."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("releases", nargs="*", default=RELEASES, help="the roots to run in")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--model", default="embedded", help="a model's id or folder")
    args = parser.parse_args()
    too_slow = False
    for release in args.releases:
        with tempfile.TemporaryDirectory() as temporary:
            seconds = measured(release, Path(temporary), args.rounds, args.model)
        print(f"GIMP of {release}, one key on 24 MP, {args.model}, {args.rounds} rounds:")
        for name, values in seconds.items():
            print(f"  {name:14} {statistics.median(values):7.3f} s  ({min(values):.3f} … {max(values):.3f})")
        rows = rows_of(seconds)
        for name, ratio in rows:
            print(f"  {name}: {ratio:.2f}")
        too_slow |= rows[0][1] > LIMIT
    sys.exit(int(too_slow))


if __name__ == "__main__":
    main()
