"""Work on many things side by side. Ctrl+C lets what is begun come to its end; twice, it leaves that."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Final, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_THREADS: Final = "smart-select side by side"


def side_by_side(
    work: Callable[[T], R],
    items: Sequence[T],
    jobs: int,
    *,
    tell: Callable[[R], None],
    stopping: Callable[[], None],
) -> None:
    """Do `work` on each item in `jobs` threads, and tell here what came of each.

    Raises KeyboardInterrupt for Ctrl+C, when `stopping` was called and all that had begun was told; sooner
    where it is pressed again, and then threads may be `at_work` still. What `tell` raises comes through when
    all that had begun has ended.
    """
    pool = ThreadPoolExecutor(jobs, thread_name_prefix=_THREADS)
    futures = [pool.submit(work, item) for item in items]
    open_ = set(futures)
    try:
        for future in as_completed(futures):
            open_.discard(future)
            tell(future.result())
        pool.shutdown()
    except KeyboardInterrupt:
        pool.shutdown(wait=False, cancel_futures=True)
        stopping()
        for future in as_completed([future for future in open_ if not future.cancelled()]):
            tell(future.result())
        raise
    except BaseException:
        pool.shutdown(cancel_futures=True)
        raise


def at_work() -> bool:
    """Whether threads of this process go on with what somebody has stopped."""
    return any(thread.name.startswith(_THREADS) for thread in threading.enumerate())
