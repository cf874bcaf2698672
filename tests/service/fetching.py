"""What the download tests share: small files, quick policies, catalogues that point at a local server."""

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from smart_select.models.catalog import Catalog, CatalogEntry, Member, ModelFile, Role, load_catalog
from smart_select.models.policy import DownloadPolicy

CONTENT = bytes(range(256)) * 400  # 102 400 bytes: several chunks, quickly sent
QUICK = DownloadPolicy(
    connect_timeout_s=0.5,
    read_timeout_s=0.5,
    attempts=3,
    backoff_s=0.01,
    backoff_limit_s=0.02,
    retry_after_limit_s=0.3,
    chunk_bytes=4096,
    progress_bytes=8192,
    spare_bytes=0,
    allow_loopback_http=True,
)


def sha256(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def a_file(
    content: bytes = CONTENT,
    *,
    name: str = "weights.onnx",
    urls: Sequence[str] = (),
    role: Role = Role.ENCODER,
    size_known: bool = True,
    members: Sequence[Member] = (),
) -> ModelFile:
    """Return a catalogue file with this content's hash."""
    return ModelFile(
        exact_bytes=len(content) if size_known else None,
        about_bytes=len(content),
        name=name,
        role=role,
        urls=tuple(urls),
        sha256=sha256(content),
        members=tuple(members),
    )


def a_member(path: str, content: bytes, role: Role, *, name: str = "") -> Member:
    """Return a catalogue member of an archive."""
    return Member(
        exact_bytes=None,
        about_bytes=len(content),
        path=path,
        name=name or path.rsplit("/", 1)[-1],
        role=role,
        sha256=None,
    )


def an_entry(model: str, *files: ModelFile) -> CatalogEntry:
    """Return a catalogue entry of these files."""
    return CatalogEntry(
        id=model,
        label=f"The model {model}",
        layout="samexporter",
        licence="Apache-2.0",
        homepage="https://models.example.org",
        input_size=1024,
        built_in=False,
        files=files,
    )


def a_catalog(*entries: CatalogEntry) -> Catalog:
    """Return a catalogue of the embedded model and these."""
    embedded = replace(load_catalog()["embedded"])
    return MappingProxyType({"embedded": embedded, **{entry.id: entry for entry in entries}})


def a_zip(members: Mapping[str, bytes]) -> bytes:
    """Return a zip archive with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        for path, content in members.items():
            zipped.writestr(path, content)
    return buffer.getvalue()


def names_in(folder: Path) -> set[str]:
    """Return the names of everything below a folder, with their folders; empty when it isn't there."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*")} if folder.exists() else set()
