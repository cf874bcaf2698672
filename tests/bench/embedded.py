"""The model that ships inside the package, beside SAM 2.1 tiny."""

from collections.abc import Iterator
from pathlib import Path

import smart_select as ss
from bench.pairing import measure_in_turn, seconds_of
from bench.photos import click, photo
from bench.rows import Row

_PHOTO = "1 MP"


def measure_embedded(folder: Path, *, rounds: int) -> Iterator[Row]:
    """Yield encode and click of the embedded model ÷ those of the pair in `folder`; nothing without it."""
    try:
        embedded = ss.load("embedded", cache=None)
    except ss.SmartSelectError:
        return
    tiny = ss.load(folder, cache=None)
    picture, prompt = photo(_PHOTO), ss.Prompt(points=[click(_PHOTO)])
    encodes = measure_in_turn(
        seconds_of(lambda: embedded.encode(picture)), seconds_of(lambda: tiny.encode(picture)), rounds=rounds
    )
    yield Row(f"embedded model: `encode`, {_PHOTO}", "SAM 2.1 tiny", encodes, "ms")
    ours, theirs = embedded.encode(picture), tiny.encode(picture)
    clicks = measure_in_turn(
        seconds_of(lambda: embedded.predict(ours, prompt).best.mask),
        seconds_of(lambda: tiny.predict(theirs, prompt).best.mask),
        rounds=3 * rounds,
        warm_up=3,
    )
    yield Row(f"embedded model: click → mask, {_PHOTO}", "SAM 2.1 tiny", clicks, "ms")
