"""A 100-MP photograph stays within the memory that is promised for it."""

import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest

from unit.photo.png_bytes import GREY, RGB, png_chunks

WIDTH, HEIGHT = 12_500, 8_000
PROMISED_BYTES_PER_PIXEL = {RGB: 7.5, GREY: 7.5}
SPARE_BYTES = 60_000_000
"""Band buffers and what the decoders need."""

_MEASURE = """
import resource, sys
from smart_select.photo.reading import read_photo
unit = 1 if sys.platform == "darwin" else 1024
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
photo = read_photo(sys.argv[1])
print(photo.size[0], photo.size[1], (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit)
"""


def write_large_png(path: Path, colour_type: int) -> None:
    """Write a 100-MP PNG row by row, so that the test itself needs no memory."""
    channels = 3 if colour_type == RGB else 1
    row = b"\0" + (np.arange(WIDTH * channels) % 251).astype(np.uint8).tobytes()
    packer = zlib.compressobj(1)
    data = b"".join(packer.compress(row) for _ in range(HEIGHT)) + packer.flush()
    path.write_bytes(png_chunks(WIDTH, HEIGHT, 8, colour_type, data))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs the resource module")
@pytest.mark.parametrize("colour_type", [RGB, GREY])
def test_reading_100_megapixels_keeps_to_the_promise(tmp_path: Path, colour_type: int) -> None:
    write_large_png(tmp_path / "large.png", colour_type)
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(tmp_path / "large.png")],
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    width, height, grown_bytes = map(int, done.stdout.split())
    assert (width, height) == (WIDTH, HEIGHT)
    assert grown_bytes <= PROMISED_BYTES_PER_PIXEL[colour_type] * WIDTH * HEIGHT + SPARE_BYTES
