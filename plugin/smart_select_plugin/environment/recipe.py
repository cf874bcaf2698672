"""What is to be installed: the engine's wheel, the locked packages, and where they come from."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import FrozenSet, Iterable, Optional, Sequence, Tuple

from smart_select_plugin.environment.bundle import Bundle
from smart_select_plugin.environment.errors import BundleUnusable, PluginIncomplete
from smart_select_plugin.translation import _

LOCKS = Path(__file__).resolve().parent / "locks"
RUNTIME_LOCK = LOCKS / "runtime.txt"
TOOLS_LOCK = LOCKS / "tools.txt"
INDEX_FILE = LOCKS / "index.txt"
"""Written when a release is made (`packaging/index_file.py`); a checkout has none."""

# Measured on Linux x86-64 and rounded up; the other systems' packages are smaller.
INSTALLED_BYTES = 190_000_000
DOWNLOADED_BYTES = 70_000_000
UV_BYTES = 60_000_000
PYTHON_BYTES = 130_000_000

_LAYOUT = b"1"
"""Changes when what we do to an installed environment changes, so that everybody gets a new one."""

_WHEEL = re.compile(r"smart_select-([0-9][0-9A-Za-z.+!]*)-py3-none-any\.whl")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Recipe:
    """What an environment is made from; two equal digests make equal environments."""

    wheel: Path
    wheel_sha256: str
    version: str
    digest: str
    lock: Path
    bundle: Optional[Bundle] = None
    tools_lock: Path = TOOLS_LOCK


def find_recipe(
    wheels: Path, bundle: Bundle | None, lock: Path = RUNTIME_LOCK, tools_lock: Path = TOOLS_LOCK
) -> Recipe:
    """Return the recipe for the wheel in `wheels`, or for the bundle's where `wheels` has none.

    Raises PluginIncomplete where there is none or more than one, BundleUnusable where the bundle was made for
    another version's packages.
    """
    folder, found = wheels, _engines_among(_files_in(wheels))
    if not found and bundle is not None:
        folder, found = bundle.wheels, _engines_among(bundle.files)
    if len(found) != 1:
        raise PluginIncomplete(
            folder, _("it has two engines") if found else _("the engine's wheel is missing")
        )
    wheel, version = found[0]
    try:
        lock_digest = hashlib.sha256(lock.read_bytes())
        wheel_digest = hashlib.sha256(wheel.read_bytes())
        digest = hashlib.sha256(_LAYOUT + lock_digest.digest() + wheel_digest.digest()).hexdigest()
    except OSError as error:
        raise PluginIncomplete(folder, _("{file} can't be read", file=error.filename)) from error
    if bundle is not None and bundle.lock_sha256 != lock_digest.hexdigest():
        raise BundleUnusable(
            bundle.source,
            _(
                "it belongs to Smart Select {its}; get the one for {ours}",
                its=bundle.version,
                ours=version,
            ),
        )
    return Recipe(wheel, wheel_digest.hexdigest(), version, digest, lock, bundle, tools_lock)


def locked_hashes(name: str, lock: Path = TOOLS_LOCK) -> FrozenSet[str]:
    """Return the sha256 of every file that a lock allows for a package; none where it is not in it."""
    return frozenset(_HASH.findall(locked_entry(name, lock)))


def locked_version(name: str, lock: Path = TOOLS_LOCK) -> str:
    """Return the version that a lock names for a package; "" where it is not in it."""
    found = re.match(rf"{re.escape(name)}==(\S+)", locked_entry(name, lock))
    return found.group(1) if found else ""


def locked_entry(name: str, lock: Path = TOOLS_LOCK) -> str:
    """Return the lines of a lock that are about a package, with its hashes; "" where it is not in it."""
    found = re.search(
        rf"^{re.escape(name)}==.*?(?=^\S|\Z)", lock.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    return found.group(0) if found else ""


def shipped_indexes(path: Path = INDEX_FILE) -> Tuple[str, ...]:
    """Return the package indexes that a release names for who has named none; () in a checkout."""
    try:
        lines = path.read_text(encoding="utf-8").split()
    except (OSError, UnicodeDecodeError):
        return ()
    return tuple(lines)


def _files_in(folder: Path) -> Sequence[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return ()


def _engines_among(files: Iterable[Path]) -> list[tuple[Path, str]]:
    """Return the engine's wheels with their versions."""
    named = [(path, _WHEEL.fullmatch(path.name)) for path in files]
    return [(path, match.group(1)) for path, match in named if match]
