"""Other programs at work, as an image editor with a browser beside it: half of the processors are taken."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def half_busy() -> Iterator[None]:
    """Keep half of the processors busy, at least one, until the block ends."""
    count = max(1, (os.cpu_count() or 1) // 2)
    burners = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for burner in burners:
            burner.kill()
            burner.wait()
