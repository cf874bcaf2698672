"""A process of its own for one implementation, so that its memory and its start can be measured.

    python -m bench.child ours|sdpa|eager FOLDER PHOTO.npy THREADS

It answers the first click, then writes one JSON line of what that took, and one more for every line `encode`,
`decode` or `click` on its input. `sdpa` and `eager` are PyTorch with either form of attention.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.photos import click_on


@dataclass(frozen=True)
class Actions:
    """`encode` encodes the photo; `decode` answers one click on what was encoded last with logits and scores,
    `click` with a mask H×W."""

    encode: Callable[[], object]
    decode: Callable[[], object]
    click: Callable[[], NDArray[np.generic]]


def main() -> None:
    """Load, encode, click; then repeat what is asked for."""
    kind, folder, photo_path, threads = sys.argv[1:]
    photo = np.load(photo_path)
    if kind == "ours":
        actions = _ours(Path(folder), photo)
    else:
        actions = _torch(Path(folder), photo, threads=int(threads), attention=kind)
    actions.encode()
    mask = actions.click()
    _say(pixels=int((mask > 0).sum()), peak_mib=_peak_mib())
    for line in sys.stdin:
        action: Callable[[], object] = getattr(actions, line.strip())
        started = time.perf_counter()
        action()
        _say(seconds=time.perf_counter() - started, peak_mib=_peak_mib())


def _ours(folder: Path, photo: NDArray[np.uint8]) -> Actions:
    import smart_select as ss

    engine = ss.load(folder, cache=None)
    prompt = ss.Prompt(points=[click_on(photo.shape[1::-1])])
    embedding: list[ss.Embedding] = []

    def encode() -> None:
        embedding.clear()
        embedding[:] = [engine.encode(photo)]

    def decode() -> ss.Prediction:
        return engine.predict(embedding[0], prompt)

    return Actions(encode, decode, lambda: decode().best.mask)


def _torch(folder: Path, photo: NDArray[np.uint8], *, threads: int, attention: str) -> Actions:
    import torch

    from reference_models.reference import Reference, ReferenceAnswer, ReferenceEmbedding

    torch.set_num_threads(threads)
    reference = Reference.load(folder, attention=attention)
    point = click_on(photo.shape[1::-1])
    embedding: list[ReferenceEmbedding] = []

    def encode() -> None:
        embedding.clear()
        embedding[:] = [reference.encode(photo)]

    def decode() -> ReferenceAnswer:
        return reference.predict(embedding[0], points=[point])

    def click() -> NDArray[np.generic]:
        answer = decode()
        # What Sam2Processor.post_process_masks does.
        best = torch.from_numpy(answer.logits[int(answer.scores.argmax())])[None, None]
        large = torch.nn.functional.interpolate(best, photo.shape[:2], mode="bilinear", align_corners=False)
        return (large > 0)[0, 0].numpy()

    return Actions(encode, decode, click)


def _peak_mib() -> float:
    """Return the largest resident size so far; 0 on Windows, which has no such call."""
    try:
        import resource
    except ImportError:
        return 0.0
    status = Path("/proc/self/status")
    if status.is_file():
        # Not getrusage: across `exec` it keeps what the parent held at the fork.
        [line] = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
        return int(line.split()[1]) / 2**10
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def _say(**values: float) -> None:
    print(json.dumps(values), flush=True)


if __name__ == "__main__":
    main()
