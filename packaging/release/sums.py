"""SHA256SUMS, in the form that `sha256sum --check` reads."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

NAME = "SHA256SUMS"


def write_sums(folder: Path, names: Iterable[str]) -> Path:
    """Write the sums of these files of a folder into it."""
    lines = [f"{sha256(folder / name)}  {name}\n" for name in names]
    part = folder / f"{NAME}.part"
    part.write_text("".join(lines), encoding="utf-8", newline="\n")
    return part.replace(folder / NAME)


def sha256(path: Path) -> str:
    """Return a file's digest in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
