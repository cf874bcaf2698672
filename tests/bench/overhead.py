"""What our own code adds to the bare networks, in one process."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

import smart_select as ss
from bench.pairing import measure_in_turn, seconds_of
from bench.photos import SIZES, click, photo
from bench.rows import Row
from smart_select import paths
from smart_select.runtime.graph import Source
from smart_select.runtime.graph_cache import digest_of, open_cached
from smart_select.runtime.machine import thread_count

_ENCODE_LIMIT = 1.10
_PREDICT_LIMITS = {"1 MP": 1.5, "24 MP": 4.0}
_ENCODER_INPUT = (1, 3, 1024, 1024)


def measure_overhead(
    pair: Path, object_pair: Path, *, encode_rounds: int, predict_rounds: int
) -> Iterator[Row]:
    """Yield encode ÷ bare encoder and predict ÷ bare decoder for a samexporter pair.

    `object_pair` is the form of it whose decoder draws objects.
    """
    noise = ss.load(pair, cache=None)
    objects = ss.load(object_pair, cache=None)
    feed = {"image": np.zeros(_ENCODER_INPUT, np.float32)}
    path = _only(pair, "*encoder.onnx")
    encoder = open_cached(Source(path), digest_of(path), paths.cache_dir() / "graphs")
    for name in SIZES:
        costs = measure_in_turn(
            seconds_of(partial(noise.encode, photo(name))),
            seconds_of(partial(encoder.run, feed)),
            rounds=encode_rounds,
        )
        beside = "the encoder's bare `session.run`, same graph and settings"
        yield Row(f"`encode`, {name}", beside, costs, "s", _ENCODE_LIMIT)
    costs = measure_in_turn(
        seconds_of(partial(noise.encode, photo("1 MP"))),
        seconds_of(_bare(path, feed)),
        rounds=encode_rounds,
    )
    beside = "the bare `session.run` of the encoder as downloaded, ONNX Runtime's settings"
    yield Row("`encode`, 1 MP", beside, costs, "s", _ENCODE_LIMIT)
    frugal = ss.load(pair, frugal=True, cache=None)
    costs = measure_in_turn(
        seconds_of(partial(frugal.encode, photo("1 MP"))),
        seconds_of(partial(noise.encode, photo("1 MP"))),
        rounds=encode_rounds,
    )
    yield Row("`encode`, 1 MP, `frugal`", "`encode`", costs, "s")
    for name, limit in _PREDICT_LIMITS.items():
        what = f"`predict(…).best.mask`, {name}"
        yield _measure_predict(objects, pair, name, what, limit=limit, rounds=predict_rounds)
        what += ", a mask of noise"
        yield _measure_predict(noise, pair, name, what, limit=None, rounds=predict_rounds)


def _measure_predict(
    engine: ss.Engine, pair: Path, name: str, what: str, *, limit: float | None, rounds: int
) -> Row:
    embedding = engine.encode(photo(name))
    prompt = ss.Prompt(points=[click(name)])
    run_decoder = _bare(_only(pair, "*decoder.onnx"), {**embedding.tensors, **_decoder_prompt()})
    costs = measure_in_turn(
        seconds_of(lambda: engine.predict(embedding, prompt).best.mask),
        seconds_of(run_decoder),
        rounds=rounds,
        warm_up=3,
    )
    return Row(what, "the decoder's bare `session.run`", costs, "ms", limit)


def _bare(path: Path, feed: dict[str, NDArray[np.float32]]) -> Callable[[], object]:
    """Return a run of the graph with ONNX Runtime's own settings, but as many threads as we use.

    They don't spin either: a bare session's idle threads would take the cores away from the other side.
    """
    options = ort.SessionOptions()
    options.intra_op_num_threads = thread_count()
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 4
    session = ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return lambda: session.run(None, feed)


def _decoder_prompt() -> dict[str, NDArray[np.float32]]:
    return {
        "point_coords": np.array([[[440.0, 300.0]]], np.float32),
        "point_labels": np.ones((1, 1), np.float32),
        "mask_input": np.zeros((1, 1, 256, 256), np.float32),
        "has_mask_input": np.zeros(1, np.float32),
    }


def _only(folder: Path, pattern: str) -> Path:
    [path] = folder.glob(pattern)
    return path
