"""A GPU is used only after it has shown, on this machine and this model, that it is right and faster.

ONNX Runtime falls back in silence (a provider that fails to load, single operators sent to the CPU) and
some providers are slower than the CPU, or wrong without an error, on just these networks. So a GPU is
opt-in; it is timed and compared with the CPU on a real-sized input, and on any doubt the CPU stays, with the
reason.
"""

import logging
import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime as ort

from smart_select.errors import ModelUnusable
from smart_select.layouts import Layout
from smart_select.layouts.layout import Feed
from smart_select.runtime.graph import Graph, Source, open_graph

_log = logging.getLogger(__name__)

PROVIDERS: Final = {
    "cuda": "CUDAExecutionProvider",
    "coreml": "CoreMLExecutionProvider",
    "directml": "DmlExecutionProvider",
    "openvino": "OpenVINOExecutionProvider",
    "migraphx": "MIGraphXExecutionProvider",
}
"""Names that users give, and ONNX Runtime's own."""

_RUNS = 3
_LARGEST_ERROR = 0.02
"""Root-mean-square difference to the CPU, in spreads of the CPU's output. Half floats stay below."""
_WORTHWHILE = 0.9
"""A GPU that takes more than this share of the CPU's time is not worth its memory."""


@dataclass(frozen=True)
class Verdict:
    """Whether the GPU may be used, and why (not), as the end of a sentence."""

    use_gpu: bool
    reason: str


def open_on_gpu(path: Path, cpu: Graph, layout: Layout, provider: str) -> tuple[Graph, str]:
    """Return the encoder on `provider` when it passes the test, else `cpu`; and a note that says why."""
    full_name = PROVIDERS.get(provider)
    if full_name is None:
        known = ", ".join(PROVIDERS)
        return cpu, f'the encoder runs on the CPU: there is no provider "{provider}" (known: {known})'
    if full_name not in ort.get_available_providers():
        return cpu, f"the encoder runs on the CPU: this installation of ONNX Runtime has no {full_name}"
    try:
        gpu = open_graph(Source(path), providers=[full_name])
    except ModelUnusable:
        return cpu, f"the encoder runs on the CPU: {full_name} can't load it"
    if gpu.provider != full_name:
        return cpu, f"the encoder runs on the CPU: {full_name} did not start"
    verdict = compare(cpu, gpu, _sample(layout))
    return (
        (gpu, f"the encoder runs on {full_name}: {verdict.reason}")
        if verdict.use_gpu
        else (
            cpu,
            f"the encoder runs on the CPU: {full_name} {verdict.reason}",
        )
    )


def compare(cpu: Graph, gpu: Graph, feed: Feed) -> Verdict:
    """Run both a few times on the same input; the first run of each, which may compile, is not timed."""
    expected = cpu.run(feed)
    try:
        got = gpu.run(feed)
    except ModelUnusable:
        return Verdict(use_gpu=False, reason="fails on it")
    for name, right in expected.items():
        answer = got[name].astype(np.float64)
        if answer.shape != right.shape:
            return Verdict(use_gpu=False, reason="gives values of another shape than the CPU")
        error = float(np.sqrt(np.mean((answer - right) ** 2)) / (np.std(right) or 1.0))
        if not error <= _LARGEST_ERROR:  # also catches NaN
            return Verdict(
                use_gpu=False, reason=f"gives other numbers than the CPU (error {error:.3f} of the spread)"
            )
    times = {graph: statistics.median(_time(graph, feed) for _ in range(_RUNS)) for graph in (cpu, gpu)}
    share = times[gpu] / times[cpu]
    return Verdict(use_gpu=share <= _WORTHWHILE, reason=f"takes {share:.2f} of the CPU's time")


def _time(graph: Graph, feed: Feed) -> float:
    start = time.perf_counter()
    graph.run(feed)
    return time.perf_counter() - start


def _sample(layout: Layout) -> Feed:
    noise = np.random.default_rng(0).integers(0, 256, (48, 64, 3), np.uint8)
    return layout.encoder_feed(noise)
