"""Smart Select beside PyTorch's `transformers`: same weights, photo and threads, each in its own process."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from bench.busy import half_busy
from bench.pairing import Measure, Paired, measure_in_turn
from bench.photos import photo
from bench.rows import Row
from smart_select.runtime.machine import thread_count

_PHOTO = "1 MP"


Attention = Literal["sdpa", "eager"]
"""PyTorch's fused attention, which `transformers` chooses by itself, or plain products and a softmax, as the
exported graphs have it."""

_NAMES: dict[Attention, str] = {"sdpa": "PyTorch", "eager": "PyTorch, plain attention"}


@dataclass(frozen=True)
class _Limits:
    """The largest ratios of ours to PyTorch's that the project allows itself."""

    encode: float | None = None
    decode: float | None = None
    start: float | None = None
    peak: float | None = None


# What a trial of both runtimes on one and the same graph showed, without any code of ours. Its clicks were
# measured while one of two processors was busy, so their limit holds in that state.
_LIMITS: dict[Attention, _Limits] = {
    "eager": _Limits(encode=1 / 1.55, start=0.5, peak=0.70),
    "sdpa": _Limits(start=0.5, peak=0.70),
}
_BUSY_LIMITS = _Limits(decode=1 / 2.2)


class _Child:
    """One running `bench.child`."""

    def __init__(self, kind: str, folder: Path, picture: Path) -> None:
        started = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.child", kind, str(folder), str(picture), str(thread_count())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        self._read()
        self.start_s = time.perf_counter() - started
        # An image editor stays open for more than one photo.
        self.peak_mib = self._ask("encode")["peak_mib"]

    def asking(self, action: str) -> Measure:
        """Return a measure of the seconds that one `encode` or `click` takes there."""
        return lambda: self._ask(action)["seconds"]

    def stop(self) -> None:
        """End the process."""
        self._process.communicate()

    def _ask(self, action: str) -> dict[str, float]:
        assert self._process.stdin
        self._process.stdin.write(action + "\n")
        self._process.stdin.flush()
        return self._read()

    def _read(self) -> dict[str, float]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the child ended with {self._process.wait()}")
        answer: dict[str, float] = json.loads(line)
        return answer


def measure_beside_torch(
    ours_pair: Path,
    torch_pair: Path,
    work: Path,
    attention: Attention,
    *,
    starts: int,
    encode_rounds: int,
    click_rounds: int,
) -> Iterator[Row]:
    """Yield start-to-first-mask, peak memory, encode, decode and click, then some with busy processors.

    `ours_pair` is a samexporter pair, `torch_pair` has its weights in `transformers`, `work` is a folder for
    the photo.
    """
    picture = work / "photo.npy"
    np.save(picture, photo(_PHOTO))
    ours: list[_Child] = []
    torch: list[_Child] = []

    def start(kind: str, folder: Path, made: list[_Child]) -> Measure:
        def measure() -> float:
            if made:
                made[-1].stop()
            made.append(_Child(kind, folder, picture))
            return made[-1].start_s

        return measure

    # The first start of either fills the system's file cache and our cache of optimised graphs.
    starts_s = measure_in_turn(
        start("ours", ours_pair, ours), start(attention, torch_pair, torch), rounds=starts
    )
    peaks = Paired(*([child.peak_mib for child in made[1:]] for made in (ours, torch)))
    name, limits = _NAMES[attention], _LIMITS[attention]
    yield Row("process start → first mask", name, starts_s, "s", limits.start)
    yield Row("peak resident memory, two photos", name, peaks, "MiB", limits.peak)

    def compare(action: str, rounds: int) -> Paired:
        return measure_in_turn(ours[-1].asking(action), torch[-1].asking(action), rounds=rounds)

    yield Row(f"encode, {_PHOTO}", name, compare("encode", encode_rounds), "s", limits.encode)
    yield Row(f"click → logits, {_PHOTO}", name, compare("decode", click_rounds), "ms", limits.decode)
    yield Row(f"click → mask, {_PHOTO}", name, compare("click", click_rounds), "ms")
    busy = ", processors half busy"
    with half_busy():
        encodes = compare("encode", encode_rounds)
        yield Row(f"encode, {_PHOTO}{busy}", name, encodes, "s")
        decodes = compare("decode", click_rounds)
        yield Row(f"click → logits, {_PHOTO}{busy}", name, decodes, "ms", _BUSY_LIMITS.decode)
        clicks = compare("click", click_rounds)
        yield Row(f"click → mask, {_PHOTO}{busy}", name, clicks, "ms")
    ours[-1].stop()
    torch[-1].stop()
