"""On 24 megapixels one key takes little longer than what it can't do without; ratios within one run."""

from collections.abc import Mapping, Sequence

import pytest

from bench.gimp_one_key import beside_least
from bench.pairing import Paired
from gimp.gimp_session import GimpSession

LIMIT = 2.8
"""`make bench` wants 2.5; there is room for a machine with other work, and twice the time does not fit in."""
ROUNDS = 5
TRIES = 3
"""Another program can be in the way for the whole of a run, though hardly for three."""
Seconds = Mapping[str, Sequence[float]]


@pytest.fixture(scope="module")
def runs(gimp: GimpSession) -> list[Seconds]:
    """What everything took, round by round; measured anew while one key is above its limit."""
    found: list[Seconds] = []
    variables = {"BENCH_ROUNDS": str(ROUNDS), "SLOWED_BY": str(gimp.home / "slowed-by")}
    while len(found) < TRIES and not any(beside_least(run).ratio <= LIMIT for run in found):
        found.append(gimp.run("one_key_large", variables=variables))
    return found


def test_one_key_takes_little_longer_than_an_empty_call_and_a_bare_decode(runs: list[Seconds]) -> None:
    for run in runs:
        fuzzy = Paired(run["one key"], run["Fuzzy Select"])
        print(f"÷ (empty call + bare decode) {beside_least(run).ratio:.2f}; ÷ Fuzzy Select {fuzzy.ratio:.2f}")
    assert min(beside_least(run).ratio for run in runs) <= LIMIT


def test_one_key_twice_as_slow_would_be_above_the_limit(runs: list[Seconds]) -> None:
    slowed = [beside_least(run, "one key, slowed").ratio for run in runs]
    print("slowed:", *(f"{ratio:.2f}" for ratio in slowed))
    assert min(slowed) > LIMIT
