"""The models on this machine: found by name, listed, fetched, checked, imported and removed."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from smart_select.errors import (
    Cancelled,
    DownloadCancelled,
    ModelBuiltIn,
    ModelNotInstalled,
    ModelUnknown,
    ModelUnusable,
)
from smart_select.models.catalog import EMBEDDED, Catalog, load_catalog
from smart_select.models.manifest import InstalledModel, Manifest, read_manifest
from smart_select.models.pairing import check_is_graph, find_pair
from smart_select.models.policy import DownloadPolicy
from smart_select.models.reports import Report, Stopped, never, unheard
from smart_select.models.storage import folder_bytes, reading_errors, sha256_of, storage_errors
from smart_select.models.workplace import Workplace

if TYPE_CHECKING:
    from smart_select.models.adding import Inspect

_PACKAGE = Path(__file__).resolve().parents[1]


class ModelState(StrEnum):
    """Where a model stands on this machine, by names and sizes (`verify` hashes)."""

    BUILT_IN = "built in"
    INSTALLED = "installed"
    DAMAGED = "damaged"
    PARTIAL = "partly downloaded"
    ABSENT = "not downloaded"


@dataclass(frozen=True)
class ModelStatus:
    """State and place on disk of one model; `disk_bytes` counts what lies there, finished or not."""

    id: str
    label: str
    state: ModelState
    disk_bytes: int
    damage: str = ""


@dataclass(frozen=True)
class FileCheck:
    """One file's verdict: `problem` is empty when its bytes are the ones that were vouched for."""

    name: str
    problem: str

    @property
    def good(self) -> bool:
        """Whether the file is as it should be."""
        return not self.problem


def _trust_names(_encoder: Path, _decoder: Path) -> None:
    """Accept a pair for its names; the engine recognises the layout when it opens it."""


