"""Work on arrays spread over threads: NumPy and Pillow let go of Python's lock in all that counts."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

_Item = TypeVar("_Item")

_THREADS: Final = min(4, os.cpu_count() or 1)


def for_each(work: Callable[[_Item], None], items: Iterable[_Item], *, in_threads: bool) -> None:
    """Call `work` for every item; with `in_threads` (for large pictures only: threads cost) side by side."""
    if in_threads:
        with ThreadPoolExecutor(_THREADS) as pool:
            list(pool.map(work, items))
    else:
        for item in items:
            work(item)
