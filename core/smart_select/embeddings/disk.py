"""Embeddings on disk as half floats, within a budget of bytes, shared by any number of processes.

One file per embedding: the SHA-256 of what follows, then an `.npz` archive. A file whose digest does not fit
counts as absent. Files appear whole (written under another name, then renamed), and a file's time says when
it was last used.
"""

import contextlib
import hashlib
import io
import logging
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from smart_select.embeddings.memory import Tensors
from smart_select.leftovers import remove_abandoned
from smart_select.system_reasons import system_reason

_log = logging.getLogger(__name__)

_SUFFIX = ".embedding"
_DIGEST_BYTES = 32


class DiskCache:
    """A folder of embeddings. Nothing here raises: a cache that can't be used only costs time."""

    def __init__(self, folder: Path, budget_bytes: int) -> None:
        self._folder = folder
        self._budget_bytes = budget_bytes
        self.problem = ""
        """One sentence about why the last embedding was not kept; empty while all is well."""

    def get(self, key: str) -> Tensors | None:
        """Return the float32 tensors under `key`, or None when they are absent or damaged."""
        path = self._path(key)
        try:
            content = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        digest, archive = content[:_DIGEST_BYTES], memoryview(content)[_DIGEST_BYTES:]
        if hashlib.sha256(archive).digest() != digest:
            _log.info("A cached embedding is damaged and computed anew.")
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        with np.load(io.BytesIO(archive), allow_pickle=False) as file:
            return _as_floats({name: file[name] for name in file.files})

    def put(self, key: str, tensors: Tensors) -> Tensors:
        """Keep `tensors`, then remove the files used longest ago until the folder is within its budget.

        Return them as `get` gives them, rounded; as they are where half floats can't hold them.
        """
        with np.errstate(over="ignore"):
            halves = {name: array.astype(np.float16) for name, array in tensors.items()}
        if not all(np.isfinite(array).all() for array in halves.values()):
            return tensors  # out of a half float's range: better computed again than kept wrong
        if sum(array.nbytes for array in halves.values()) <= self._budget_bytes:
            self._write(key, halves)
        return _as_floats(halves)

    def _write(self, key: str, halves: Mapping[str, NDArray[np.float16]]) -> None:
        part: Path | None = None
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor, name = tempfile.mkstemp(suffix=".part", dir=self._folder)
            part = Path(name)
            archive = io.BytesIO()
            np.savez(archive, allow_pickle=False, **halves)
            with os.fdopen(descriptor, "wb") as file:
                file.write(hashlib.sha256(archive.getbuffer()).digest())
                file.write(archive.getbuffer())
            part.replace(self._path(key))
            self._trim()
            self.problem = ""
        except OSError as error:
            _log.info("An embedding was not kept on disk: %s", error)
            self.problem = (
                f"The next command must encode the picture again, because {self._folder} can't be written: "
                f"{system_reason(error)}."
            )
        finally:
            if part is not None:
                with contextlib.suppress(OSError):
                    part.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self._folder / (key + _SUFFIX)

    def _trim(self) -> None:
        remove_abandoned(self._folder)
        files = []
        for path in self._folder.glob("*" + _SUFFIX):
            with contextlib.suppress(FileNotFoundError):  # another process trims too
                status = path.stat()
                files.append((status.st_mtime_ns, status.st_size, path))
        total = sum(size for _, size, _ in files)
        for _, size, path in sorted(files):
            if total <= self._budget_bytes:
                break
            path.unlink(missing_ok=True)
            total -= size


def _as_floats(halves: Mapping[str, NDArray[np.float16]]) -> Tensors:
    tensors = {name: array.astype(np.float32) for name, array in halves.items()}
    for tensor in tensors.values():
        tensor.flags.writeable = False  # they are handed out again by the cache in memory
    return tensors
