"""A file that is still arriving: kept under a temporary name, hashed as it grows, continued after a crash."""

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from smart_select.errors import Cancelled
from smart_select.models.reports import Progress, Report, Stage, Stopped
from smart_select.models.storage import BLOCK_BYTES, is_full, settle, storage_errors


class PartFile:
    """`<target>.part`, opened for appending; only one process may have it open (the caller holds the lock).

    What is there from an earlier run is read and hashed once at opening. `<target>.part.json` remembers which
    server it came from and its ETag, so that a changed file is not glued to the old beginning. All methods
    raise StorageUnavailable when the disk refuses; when it is full the part is removed, because a full disk
    would take the host program's unsaved work with it.
    """

    def __init__(self, target: Path, *, report: Report, stopped: Stopped) -> None:
        self._target = target
        self._path = target.with_name(f"{target.name}.part")
        self._origin_path = target.with_name(f"{target.name}.part.json")
        with storage_errors(target.parent):
            target.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("a+b")
        self._digest = hashlib.sha256()
        self._size = 0
        try:
            self._read_earlier(report, stopped)
        except BaseException:
            self._file.close()
            raise

    @property
    def size(self) -> int:
        """Bytes that have arrived."""
        return self._size

    @property
    def sha256(self) -> str:
        """SHA-256 of what has arrived, in hex."""
        return self._digest.hexdigest()

    def write(self, chunk: bytes) -> None:
        """Append."""
        with storage_errors(self._target.parent):
            try:
                self._file.write(chunk)
                self._file.flush()
            except OSError as error:
                if is_full(error):
                    self._discard()
                raise
        self._digest.update(chunk)
        self._size += len(chunk)

    def restart(self) -> None:
        """Forget what has arrived."""
        with storage_errors(self._target.parent):
            self._file.truncate(0)
            self._origin_path.unlink(missing_ok=True)
        self._digest = hashlib.sha256()
        self._size = 0

    def remember_origin(self, url: str, etag: str | None) -> None:
        """Note where the bytes come from; weak ETags don't promise equal bytes and are not kept."""
        strong = etag if etag and not etag.startswith("W/") else None
        with storage_errors(self._target.parent):
            self._origin_path.write_text(json.dumps({"url": url, "etag": strong}), encoding="utf-8")

    def etag_for(self, url: str) -> str | None:
        """Return the strong ETag under which `url` gave the bytes so far, if it did."""
        try:
            origin = json.loads(self._origin_path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        etag = origin.get("etag") if isinstance(origin, dict) and origin.get("url") == url else None
        return etag if isinstance(etag, str) else None

    def publish(self) -> None:
        """Give the file its final name; the caller has compared the hash."""
        with storage_errors(self._target.parent):
            os.fsync(self._file.fileno())
            self._file.close()
            settle(self._path, self._target)
            self._origin_path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with storage_errors(self._target.parent):
            self._file.close()
            if self._size == 0:
                self._discard()

    def _read_earlier(self, report: Report, stopped: Stopped) -> None:
        with storage_errors(self._target.parent):
            total = os.fstat(self._file.fileno()).st_size
            self._file.seek(0)
            while block := self._file.read(BLOCK_BYTES):
                if stopped():
                    raise Cancelled(f"Checking {self._target.name}")
                self._digest.update(block)
                self._size += len(block)
                report(Progress(Stage.CHECKING, self._target.name, self._size, total))

    def _discard(self) -> None:
        # Closing may try to write what a full disk has just refused.
        with suppress(OSError):
            self._file.close()
        self._path.unlink(missing_ok=True)
        self._origin_path.unlink(missing_ok=True)
