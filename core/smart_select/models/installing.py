"""Downloading a model of the catalogue and putting it in its place, once, whoever asks at the same time."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from smart_select.errors import HashMismatch
from smart_select.models.archive import Wanted, unpack
from smart_select.models.catalog import CatalogEntry, Member, ModelFile, Role
from smart_select.models.download import fetch_file
from smart_select.models.manifest import InstalledFile, InstalledModel, read_manifest
from smart_select.models.policy import DownloadPolicy
from smart_select.models.reports import Progress, Report, Stage, Stopped
from smart_select.models.sources import sources_of
from smart_select.models.storage import ensure_free, folder_bytes, sha256_of, storage_errors
from smart_select.models.workplace import Workplace


def install(
    entry: CatalogEntry, root: Path, *, policy: DownloadPolicy, report: Report, stopped: Stopped
) -> InstalledModel:
    """Return the model in `root`, fetching what is not there yet.

    Another process that does the same is waited for. Raises DownloadFailed, Cancelled (a later call
    continues), StorageUnavailable, or ModelUnusable when an archive is not what it should be.
    """
    place = Workplace(root, entry.id)
    with place.locked(report=report, stopped=stopped):
        installed = intact(place.final)
        if installed:
            return installed
        with storage_errors(root):
            place.ready.mkdir(parents=True, exist_ok=True)
        # Checked here for all files at once: better no beginning than four fifths of a model.
        ensure_free(root, entry.disk_bytes - folder_bytes(place.archives), policy.spare_bytes)
        before = 0
        for file in entry.files:
            target = (place.archives if file.members else place.ready) / file.name
            sources = sources_of(entry.id, file, allow_loopback_http=policy.allow_loopback_http)
            counted = _counting(report, entry, before)
            fetch_file(file, target, sources, policy=policy, report=counted, stopped=stopped)
            before += file.about_bytes
            if file.members:
                unpack_members(file, target, place.ready, policy=policy, report=report, stopped=stopped)
        return publish_entry(entry, place, report=report, stopped=stopped)


def intact(folder: Path) -> InstalledModel | None:
    """Return the model in `folder` when its files are there in their sizes."""
    manifest = read_manifest(folder)
    return manifest.located(folder) if manifest and not manifest.damage(folder) else None


def unpack_members(
    file: ModelFile, archive: Path, folder: Path, *, policy: DownloadPolicy, report: Report, stopped: Stopped
) -> None:
    """Take the catalogue's members out of an archive whose hash has been checked."""
    wanted = [Wanted(member.path, member.name, member.limit_bytes) for member in file.members]
    unpack(archive, wanted, folder, spare_bytes=policy.spare_bytes, report=report, stopped=stopped)


def publish_entry(
    entry: CatalogEntry, place: Workplace, *, report: Report, stopped: Stopped
) -> InstalledModel:
    """Make the files in `place.ready` the installed model; raises HashMismatch for a wrong member."""
    files = _recorded(entry.parts, place.ready, report, stopped)
    return place.publish(entry.label, entry.named(Role.ENCODER), entry.named(Role.DECODER), files)


def _recorded(
    parts: Sequence[ModelFile | Member], folder: Path, report: Report, stopped: Stopped
) -> list[InstalledFile]:
    files = []
    for part in parts:
        path = folder / part.name
        if isinstance(part, ModelFile):
            found = part.sha256  # compared while it was fetched or copied
        else:
            found = sha256_of(path, report=report, stopped=stopped)
        if part.sha256 is not None and found != part.sha256:
            path.unlink()
            raise HashMismatch(path, part.sha256, found)
        files.append(InstalledFile(part.name, path.stat().st_size, found))
    return files


def _counting(report: Report, entry: CatalogEntry, before: int) -> Report:
    """Return a report of one file that counts towards the whole model."""

    def whole(progress: Progress) -> None:
        if progress.stage is Stage.FETCHING:
            done = before + progress.done_bytes
            # Where sizes are known only roughly, the bar must not pass its end.
            total = max(done, entry.download_bytes)
            progress = replace(progress, subject=entry.id, done_bytes=done, total_bytes=total)
        report(progress)

    return whole
