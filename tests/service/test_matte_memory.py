"""A matte of a 100-MP photograph, and what is made of it, need little: the band counts, not the photo."""

import json
import subprocess
import sys

import pytest

PROMISED_BYTES = 300_000_000

_MEASURE = """
import json, resource, sys
import numpy as np
from smart_select.masks.edges import EdgeGuide
from smart_select.matting import alpha_matte, foreground_colours, has_plain_ground
from smart_select.photo.kernels import Gaussian
from smart_select.verbs import blur
height, width = 8_000, 12_500
screen = sys.argv[1] == "screen"
photo = np.empty((height, width, 3), np.uint8)
row = np.random.default_rng(0).integers(0, 60, (width, 3), np.uint8)
rows, columns = (np.mgrid[:256, :256] + 0.5) / 256
logits = ((0.1 / np.pi - (rows - 0.5) ** 2 - (columns - 0.5) ** 2) * 400).astype(np.float32)
at = (np.arange(width) + 0.5) / width - 0.5
for y in range(height):
    half = np.sqrt(max(0.0, 0.1 / np.pi - ((y + 0.5) / height - 0.5) ** 2))
    inside = (np.abs(at) < half)[:, None]
    photo[y] = np.where(inside, row + 120, (20, 180, 40)) if screen else row + inside * np.uint8(120)
unit = 1 if sys.platform == "darwin" else 1024
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
mask = EdgeGuide.of(photo, (1.0, 1.0), logits.shape).soft_mask(logits)
matte = alpha_matte(photo, mask, logits=logits)
del mask
rows, columns = (np.flatnonzero(matte.any(axis=axis)) for axis in (1, 0))
area = int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
colours = foreground_colours(photo, matte, area)
grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit
blurred = blur(Gaussian(60.0), photo, matte)
peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit
print(json.dumps({
    "grown": grown,
    "blur": peak - blurred.nbytes,
    "is_keyed": has_plain_ground(photo, matte, logits),
    "share": float((matte >= 128).mean()),
    "colours": list(colours.shape),
}))
"""


@pytest.mark.slow
@pytest.mark.parametrize("ground", ["lively", "screen"])
@pytest.mark.skipif(sys.platform == "win32", reason="peak memory is read from POSIX's getrusage")
def test_a_tenth_of_100_megapixels_is_made_a_matte_cut_out_and_kept_sharp_within_the_promise(
    ground: str,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, ground],
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        timeout=900,
        check=True,
    )
    report = json.loads(done.stdout)
    assert report["share"] == pytest.approx(0.1, abs=0.005)
    assert report["is_keyed"] == (ground == "screen")
    # Beside the photograph: mask, matte and the cut-out's colours; for the blur beside its result, too.
    assert report["grown"] <= PROMISED_BYTES
    assert report["blur"] <= PROMISED_BYTES
    print(report)
