"""Embeddings of the photos used last, in memory, within a budget of bytes."""

import threading
from collections import OrderedDict
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Tensors = Mapping[str, NDArray[np.float32]]


class MemoryCache:
    """A least-recently-used store of tensors; safe to use from several threads."""

    def __init__(self, budget_bytes: int) -> None:
        self._budget_bytes = budget_bytes
        self._entries: OrderedDict[str, Tensors] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    @property
    def used_bytes(self) -> int:
        """Bytes of all tensors held."""
        return self._bytes

    def get(self, key: str) -> Tensors | None:
        """Return the tensors under `key` and mark them as used just now."""
        with self._lock:
            tensors = self._entries.get(key)
            if tensors is not None:
                self._entries.move_to_end(key)
            return tensors

    def put(self, key: str, tensors: Tensors) -> None:
        """Keep `tensors`, dropping what was not used for longest; itself, if it is over the budget."""
        with self._lock:
            self._drop(key)
            self._entries[key] = tensors
            self._bytes += _size(tensors)
            while self._bytes > self._budget_bytes:
                self._drop(next(iter(self._entries)))

    def _drop(self, key: str) -> None:
        tensors = self._entries.pop(key, None)
        if tensors is not None:
            self._bytes -= _size(tensors)


def _size(tensors: Tensors) -> int:
    return sum(array.nbytes for array in tensors.values())
