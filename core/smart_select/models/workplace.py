"""The folders of a model while it is made, and the one step that makes it visible."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from smart_select.models.file_lock import hold_lock
from smart_select.models.manifest import InstalledFile, InstalledModel, Manifest
from smart_select.models.reports import Progress, Report, Stage, Stopped
from smart_select.models.storage import settle, storage_errors


@dataclass(frozen=True)
class Workplace:
    """Where a model is put together (`<root>/.work/<id>/`, a lock beside it) and kept (`<root>/<id>`)."""

    root: Path
    model: str

    @property
    def final(self) -> Path:
        """The installed model's folder."""
        return self.root / self.model

    @property
    def archives(self) -> Path:
        """Where archives arrive; they don't become part of the model."""
        return self.root / ".work" / self.model

    @property
    def ready(self) -> Path:
        """Where the model's own files are put; it becomes `final` by one rename."""
        return self.archives / "model"

    @contextmanager
    def locked(self, *, report: Report, stopped: Stopped) -> Iterator[None]:
        """Keep every other process and thread away from this model."""

        def waiting() -> None:
            note = "another process is busy with this model; waiting for it"
            report(Progress(Stage.WAITING, self.model, 0, None, note))

        lock = self.root / ".work" / f"{self.model}.lock"
        with hold_lock(lock, waiting=waiting, stopped=stopped):
            yield

    def publish(
        self, label: str, encoder: str, decoder: str, files: Sequence[InstalledFile]
    ) -> InstalledModel:
        """Give the files in `ready` a manifest and their final place, replacing an older version.

        Raises StorageUnavailable. A crash in between leaves the old model, or none and a complete `ready`.
        """
        manifest = Manifest(self.model, label, encoder, decoder, tuple(files))
        self._drop_strangers({file.name for file in files})
        manifest.write(self.ready)
        with storage_errors(self.root):
            self.retire()
            settle(self.ready, self.final)
        self.clear()
        return manifest.located(self.final)

    def retire(self) -> None:
        """Take the installed model out of sight in one step, then delete it; OSError when it is in use."""
        if self.final.exists():
            old = self.archives / "old"
            old.parent.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(old, ignore_errors=True)
            settle(self.final, old)
            shutil.rmtree(old, ignore_errors=True)

    def remove(self) -> None:
        """Delete the installed model and what is unfinished; OSError when some of it can't be deleted."""
        self.retire()
        if self.archives.exists():
            shutil.rmtree(self.archives)

    def clear(self) -> None:
        """Delete what is unfinished; on Windows a file that is open elsewhere stays for the next time."""
        shutil.rmtree(self.archives, ignore_errors=True)

    def _drop_strangers(self, names: set[str]) -> None:
        """Remove what an older catalogue or an interrupted run has left in `ready`."""
        with storage_errors(self.ready):
            for path in self.ready.iterdir():
                if path.name not in names:
                    path.unlink()
