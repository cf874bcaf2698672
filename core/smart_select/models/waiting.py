"""Iterating over something slow in a helper thread, so that waiting for it can be given up at any time.

A blocked socket can't be told to stop: not while a name is looked up, nor in a TLS handshake, nor between
two bytes of a stalled server. So the network is read by a thread of its own, and the caller only waits for a
queue.
"""

import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from queue import Empty, Full, Queue
from typing import Generic, TypeVar

from smart_select.errors import Cancelled
from smart_select.models.reports import Stopped

T = TypeVar("T")

_TICK_S = 0.05
_AHEAD = 8  # items read ahead: enough to keep the network busy, little memory


@dataclass(frozen=True)
class _Item(Generic[T]):
    value: T


@dataclass(frozen=True)
class _End:
    error: Exception | None = None


def patiently(
    produce: Callable[[], Generator[T, None, None]], *, stopped: Stopped, patience_s: float, what: str
) -> Iterator[T]:
    """Yield what `produce()` yields; it runs in a daemon thread and is closed there.

    Raises Cancelled (of `what`) soon after `stopped` says so, TimeoutError when an item takes longer than
    `patience_s`, and any exception of the producer after the items before it.
    """
    mailbox: Queue[_Item[T] | _End] = Queue(maxsize=_AHEAD)
    abandoned = threading.Event()

    def post(parcel: _Item[T] | _End) -> bool:
        while not abandoned.is_set():
            try:
                mailbox.put(parcel, timeout=_TICK_S)
            except Full:
                continue
            return True
        return False

    def work() -> None:
        try:
            with closing(produce()) as items:
                for item in items:
                    if not post(_Item(item)):
                        return
        except Exception as error:  # of any kind: it is raised again in the caller's thread
            post(_End(error))
        else:
            post(_End())

    threading.Thread(target=work, name=f"smart-select: {what}", daemon=True).start()
    try:
        while True:
            parcel = _receive(mailbox, stopped, patience_s, what)
            if isinstance(parcel, _Item):
                yield parcel.value
            elif parcel.error is not None:
                raise parcel.error
            else:
                return
    finally:
        abandoned.set()


def _receive(
    mailbox: "Queue[_Item[T] | _End]", stopped: Stopped, patience_s: float, what: str
) -> _Item[T] | _End:
    deadline = time.monotonic() + patience_s
    while True:
        if stopped():
            raise Cancelled(what)
        try:
            return mailbox.get(timeout=_TICK_S)
        except Empty:
            if time.monotonic() >= deadline:
                raise TimeoutError from None
