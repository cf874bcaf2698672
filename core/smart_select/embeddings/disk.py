"""Embeddings on disk, to the bit, within a budget of bytes, shared by any number of processes.

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
from pathlib import Path

import numpy as np

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
        tensors = _unpacked(content)
        if tensors is None:
            _log.info("A cached embedding is damaged or an older version's, and computed anew.")
            with contextlib.suppress(OSError):
                path.unlink()
        return tensors

    def put(self, key: str, tensors: Tensors) -> None:
        """Keep `tensors`, then remove the files used longest ago until the folder is within its budget."""
        if sum(array.nbytes for array in tensors.values()) > self._budget_bytes:
            return
        part: Path | None = None
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor, name = tempfile.mkstemp(suffix=".part", dir=self._folder)
            part = Path(name)
            archive = io.BytesIO()
            np.savez(archive, allow_pickle=False, **tensors)
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


def _unpacked(content: bytes) -> Tensors | None:
    """Return a file's tensors, which nobody can change; None where the digest or the type does not fit."""
    digest, archive = content[:_DIGEST_BYTES], memoryview(content)[_DIGEST_BYTES:]
    if hashlib.sha256(archive).digest() != digest:
        return None
    with np.load(io.BytesIO(archive), allow_pickle=False) as file:
        tensors = {name: file[name] for name in file.files}
    for tensor in tensors.values():
        if tensor.dtype != np.float32:
            return None
        tensor.flags.writeable = False  # they are handed out again by the cache in memory
    return tensors
