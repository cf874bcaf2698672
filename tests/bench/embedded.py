"""The model that ships inside the package, beside SAM 2.1 tiny.

PYTHONPATH=tests python -m bench.embedded [--rounds N]
"""

import argparse
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import smart_select as ss
from bench.object_masks import with_object_masks
from bench.pairing import measure_in_turn, seconds_of
from bench.photos import click, photo
from bench.rows import Row
from reference_models.cache import reference_pairs

_PHOTO = "1 MP"
_ENCODE_LIMIT, _CLICK_LIMIT = 0.25, 0.5


def measure_embedded(noise: Path, objects: Path, *, rounds: int) -> Iterator[Row]:
    """Yield encode and click of the embedded model ÷ those of SAM 2.1 tiny; nothing without the model.

    `noise` and `objects` are tiny's folders: with masks that are unsure everywhere, and with those of one
    object. The embedded model's own mask is the same beside both.
    """
    try:
        embedded = ss.load("embedded", cache=None)
    except ss.SmartSelectError:
        return
    picture, prompt = photo(_PHOTO), ss.Prompt(points=[click(_PHOTO)])
    ours = embedded.encode(picture)
    for folder, remark in ((objects, ""), (noise, ", a mask of noise")):
        tiny = ss.load(folder, cache=None)
        theirs = tiny.encode(picture)
        clicks = measure_in_turn(
            seconds_of(partial(_click, embedded, ours, prompt)),
            seconds_of(partial(_click, tiny, theirs, prompt)),
            rounds=5 * rounds,
            warm_up=3,
        )
        beside = f"SAM 2.1 tiny{remark}"
        yield Row(f"embedded model: click → mask, {_PHOTO}", beside, clicks, "ms", _CLICK_LIMIT)
    encodes = measure_in_turn(
        seconds_of(partial(embedded.encode, picture)),
        seconds_of(partial(tiny.encode, picture)),
        rounds=rounds,
    )
    yield Row(f"embedded model: `encode`, {_PHOTO}", "SAM 2.1 tiny", encodes, "ms", _ENCODE_LIMIT)


def _click(engine: ss.Engine, embedding: ss.Embedding, prompt: ss.Prompt) -> object:
    return engine.predict(embedding, prompt).best.mask


def main() -> None:
    """Print these rows alone."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="encodes; clicks are five times as many")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="smart-select-bench-") as folder:
        noise = reference_pairs().samexporter
        for row in measure_embedded(
            noise, with_object_masks(noise, Path(folder) / "objects"), rounds=arguments.rounds
        ):
            print(" ".join(row.cells()), flush=True)


if __name__ == "__main__":
    main()
