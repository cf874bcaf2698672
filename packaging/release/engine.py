"""The engine's wheel and source distribution, built from a copy, because a build leaves files beside them."""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index_file import write_index_file
from release.archives import normalise_sdist, normalise_wheel

ROOT = Path(__file__).resolve().parents[2]
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc")
_BUILD = "import sys; from setuptools import build_meta; getattr(build_meta, sys.argv[1])(sys.argv[2])"


def release_date() -> int:
    """Return the Unix time that everything in a release is dated with.

    SOURCE_DATE_EPOCH, or else that of the last commit: it has to change from release to release, because GIMP
    asks a plug-in anew only when its file has another date than before.
    """
    named = os.environ.get("SOURCE_DATE_EPOCH", "")
    if named:
        return int(named)
    git = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    try:
        return int(subprocess.run(git, capture_output=True, text=True, check=True).stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return int((ROOT / "pyproject.toml").stat().st_mtime)


def build_engine(into: Path) -> Path:
    """Build the wheel; raises subprocess.CalledProcessError."""
    with _source() as source, tempfile.TemporaryDirectory(dir=into) as temporary:
        if importlib.util.find_spec("setuptools") is None:
            # Where it is not locked, as it comes.
            pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"]
            subprocess.run([*pip, "--wheel-dir", temporary, str(source)], check=True)
        else:
            _build("build_wheel", source, temporary)
        (wheel,) = Path(temporary).glob("smart_select-*.whl")
        return normalise_wheel(wheel, release_date()).replace(into / wheel.name)


def build_source(into: Path) -> Path:
    """Build the source distribution; needs setuptools. Raises subprocess.CalledProcessError."""
    with _source() as source, tempfile.TemporaryDirectory(dir=into) as temporary:
        _build("build_sdist", source, temporary)
        (sdist,) = Path(temporary).glob("smart_select-*.tar.gz")
        return normalise_sdist(sdist, release_date()).replace(into / sdist.name)


def _build(what: str, source: Path, into: str) -> None:
    subprocess.run(
        [sys.executable, "-c", _BUILD, what, into],
        cwd=source,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(release_date())},
        stdout=subprocess.DEVNULL,
        check=True,
    )


@contextmanager
def _source() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as temporary:
        source = Path(temporary) / "source"
        source.mkdir()
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy2(ROOT / name, source)
        for name in ("core", "plugin"):
            shutil.copytree(ROOT / name, source / name, ignore=_LEFT_OUT)
        write_index_file(source / "plugin" / "smart_select_plugin" / "environment" / "locks")
        yield source
