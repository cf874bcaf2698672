"""The reference pair with masks as a trained network draws them: one object, sure inside and sure outside.

Random weights give masks of noise, unsure everywhere. A decoder's time does not depend on that, but the
time to enlarge its mask does: most of a real photo is far from the object's edge, and is filled without
arithmetic.
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import helper, numpy_helper

_DIAMETERS = (80, 110, 140)
"""Of the three masks, in cells of 256: a head, a bust, a person."""
_STEEPNESS = 4.0
"""Logits per cell at the edge."""
_SURE = 20.0
_NOISE = 0.05
"""How much of the random network's own logits stays."""


def with_object_masks(pair: Path, folder: Path) -> Path:
    """Write the samexporter pair of `pair` into the new `folder`, its decoder drawing discs; return it."""
    folder.mkdir()
    [encoder], [decoder] = pair.glob("*encoder.onnx"), pair.glob("*decoder.onnx")
    (folder / encoder.name).symlink_to(encoder)
    model = onnx.load(decoder)
    graph = model.graph
    for node in graph.node:
        for index, name in enumerate(node.output):
            if name == "masks":
                node.output[index] = "noise"
    graph.initializer.extend(
        [numpy_helper.from_array(_discs(), "discs"), numpy_helper.from_array(np.float32(_NOISE), "share")]
    )
    graph.node.extend(
        [
            helper.make_node("Mul", ["noise", "share"], ["faint"]),
            helper.make_node("Add", ["faint", "discs"], ["masks"]),
        ]
    )
    onnx.save(model, folder / decoder.name)
    return folder


def _discs() -> np.ndarray:
    """Return 1×3×256×256 logits."""
    rows, columns = np.mgrid[:256, :256].astype(np.float32) + 0.5
    distance = np.hypot(rows - 120, columns - 118)
    discs = [(diameter / 2 - distance) * _STEEPNESS for diameter in _DIAMETERS]
    return np.clip(np.stack(discs), -_SURE, _SURE).astype(np.float32)[np.newaxis]
