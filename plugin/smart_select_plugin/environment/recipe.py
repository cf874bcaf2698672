"""What is to be installed: the engine's wheel, the locked packages, and where they come from."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import FrozenSet, Optional

from smart_select_plugin.environment.bundle import Bundle
from smart_select_plugin.environment.errors import BundleUnusable, PluginIncomplete

LOCKS = Path(__file__).resolve().parent / "locks"
RUNTIME_LOCK = LOCKS / "runtime.txt"
TOOLS_LOCK = LOCKS / "tools.txt"

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


def find_recipe(wheels: Path, bundle: Bundle | None, lock: Path = RUNTIME_LOCK) -> Recipe:
    """Return the recipe for the wheel in `wheels`, or for the bundle's where `wheels` has none.

    Raises PluginIncomplete where there is none or more than one, BundleUnusable where the bundle was made for
    another version's packages.
    """
    folder, found = wheels, _wheels_in(wheels)
    if not found and bundle is not None:
        folder, found = bundle.wheels, _wheels_in(bundle.wheels)
    if len(found) != 1:
        raise PluginIncomplete(folder, "the engine's wheel is missing" if not found else "it has two engines")
    wheel, version = found[0]
    try:
        lock_digest = hashlib.sha256(lock.read_bytes())
        wheel_digest = hashlib.sha256(wheel.read_bytes())
        digest = hashlib.sha256(_LAYOUT + lock_digest.digest() + wheel_digest.digest()).hexdigest()
    except OSError as error:
        raise PluginIncomplete(folder, f"{error.filename} can't be read") from error
    if bundle is not None and bundle.lock_sha256 != lock_digest.hexdigest():
        raise BundleUnusable(
            bundle.source, f"it belongs to Smart Select {bundle.version}; get the one for {version}"
        )
    return Recipe(wheel, wheel_digest.hexdigest(), version, digest, lock, bundle)


def locked_hashes(name: str, lock: Path = TOOLS_LOCK) -> FrozenSet[str]:
    """Return the sha256 of every file that a lock allows for a package; none where it is not in it."""
    return frozenset(_HASH.findall(_entry(name, lock)))


def locked_version(name: str, lock: Path = TOOLS_LOCK) -> str:
    """Return the version that a lock names for a package; "" where it is not in it."""
    found = re.match(rf"{re.escape(name)}==(\S+)", _entry(name, lock))
    return found.group(1) if found else ""


def _entry(name: str, lock: Path) -> str:
    found = re.search(
        rf"^{re.escape(name)}==.*?(?=^\S|\Z)", lock.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    return found.group(0) if found else ""


def _wheels_in(folder: Path) -> list[tuple[Path, str]]:
    try:
        named = [(path, _WHEEL.fullmatch(path.name)) for path in sorted(folder.iterdir())]
    except OSError:
        return []
    return [(path, match.group(1)) for path, match in named if match]
