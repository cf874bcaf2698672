"""What the way through the worker adds: to a click, to an encode, and for a process that has just started."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import numpy as np

import smart_select as ss
from bench.object_masks import with_object_masks
from bench.pairing import Measure, measure_in_turn, seconds_of
from bench.photos import SIZES, click, photo
from bench.rows import Row
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.connecting import Connector
from smart_select_plugin.picture import Picture
from smart_select_plugin.wire.meeting_place import MeetingPlace
from smart_select_plugin.wire.values import Selection, Shutdown

_PREDICT_LIMIT = 1.15
_ENCODE_LIMIT = 1.10
_START_S = 0.35
"""How much longer a click may take for a process that has just started."""
_PATIENCE_S = 300.0
_NEW_PROCESS = Path(__file__).with_name("new_client.py")


def measure_through_worker(pair: Path, work: Path, *, encode_rounds: int, click_rounds: int) -> Iterator[Row]:
    """Yield the worker's rows for the samexporter pair in folder `pair`, in a worker of our own.

    `work` is a folder for the variant of the pair that draws objects, and for the photo.
    """
    model = with_object_masks(pair, work / "object-masks-of-the-worker")
    place = MeetingPlace.standard()
    connector = Connector(place, [sys.executable, "-m", "smart_select", "worker"], program="bench")
    with closing(WorkerClient(connector)) as client:
        engine = ss.load(model, frugal=True, cache=ss.EmbeddingCache.standard(work / "embeddings-in-process"))
        yield _predict_row(client, engine, str(model), click_rounds)
        yield _encode_row(client, engine, str(model), encode_rounds)
        yield _start_row(client, str(model), work, click_rounds)
        client.call(Shutdown(), _PATIENCE_S)


def _predict_row(client: WorkerClient, engine: ss.Engine, model: str, rounds: int) -> Row:
    pixels = photo("1 MP")
    picture = Picture.of(pixels.tobytes(), SIZES["1 MP"])
    embedding = engine.encode(pixels)
    prompt = ss.Prompt(points=[click("1 MP")])
    costs = measure_in_turn(
        seconds_of(lambda: client.predict(picture, model, points=[click("1 MP")]).wait(_PATIENCE_S)),
        seconds_of(lambda: engine.predict(embedding, prompt).best.mask),
        rounds=rounds,
        warm_up=3,
    )
    return Row(
        "click → mask through the worker, 1 MP",
        "`predict(…).best.mask` in process",
        costs,
        "ms",
        _PREDICT_LIMIT,
    )


def _encode_row(client: WorkerClient, engine: ss.Engine, model: str, rounds: int) -> Row:
    # Every round another photo: neither side may find it in a cache.
    number = count(1)

    def fresh() -> np.ndarray:
        pixels = photo("24 MP")
        pixels[0, 0] = (next(number) % 256, 7, 7)
        return pixels

    def through_worker() -> float:
        pixels = fresh()

        def encode() -> None:
            picture = Picture.of(memoryview(pixels).cast("B"), SIZES["24 MP"])
            client.encode(picture, model).wait(_PATIENCE_S)

        return seconds_of(encode)()

    def in_process() -> float:
        pixels = fresh()
        return seconds_of(lambda: engine.encode(pixels))()

    costs = measure_in_turn(through_worker, in_process, rounds=rounds)
    return Row("encode request, 24 MP", "`encode` in process, `frugal`", costs, "s", _ENCODE_LIMIT)


def _start_row(client: WorkerClient, model: str, work: Path, rounds: int) -> Row:
    """Compare a process that starts, sends the photo's name and clicks, with the click alone."""
    pixels = photo("1 MP")
    file = work / "photo.rgb"
    file.write_bytes(pixels.tobytes())
    picture = Picture.of(file.read_bytes(), SIZES["1 MP"])
    command = [sys.executable, str(_NEW_PROCESS), str(file), *map(str, SIZES["1 MP"]), model]
    command += [str(value) for value in click("1 MP")[:2]]

    def click_alone() -> None:
        reply = client.predict(picture, model, points=[click("1 MP")]).wait(_PATIENCE_S)
        assert isinstance(reply, Selection)

    alone: Measure = seconds_of(click_alone)
    costs = measure_in_turn(
        seconds_of(lambda: subprocess.run(command, check=True, capture_output=True)),
        lambda: alone() + _START_S,
        rounds=rounds,
        warm_up=2,
    )
    return Row(
        "start of a client's process → mask, warm worker, 1 MP", f"the click + {_START_S} s", costs, "s", 1.0
    )
