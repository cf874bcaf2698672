"""The two caches behind one door: memory first, then disk."""

from pathlib import Path

from smart_select import paths
from smart_select.embeddings.disk import DiskCache
from smart_select.embeddings.memory import MemoryCache, Tensors

MEMORY_BUDGET_BYTES = 256 << 20
"""A dozen photos of SAM 2.1, whose embedding is 16 MiB."""
DISK_BUDGET_BYTES = 1 << 30
"""Sixty photos of SAM 2.1, six hundred of the embedded model."""


class EmbeddingCache:
    """What was computed here or by an earlier process."""

    def __init__(self, memory: MemoryCache, disk: DiskCache | None) -> None:
        self._memory = memory
        self._disk = disk

    @classmethod
    def standard(cls, folder: Path | None = None) -> "EmbeddingCache":
        """Return the cache in the user's cache folder (or `folder`) with the usual budgets."""
        disk = DiskCache(folder or paths.cache_dir() / "embeddings", DISK_BUDGET_BYTES)
        return cls(MemoryCache(MEMORY_BUDGET_BYTES), disk)

    @property
    def problem(self) -> str:
        """One sentence about a disk that keeps nothing; empty while all is well."""
        return self._disk.problem if self._disk else ""

    def get(self, key: str) -> Tensors | None:
        """Return the tensors under `key`, or None."""
        tensors = self._memory.get(key)
        if tensors is None and self._disk is not None:
            tensors = self._disk.get(key)
            if tensors is not None:
                self._memory.put(key, tensors)
        return tensors

    def put(self, key: str, tensors: Tensors) -> None:
        """Keep `tensors` in memory and on disk."""
        self._memory.put(key, tensors)
        if self._disk is not None:
            self._disk.put(key, tensors)
