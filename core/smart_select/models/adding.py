"""Offline import: models that were fetched by other means get the same checks and the same place."""

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from smart_select.errors import Cancelled, HashMismatch, ModelNameRefused, ModelUnusable
from smart_select.models.archive import unpack
from smart_select.models.catalog import Catalog, CatalogEntry, ModelFile
from smart_select.models.installing import publish_entry, unpack_members
from smart_select.models.manifest import InstalledFile, InstalledModel
from smart_select.models.offering import (
    Offer,
    match_archive,
    match_files,
    offer_of_folder,
    offers_of,
    own_id,
    wanted_members,
)
from smart_select.models.pairing import check_is_graph, find_pair
from smart_select.models.policy import DownloadPolicy
from smart_select.models.reports import Progress, Report, Stage, Stopped
from smart_select.models.storage import (
    BLOCK_BYTES,
    ensure_free,
    reading_errors,
    settle,
    sha256_of,
    storage_errors,
)
from smart_select.models.workplace import Workplace

Inspect = Callable[[Path, Path], None]
"""Opens an encoder and a decoder and raises ModelUnusable when they fit no layout."""

_UNPACKING = ".unpacking"
"""Takes the place of a model's id while it isn't known yet what an archive holds."""


@dataclass(frozen=True)
class Adding:
    """One import. `inspect` is asked about pairs that the catalogue doesn't vouch for."""

    root: Path
    catalog: Catalog
    policy: DownloadPolicy
    inspect: Inspect
    report: Report
    stopped: Stopped

    def add(self, paths: Sequence[Path], as_id: str | None) -> tuple[InstalledModel, ...]:
        """Import folders, archives and loose files; see `ModelStore.add`."""
        offers, archives = offers_of(paths)
        if as_id is not None and len(offers) + len(archives) != 1:
            raise ModelNameRefused(as_id, "one name can't be given to several models; add them one at a time")
        added = [self._add_offer(offer, as_id) for offer in offers]
        return (*added, *(self._add_archive(archive, as_id) for archive in archives))

    def _add_archive(self, archive: Path, as_id: str | None) -> InstalledModel:
        if as_id is None or as_id in self.catalog:
            digest = sha256_of(archive, report=self.report, stopped=self.stopped)
            match = match_archive(archive, digest, self.catalog)
            if match is not None:
                self._check_wish(as_id, match[0], archive)
                return self._install_archive(*match, archive)
        return self._add_unpacked(archive, as_id)

    def _add_unpacked(self, archive: Path, as_id: str | None) -> InstalledModel:
        """Unpack an archive that the catalogue doesn't know and go on as with a folder."""
        place = Workplace(self.root, _UNPACKING)
        with place.locked(report=self.report, stopped=self.stopped):
            place.clear()
            with storage_errors(self.root):
                place.ready.mkdir(parents=True)
            try:
                unpack(
                    archive,
                    wanted_members(archive),
                    place.ready,
                    spare_bytes=self.policy.spare_bytes,
                    report=self.report,
                    stopped=self.stopped,
                )
                return self._add_offer(offer_of_folder(place.ready, archive.stem), as_id)
            finally:
                place.clear()

    def _install_archive(self, entry: CatalogEntry, file: ModelFile, archive: Path) -> InstalledModel:
        if len(entry.files) > 1:
            raise ModelUnusable(archive, f"{entry.id} needs more than this archive")
        place = Workplace(self.root, entry.id)
        with place.locked(report=self.report, stopped=self.stopped):
            with storage_errors(self.root):
                place.ready.mkdir(parents=True, exist_ok=True)
            unpack_members(
                file, archive, place.ready, policy=self.policy, report=self.report, stopped=self.stopped
            )
            return publish_entry(entry, place, report=self.report, stopped=self.stopped)

    def _add_offer(self, offer: Offer, as_id: str | None) -> InstalledModel:
        if as_id is None or as_id in self.catalog:
            hashes = {
                name: sha256_of(path, report=self.report, stopped=self.stopped)
                for name, path in offer.files.items()
            }
            entry = match_files(offer, hashes, self.catalog)
            if entry is not None:
                self._check_wish(as_id, entry, offer.origin)
                by_hash = {digest: offer.files[name] for name, digest in hashes.items()}
                return self._install_known(entry, by_hash)
        return self._install_own(offer, own_id(as_id or offer.name, self.catalog))

    def _check_wish(self, as_id: str | None, entry: CatalogEntry, origin: Path) -> None:
        if as_id is not None and as_id != entry.id:
            raise ModelNameRefused(as_id, f"{origin} is {entry.id}")

    def _install_known(self, entry: CatalogEntry, by_hash: dict[str, Path]) -> InstalledModel:
        place = Workplace(self.root, entry.id)
        sources = {
            part.name: (by_hash[part.sha256], part.sha256) for part in entry.parts if part.sha256 is not None
        }
        with place.locked(report=self.report, stopped=self.stopped):
            for name, (source, expected) in sources.items():
                self._copy(source, place.ready / name, expected)
            return publish_entry(entry, place, report=self.report, stopped=self.stopped)

    def _install_own(self, offer: Offer, model: str) -> InstalledModel:
        pair = find_pair(list(offer.files), offer.origin)
        for name in (pair.encoder, pair.decoder):
            check_is_graph(offer.files[name])
        self.inspect(offer.files[pair.encoder], offer.files[pair.decoder])
        place = Workplace(self.root, model)
        with place.locked(report=self.report, stopped=self.stopped):
            if place.final.exists():
                raise ModelNameRefused(
                    model,
                    f'it is taken; use "smart-select models remove {model}" first '
                    "or choose another one with --as NAME",
                )
            ensure_free(
                self.root, sum(path.stat().st_size for path in offer.files.values()), self.policy.spare_bytes
            )
            try:
                files = [self._copy(path, place.ready / name, None) for name, path in offer.files.items()]
                return place.publish(model, pair.encoder, pair.decoder, files)
            finally:
                place.clear()

    def _copy(self, source: Path, target: Path, expected: str | None) -> InstalledFile:
        """Copy while hashing, so that what is checked is what is kept."""
        temporary = target.with_name(f"{target.name}.part")
        digest = hashlib.sha256()
        done = 0
        with reading_errors(source):
            reader = source.open("rb")
        with reader, storage_errors(self.root):
            total = os.fstat(reader.fileno()).st_size
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                with temporary.open("wb") as writer:
                    while block := reader.read(BLOCK_BYTES):
                        if self.stopped():
                            raise Cancelled(f"Copying {source.name}")
                        writer.write(block)
                        digest.update(block)
                        done += len(block)
                        self.report(Progress(Stage.COPYING, source.name, done, total))
                if expected is not None and digest.hexdigest() != expected:
                    raise HashMismatch(source, expected, digest.hexdigest())
                settle(temporary, target)
            finally:
                temporary.unlink(missing_ok=True)
        return InstalledFile(target.name, done, digest.hexdigest())
