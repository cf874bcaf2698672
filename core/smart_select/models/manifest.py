"""What an installed model's folder says of itself (`model.json`), so that listing needs no hashing."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from smart_select.models.storage import storage_errors

FILE_NAME = "model.json"
_FORMAT = 1


@dataclass(frozen=True)
class InstalledFile:
    """One file as it was when the model was installed."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class InstalledModel:
    """A model on this machine: where its two graphs are, ready to be opened."""

    id: str
    label: str
    encoder: Path
    decoder: Path
    folder: Path


@dataclass(frozen=True)
class Manifest:
    """The content of `model.json`; names are those of files in the same folder."""

    id: str
    label: str
    encoder: str
    decoder: str
    files: tuple[InstalledFile, ...]

    def write(self, folder: Path) -> None:
        """Put it into a folder that is not in use yet; raises StorageUnavailable."""
        text = json.dumps({"format": _FORMAT, **asdict(self)}, indent=2)
        with storage_errors(folder):
            (folder / FILE_NAME).write_text(text + "\n", encoding="utf-8")

    def located(self, folder: Path) -> InstalledModel:
        """Return the model that this describes, in `folder`."""
        return InstalledModel(self.id, self.label, folder / self.encoder, folder / self.decoder, folder)

    def damage(self, folder: Path) -> str:
        """Say what is missing or of another size in `folder`; empty when all is as installed (not hashed)."""
        listed = {file.name for file in self.files}
        for name in (self.encoder, self.decoder):
            if name not in listed:
                return f"{name} is not in its list of files"
        for file in self.files:
            path = folder / file.name
            if not path.is_file():
                return f"{file.name} is missing"
            if path.stat().st_size != file.bytes:
                return f"{file.name} has {path.stat().st_size} bytes instead of {file.bytes}"
        return ""

    @property
    def total_bytes(self) -> int:
        """Size on disk."""
        return sum(file.bytes for file in self.files)


def read_manifest(folder: Path) -> Manifest | None:
    """Return what `folder` says of itself, or None when it is no model of ours or that file is unreadable."""
    try:
        content = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
        return _parse(content)
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None


def _parse(content: dict[str, Any]) -> Manifest | None:
    if content["format"] != _FORMAT:
        return None
    files = tuple(
        InstalledFile(_plain_name(file["name"]), int(file["bytes"]), str(file["sha256"]))
        for file in content["files"]
    )
    return Manifest(
        id=_printable(str(content["id"])),
        label=_printable(str(content["label"])),
        encoder=_plain_name(content["encoder"]),
        decoder=_plain_name(content["decoder"]),
        files=files,
    )


def _plain_name(name: str) -> str:
    if name in ("", "..") or Path(name).name != name:
        raise ValueError(name)
    return _printable(name)


def _printable(text: str) -> str:
    """Return what may be shown in a terminal; control characters could do more there than be seen."""
    if not text.isprintable():
        raise ValueError(ascii(text))
    return text
