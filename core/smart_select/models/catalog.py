"""The catalogue: which models exist, where their files are published, and the hashes that vouch for them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

EMBEDDED = "embedded"
"""The model that ships inside the package."""


class Role(StrEnum):
    """What a file is to the pair."""

    ENCODER = "encoder"
    DECODER = "decoder"
    DATA = "data"
    """External weights that a graph names, or an archive."""


@dataclass(frozen=True)
class StoredSize:
    """How large a file is: exactly, or roughly where nobody published the number."""

    exact_bytes: int | None
    about_bytes: int

    @property
    def limit_bytes(self) -> int:
        """More than this is not the file."""
        return self.about_bytes if self.exact_bytes is not None else self.about_bytes * 5 // 4


@dataclass(frozen=True)
class Member(StoredSize):
    """A file to take out of an archive: `path` inside it, `name` on disk; `sha256` where it was published."""

    path: str
    name: str
    role: Role
    sha256: str | None


@dataclass(frozen=True)
class ModelFile(StoredSize):
    """One download. An archive has `members`, and only those are kept of it."""

    name: str
    role: Role
    urls: tuple[str, ...]
    sha256: str
    members: tuple[Member, ...]

    @property
    def parts(self) -> tuple["ModelFile | Member", ...]:
        """What ends up on disk: the file itself, or the members of the archive."""
        return self.members or (self,)


@dataclass(frozen=True)
class CatalogEntry:
    """One model of the catalogue. `input_size` is the side of the encoder's square input in pixels."""

    id: str
    label: str
    layout: str
    licence: str
    homepage: str
    input_size: int | None
    built_in: bool
    files: tuple[ModelFile, ...]

    @property
    def parts(self) -> tuple[ModelFile | Member, ...]:
        """All files of the installed model."""
        return tuple(part for file in self.files for part in file.parts)

    @property
    def download_bytes(self) -> int:
        """What has to be fetched in all."""
        return sum(file.about_bytes for file in self.files)

    @property
    def download_size_is_exact(self) -> bool:
        """Whether `download_bytes` is known to the byte."""
        return all(file.exact_bytes is not None for file in self.files)

    @property
    def disk_bytes(self) -> int:
        """What installing needs at its peak: an archive and its members exist side by side for a moment."""
        unpacked = sum(member.about_bytes for file in self.files for member in file.members)
        return self.download_bytes + unpacked

    def named(self, role: Role) -> str:
        """Return the name on disk of the encoder or the decoder."""
        return next(part.name for part in self.parts if part.role is role)


Catalog = Mapping[str, CatalogEntry]
"""Entries by id, in the order in which they are offered."""


@cache
def load_catalog() -> Catalog:
    """Return the catalogue that ships with the package."""
    return parse_catalog(files("smart_select").joinpath("catalog.toml").read_text(encoding="utf-8"))


def parse_catalog(text: str) -> Catalog:
    """Read a catalogue in TOML; raises ValueError or KeyError when it is not well formed (ours, so a bug)."""
    entries = [_entry(table) for table in tomllib.loads(text)["model"]]
    catalog = {entry.id: entry for entry in entries}
    if len(catalog) != len(entries):
        raise ValueError("two models of the catalogue have the same id")
    return MappingProxyType(catalog)


def _entry(table: dict[str, Any]) -> CatalogEntry:
    return CatalogEntry(
        id=table["id"],
        label=table["label"],
        layout=table["layout"],
        licence=table["licence"],
        homepage=table["homepage"],
        input_size=table.get("input_size"),
        built_in=table.get("built_in", False),
        files=tuple(_file(file) for file in table.get("file", ())),
    )


def _file(table: dict[str, Any]) -> ModelFile:
    return ModelFile(
        exact_bytes=table.get("bytes"),
        about_bytes=table["bytes"] if "bytes" in table else table["approx_bytes"],
        name=table["name"],
        role=Role(table.get("role", Role.DATA)),
        urls=tuple(table["urls"]),
        sha256=table["sha256"],
        members=tuple(_member(member) for member in table.get("member", ())),
    )


def _member(table: dict[str, Any]) -> Member:
    return Member(
        exact_bytes=table.get("bytes"),
        about_bytes=table["bytes"] if "bytes" in table else table["approx_bytes"],
        path=table["path"],
        name=table["name"],
        role=Role(table.get("role", Role.DATA)),
        sha256=table.get("sha256"),
    )
