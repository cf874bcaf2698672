"""Encoders optimised once and kept on disk: they need less memory, and start in 0.4 s instead of 1.1."""

import contextlib
import hashlib
import logging
import os
import tempfile
from functools import partial
from pathlib import Path

from smart_select.errors import ModelUnusable
from smart_select.leftovers import remove_abandoned
from smart_select.runtime.attention_fusion import fuse_attention
from smart_select.runtime.external_data import inline_external_data
from smart_select.runtime.graph import Graph, Source, open_graph
from smart_select.runtime.machine import environment_key
from smart_select.runtime.wire import WireError

_log = logging.getLogger(__name__)

_FORM = "fused"
"""Part of a copy's name, changed whenever something else is done to graphs."""

_WORTHWHILE_BYTES = 32 << 20
"""Below this the optimiser is so quick that a copy on disk gains nothing."""


def digest_of(path: Path) -> str:
    """Return the sha256 of a graph and, where the export keeps its weights beside it, of those."""
    digest = hashlib.sha256()
    for part in (path, *external_data(path)):
        with part.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def external_data(path: Path) -> list[Path]:
    """Return the weight files that belong to a graph: those named as it is plus `_data` or `.data`."""
    return sorted(
        sibling for suffix in ("_data", ".data") if (sibling := path.with_name(path.name + suffix)).is_file()
    )


def open_cached(source: Source, digest: str, folder: Path, *, give_memory_back: bool = False) -> Graph:
    """Open a graph for the CPU through its optimised copy in `folder`, which is made where there is none.

    `digest` names the graph's bytes. A folder that can't be written only costs the copy.
    """
    open_ = partial(open_graph, give_memory_back=give_memory_back)
    if sum(part.stat().st_size for part in (source.path, *external_data(source.path))) < _WORTHWHILE_BYTES:
        return open_(source)
    remove_abandoned(folder)
    copy = folder / f"{digest[:16]}-{environment_key()}-{_FORM}.onnx"
    if _is_sound(copy):
        try:
            return open_(Source(copy, optimised=True))
        except ModelUnusable:
            _log.info("The optimised graph %s can't be opened and is made anew.", copy.name)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, name = tempfile.mkstemp(prefix=copy.stem, suffix=".part", dir=folder)
    except OSError as error:
        _log.info("No optimised graph is kept: %s", error)
        return open_(source)
    os.close(descriptor)
    part = Path(name)
    try:
        graph = open_(_self_contained(source), save_optimised=part)
        if _fuse(part):
            del graph  # before the other one is opened: both together would need twice the memory
            graph = open_(Source(part, optimised=True))
        _publish(part, copy)
    except (ModelUnusable, OSError) as error:
        # A full disk fails the session's creation too; without the copy it can still succeed.
        _log.info("No optimised graph is kept: %s", error)
        return open_(source)
    finally:
        part.unlink(missing_ok=True)
    _drop_outdated(copy, digest, folder)
    return graph


def _fuse(part: Path) -> bool:
    """Fuse the attention of an optimised graph; return whether there was any."""
    try:
        fused = fuse_attention(part.read_bytes())
    except WireError as error:  # ONNX Runtime wrote what is no ONNX file: then it is not for us to change
        _log.warning("The optimised graph %s can't be read: %s", part.name, error)
        return False
    if fused is not None:
        part.write_bytes(fused)
    return fused is not None


def _publish(part: Path, copy: Path) -> None:
    """Give a finished copy its name, after its digest: a copy without a fitting digest is never opened."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    note = part.with_suffix(".note")  # removed by the next start if this one is killed here
    note.write_text(digest, encoding="ascii")
    note.replace(_digest_of_copy(copy))
    part.replace(copy)


def _is_sound(copy: Path) -> bool:
    """Whether the copy is there, byte for byte as it was made; a wrong weight would give wrong masks."""
    try:
        wanted = _digest_of_copy(copy).read_text(encoding="ascii")
        with copy.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == wanted
    except (OSError, UnicodeDecodeError):
        return False


def _digest_of_copy(copy: Path) -> Path:
    return copy.with_suffix(".sha256")


def _self_contained(source: Source) -> Source:
    """Take weights that lie beside the graph into it: a copy in another folder would not find them."""
    if source.content is not None or not external_data(source.path):
        return source
    content = inline_external_data(source.path.read_bytes(), source.path.parent, source.path)
    return Source(source.path, content)


def _drop_outdated(copy: Path, digest: str, folder: Path) -> None:
    """Remove this graph's copies for other versions of ONNX Runtime; another process may be at it too."""
    for other in folder.glob(f"*{digest[:16]}-*.onnx"):
        if other != copy:
            for path in (other, _digest_of_copy(other)):
                with contextlib.suppress(OSError):
                    path.unlink()
