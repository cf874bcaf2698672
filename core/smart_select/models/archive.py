"""Taking named files out of a zip (a `.dtmodel` is one too) that may have been made to do harm."""

import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

from smart_select.errors import Cancelled, ModelUnusable
from smart_select.models.reports import Progress, Report, Stage, Stopped
from smart_select.models.storage import BLOCK_BYTES, ensure_free, reading_errors, settle, storage_errors

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True)
class Wanted:
    """A file to take out: `path` in the archive → `name` in the folder, at most `limit_bytes` long."""

    path: str
    name: str
    limit_bytes: int


def unpack(
    archive: Path,
    wanted: Sequence[Wanted],
    folder: Path,
    *,
    spare_bytes: int,
    report: Report,
    stopped: Stopped,
) -> None:
    """Write the wanted members into `folder` and ignore all others.

    Each is written under a temporary name, counted while it unpacks, and renamed when whole. Raises
    ModelUnusable when the archive is damaged or a member is missing, ambiguous, a link, encrypted or larger
    than it may be; then, and on Cancelled or StorageUnavailable, no temporary file stays.
    """
    with _opened(archive) as zipped:
        members = [(want, _find(zipped, want, archive)) for want in wanted]
        total = sum(info.file_size for _, info in members)
        ensure_free(folder, total, spare_bytes)
        unpacking = _Unpacking(archive, zipped, total, report, stopped)
        for want, info in members:
            unpacking.extract(info, folder / want.name)


def list_members(archive: Path) -> tuple[zipfile.ZipInfo, ...]:
    """Return what the archive says it holds, without folders and what has no name.

    Raises ModelUnusable when it is no zip.
    """
    with _opened(archive) as zipped:
        return tuple(info for info in zipped.infolist() if info.filename and not info.is_dir())


def is_safe_path(path: str) -> bool:
    """Whether a member's path stays inside the folder that it would be unpacked to, on any system.

    A colon is a drive or, in NTFS, a hidden stream of another file.
    """
    windows = PureWindowsPath(path)
    return bool(path) and ":" not in path and not windows.root and ".." not in windows.parts


@contextmanager
def _opened(archive: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with reading_errors(archive), archive.open("rb") as file, zipfile.ZipFile(file) as zipped:
            yield zipped
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise ModelUnusable(archive, "the archive is damaged, so fetch it again") from error


def _find(zipped: zipfile.ZipFile, want: Wanted, archive: Path) -> zipfile.ZipInfo:
    found = [info for info in zipped.infolist() if info.filename == want.path]
    if not found:
        raise ModelUnusable(archive, f"the archive holds no {want.path}")
    if len(found) > 1:
        raise ModelUnusable(archive, f"the archive holds {want.path} more than once")
    info = found[0]
    if info.is_dir() or stat.S_ISLNK(info.external_attr >> 16):
        raise ModelUnusable(archive, f"{want.path} is a link or a folder in the archive")
    if info.flag_bits & 1 or info.compress_type not in _METHODS:
        raise ModelUnusable(archive, f"{want.path} is encrypted or packed in an unusual way")
    if info.file_size > want.limit_bytes:
        raise ModelUnusable(
            archive, f"{want.path} would unpack to more than the {want.limit_bytes:,} bytes allowed"
        )
    return info


@dataclass
class _Unpacking:
    archive: Path
    zipped: zipfile.ZipFile
    total: int
    report: Report
    stopped: Stopped
    done: int = 0

    def extract(self, info: zipfile.ZipInfo, target: Path) -> None:
        temporary = target.with_name(f"{target.name}.part")
        end = self.done + info.file_size
        try:
            with (
                storage_errors(target.parent),
                temporary.open("wb") as output,
                self.zipped.open(info) as member,
            ):
                while block := member.read(BLOCK_BYTES):
                    self._count(len(block), end, info)
                    output.write(block)
            if self.done != end:
                raise ModelUnusable(self.archive, f"{info.filename} is shorter than the archive says")
            with storage_errors(target.parent):
                settle(temporary, target)
        finally:
            temporary.unlink(missing_ok=True)

    def _count(self, count: int, end: int, info: zipfile.ZipInfo) -> None:
        if self.stopped():
            raise Cancelled(f"Unpacking {self.archive.name}")
        self.done += count
        if self.done > end:
            raise ModelUnusable(self.archive, f"{info.filename} is longer than the archive says")
        self.report(Progress(Stage.UNPACKING, self.archive.name, self.done, self.total))