class ModelStore:
    """Models under `root`, one folder each. Safe for several processes; holds no state of its own."""

    def __init__(
        self,
        root: Path,
        *,
        catalog: Catalog | None = None,
        policy: DownloadPolicy | None = None,
        inspect: "Inspect" = _trust_names,
        embedded: Path = _PACKAGE / "embedded",
    ) -> None:
        self._root = root
        self._catalog = load_catalog() if catalog is None else catalog
        self._policy = policy or DownloadPolicy()
        self._inspect = inspect
        self._embedded = embedded

    @property
    def catalog(self) -> Catalog:
        """The models that can be fetched by name."""
        return self._catalog

    def locate(self, name_or_folder: str | Path) -> InstalledModel:
        """Return where a model's two graphs are.

        A string is first looked up as a model's name, then as a folder with the user's own pair (`./name` or
        a Path always mean the folder). Raises ModelNotInstalled, ModelUnknown, or ModelUnusable when files
        are missing, cut off or not a single pair. Nothing is hashed, and for the embedded model the models
        folder isn't even looked at.
        """
        if name_or_folder == EMBEDDED:
            return self._locate_embedded()
        if isinstance(name_or_folder, str) and name_or_folder in self._known():
            return self._locate_known(name_or_folder)
        folder = _folder_named(name_or_folder)
        if folder is not None:
            return _own_pair(folder)
        raise ModelUnknown(str(name_or_folder), self._known())

    def installed(self) -> tuple[InstalledModel, ...]:
        """Return the models that are ready: the embedded one, the catalogue's, then the user's own."""
        ready = (ModelState.BUILT_IN, ModelState.INSTALLED)
        return tuple(
            self._locate_known(model) for model in self._known() if self.status(model).state in ready
        )

    def statuses(self) -> tuple[ModelStatus, ...]:
        """Return the state of every model, of the catalogue and the user's own."""
        return tuple(self.status(model) for model in self._known())

    def status(self, model: str) -> ModelStatus:
        """Return a model's state; raises ModelUnknown or StorageUnavailable."""
        if model == EMBEDDED:
            return self._embedded_status()
        self._require_known(model)
        with storage_errors(self._root):
            return self._status_in(Workplace(self._root, model))

    def _status_in(self, place: Workplace) -> ModelStatus:
        model = place.model
        manifest = read_manifest(place.final)
        if manifest is None:
            waiting = folder_bytes(place.archives)
            state = ModelState.PARTIAL if waiting else ModelState.ABSENT
            return ModelStatus(model, self._catalog[model].label, state, waiting)
        damage = manifest.damage(place.final)
        state = ModelState.DAMAGED if damage else ModelState.INSTALLED
        return ModelStatus(model, manifest.label, state, folder_bytes(place.final), damage)

    def download(self, model: str, *, report: Report = unheard, stopped: Stopped = never) -> InstalledModel:
        """Return a model of the catalogue, fetching what is missing; only one process fetches at a time.

        Raises ModelUnknown, DownloadFailed, StorageUnavailable, ModelUnusable, or DownloadCancelled (a later
        call continues). The address of a mirror is taken from the environment (`models.sources`).
        """
        if model == EMBEDDED or (model not in self._catalog and model in self._known()):
            return self._locate_known(model)
        self._require_known(model)
        try:
            # Late: a click needs no network, and `requests` takes as long to import as all the rest of ours.
            from smart_select.models.installing import install

            return install(
                self._catalog[model], self._root, policy=self._policy, report=report, stopped=stopped
            )
        except Cancelled as error:
            raise DownloadCancelled(model) from error

    def verify(
        self, model: str, *, report: Report = unheard, stopped: Stopped = never
    ) -> tuple[FileCheck, ...]:
        """Hash an installed model's files again; raises ModelUnknown, ModelNotInstalled or Cancelled."""
        if model == EMBEDDED:
            self._locate_embedded()
            return (FileCheck("encoder.onnx", ""), FileCheck("decoder.onnx", ""))
        self._require_known(model)
        folder = Workplace(self._root, model).final
        manifest = read_manifest(folder)
        if manifest is None:
            raise ModelNotInstalled(model)
        vouched = self._vouched(model, manifest)
        return tuple(
            _check(folder / name, expected, report=report, stopped=stopped)
            for name, expected in vouched.items()
        )

    def remove(self, model: str) -> int:
        """Delete a model and anything half-fetched of it; return the bytes freed.

        Raises ModelBuiltIn, ModelUnknown, ModelNotInstalled when there is nothing, or StorageUnavailable.
        """
        if model == EMBEDDED:
            raise ModelBuiltIn(model)
        self._require_known(model)
        place = Workplace(self._root, model)
        with storage_errors(self._root):
            if not place.final.exists() and not place.archives.exists():
                raise ModelNotInstalled(model)
            with place.locked(report=unheard, stopped=never):
                freed = folder_bytes(place.final) + folder_bytes(place.archives)
                place.remove()
        return freed

    def add(
        self,
        paths: Iterable[Path],
        *,
        as_id: str | None = None,
        report: Report = unheard,
        stopped: Stopped = never,
    ) -> tuple[InstalledModel, ...]:
        """Import what was fetched by other means: folders, archives, or the loose files of one model.

        Files that the catalogue vouches for (by sha256) become that model, whatever they are called. Others
        are kept as the user's own model, under `as_id` or the name of the folder, archive or file; nothing
        unknown ever gets an id of the catalogue. A file with a catalogue file's distinctive name and other
        bytes is refused (HashMismatch) unless `as_id` says that it is meant. Also raises ModelUnusable,
        ModelNameRefused, StorageUnavailable and Cancelled. The given files are copied, never moved.
        """
        from smart_select.models.adding import Adding  # late, as above

        adding = Adding(self._root, self._catalog, self._policy, self._inspect, report, stopped)
        return adding.add(list(paths), as_id)

    def _known(self) -> tuple[str, ...]:
        with storage_errors(self._root):
            names = sorted(path.name for path in self._root.iterdir()) if self._root.is_dir() else []
        own = [name for name in names if not name.startswith(".") and name not in self._catalog]
        return (*self._catalog, *(name for name in own if read_manifest(self._root / name)))

    def _require_known(self, model: str) -> None:
        known = self._known()
        if model not in known:
            raise ModelUnknown(model, known)

    def _locate_known(self, model: str) -> InstalledModel:
        if model == EMBEDDED:
            return self._locate_embedded()
        folder = self._root / model
        manifest = read_manifest(folder)
        if manifest is None:
            raise ModelNotInstalled(model)
        damage = manifest.damage(folder)
        if damage:
            raise ModelUnusable(folder, f"{damage}, so {self._repair(model)}")
        return manifest.located(folder)

    def _repair(self, model: str) -> str:
        if model in self._catalog:
            return f'run "smart-select models download {model}" again'
        return f'use "smart-select models remove {model}" and add it again'

    def _locate_embedded(self) -> InstalledModel:
        encoder, decoder = self._embedded / "encoder.onnx", self._embedded / "decoder.onnx"
        if not (encoder.is_file() and decoder.is_file()):
            raise ModelUnusable(self._embedded, "its files are missing, so install Smart Select again")
        return InstalledModel(EMBEDDED, self._catalog[EMBEDDED].label, encoder, decoder, self._embedded)

    def _embedded_status(self) -> ModelStatus:
        label = self._catalog[EMBEDDED].label
        try:
            self._locate_embedded()
        except ModelUnusable as error:
            return ModelStatus(EMBEDDED, label, ModelState.DAMAGED, 0, error.reason)
        return ModelStatus(EMBEDDED, label, ModelState.BUILT_IN, folder_bytes(self._embedded))

    def _vouched(self, model: str, manifest: Manifest) -> dict[str, str]:
        """Expected hashes by file name; the catalogue's word counts more than what was noted."""
        hashes = {file.name: file.sha256 for file in manifest.files}
        if model in self._catalog:
            hashes |= {
                part.name: part.sha256 for part in self._catalog[model].parts if part.sha256 is not None
            }
        return hashes


def _check(path: Path, expected: str, *, report: Report, stopped: Stopped) -> FileCheck:
    if not path.is_file():
        return FileCheck(path.name, "it is missing")
    found = sha256_of(path, report=report, stopped=stopped)
    return FileCheck(path.name, "" if found == expected else "its bytes are not the ones that were installed")


def _folder_named(name: str | Path) -> Path | None:
    """Return the folder that is meant, or None when there is none; nothing is not the current folder."""
    try:
        folder = Path(name).expanduser()
        return folder if name != "" and folder.is_dir() else None
    except (OSError, RuntimeError, TypeError):  # a name that is too long, an unknown user's home, no name
        return None


def _own_pair(folder: Path) -> InstalledModel:
    manifest = read_manifest(folder)
    if manifest is not None and not manifest.damage(folder):
        return manifest.located(folder)
    with reading_errors(folder):
        names = [path.name for path in folder.iterdir() if path.is_file()]
    pair = find_pair(names, folder)
    for name in (pair.encoder, pair.decoder):
        check_is_graph(folder / name)
    name = folder.resolve().name
    return InstalledModel(name, name, folder / pair.encoder, folder / pair.decoder, folder)
