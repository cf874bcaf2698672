"""From one pixel to a hundred million: the engine works, within a stated bound of memory.

The bound: beside the photo itself (3 bytes a pixel) and the mask (1 byte), half a gigabyte for everything of
ours. The network's own activations come on top; SAM 2.1 tiny's are measured in docs/BENCH.md.
"""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import smart_select as ss
from fakes.colour_model import colour_engine

OVERHEAD_BYTES = 512 << 20

_CHILD = """
import json, resource, sys
import numpy as np
import smart_select as ss
from fakes.colour_model import colour_engine

engine = colour_engine()
width, height = int(sys.argv[1]), int(sys.argv[2])
photo = np.full((height, width, 3), 128, np.uint8)
photo[height // 4 : height // 2, width // 4 : width // 2] = (220, 30, 30)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
embedding = engine.encode(photo)
best = engine.predict(embedding, ss.Prompt(points=[(width * 0.375, height * 0.375, 1)])).best
print(json.dumps({
    "shape": best.mask.shape, "box": best.bounding_box,
    "grown": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024,
}))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="peak memory is read from POSIX's getrusage")
@pytest.mark.parametrize(
    ("width", "height"),
    [(10_000, 10_000), (50_000, 2_000), (2_000, 50_000), (2_500_000, 40), (40, 2_500_000)],
)
def test_hundred_megapixels_stay_within_the_bound(width: int, height: int) -> None:
    tests = Path(__file__).resolve().parents[1]
    child = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import sys; sys.path.insert(0, {str(tests)!r})\n{_CHILD}",
            str(width),
            str(height),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    report = json.loads(child.stdout)
    assert report["shape"] == [height, width]
    x0, y0, x1, y1 = report["box"]
    cell_x, cell_y = width / 32, height / 32
    assert (abs(x0 - width / 4) < cell_x, abs(x1 - width / 2) < cell_x) == (True, True)
    assert (abs(y0 - height / 4) < cell_y, abs(y1 - height / 2) < cell_y) == (True, True)
    mask_bytes = width * height
    assert report["grown"] - mask_bytes < OVERHEAD_BYTES


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (5000, 1), (2, 3), (7, 5000)])
def test_smallest_and_thinnest_pictures_give_a_mask_of_their_size(size: tuple[int, int]) -> None:
    width, height = size
    engine = colour_engine()
    embedding = engine.encode(np.full((height, width, 3), 77, np.uint8))
    for prompt in (
        ss.Prompt(points=[(0, 0, 1)]),
        ss.Prompt(points=[(width - 0.01, height - 0.01, 1)]),
        ss.Prompt(box=(0, 0, width, height)),
        ss.Prompt(mask=np.ones((height, width), np.bool_)),
    ):
        best = engine.predict(embedding, prompt).best
        assert best.mask.shape == (height, width)
        assert best.mask.min() == 255
        assert best.bounding_box == (0, 0, width, height)
