"""The two ways to make and fill an environment: Python's own venv with pip, and uv.

Both install exactly what the lock and the engine's wheel are, by their hashes: `--require-hashes`, wheels
only and no dependencies besides. So nothing runs at installation, and nothing comes unnamed.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import sys
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Callable, Mapping, Protocol, Sequence

from smart_select_plugin.environment.errors import InstallFailed
from smart_select_plugin.environment.explaining import explain
from smart_select_plugin.environment.installed import environment_python
from smart_select_plugin.environment.interpreters import Interpreter
from smart_select_plugin.environment.recipe import PYTHON_BYTES, Recipe, locked_hashes
from smart_select_plugin.environment.running import ISOLATED, Runner

Words = Sequence["str | Path"]

_LOCKED: Words = ("--require-hashes", "--no-deps", "--only-binary", ":all:")
_PIP_WITH_PYTHON_OPTION = (22, 3)


class ToolFailed(InstallFailed):
    """A way did not work; `final` when another one would fail as well, `full` when it told of a full disk."""

    def __init__(self, output: str, tool: str, log: Path) -> None:
        reason = explain(output, tool)
        super().__init__(reason.what, reason.advice, log)
        self.final = reason.final
        self.full = reason.full


class Way(Protocol):
    """How an environment is made."""

    @property
    def name(self) -> str:
        """Say it in a few words, for the record and the log."""

    @property
    def created_bytes(self) -> int:
        """Return what `create` takes on disk where that is worth showing, else 0."""

    def create(self, folder: Path, tick: Callable[[], None]) -> None:
        """Make an empty environment; raises ToolFailed."""

    def install(self, folder: Path, recipe: Recipe, tick: Callable[[], None]) -> None:
        """Fill it; raises ToolFailed."""


def can_use_venv(python: Interpreter, recipe: Recipe) -> bool:
    """Tell whether `WithVenv` could make an environment and would find a pip."""
    # Windows needs a program for each environment, which only venv has.
    makes_one = python.has_venv or sys.platform != "win32"
    own_pip = python.has_venv and python.has_ensurepip
    return makes_one and (
        own_pip or python.pip_version >= _PIP_WITH_PYTHON_OPTION or _bundled_pip(recipe) is not None
    )


@dataclass(frozen=True)
class WithVenv:
    """`python -m venv`, and pip: the bundle's, or the environment's own, or that of the Python.

    Linux systems leave parts of Python out: without `ensurepip` (Debian without python3-venv) another pip
    does it, without `venv` we make what it would.
    """

    python: Interpreter
    recipe: Recipe
    runner: Runner
    cache: Path
    log: Path

    @property
    def name(self) -> str:
        """Return the Python's name and that it was venv."""
        return f"{self.python.name} ({self.python.path}), venv"

    @property
    def created_bytes(self) -> int:
        """Return 0: it takes a moment."""
        return 0

    def create(self, folder: Path, tick: Callable[[], None]) -> None:
        """Make the environment, with a pip of its own where no other can be used."""
        if not self.python.has_venv:
            _make_bare(folder, self.python)
            self._check_private(folder)
            return
        options = [] if self._uses_own_pip else ["--without-pip"]
        # Into the folder with the marker, which venv leaves alone.
        command: Words = [self.python.path, *ISOLATED, "-m", "venv", *options, folder]
        _run(self.runner, self.log, "venv", command, tick)
        self._check_private(folder)

    def _check_private(self, folder: Path) -> None:
        """See to it that nothing is installed elsewhere: what only starts another Python heeds no link."""
        ask: Words = [environment_python(folder), *ISOLATED, "-c", "import sys; print(sys.prefix)"]
        said = _run(self.runner, self.log, "venv", ask).splitlines()
        if not said or Path(said[-1]).resolve() != folder.resolve():
            raise ToolFailed(f"{self.python.path} makes no environments", "venv", self.log)

    def install(self, folder: Path, recipe: Recipe, tick: Callable[[], None]) -> None:
        """Install with pip, and remove what venv brought along: nothing stays that the lock does not name."""
        python = environment_python(folder)
        pip: Words = [python, *ISOLATED, "-m", "pip"]
        bundled = _bundled_pip(recipe)
        if bundled is not None:
            pip = [python, *ISOLATED, _unpacked(bundled, self.cache.parent) / "pip"]
        elif not self._uses_own_pip:
            pip = [self.python.path, *ISOLATED, "-m", "pip", "--python", python]
        options: Words = [*_LOCKED, "--no-compile", "--progress-bar", "off", "--cache-dir", self.cache]
        source: Words = ["--no-index", "--find-links", recipe.bundle.wheels] if recipe.bundle else []
        runner = self.runner if not recipe.bundle else replace(self.runner, environment=_offline(self.runner))
        wanted = _requirements(recipe, self.cache.parent)
        _run(runner, self.log, "pip", [*pip, "install", *options, *source, "-r", wanted], tick)
        if self._uses_own_pip:
            _run(runner, self.log, "pip", [*pip, "uninstall", "--yes", "pip", "setuptools"], tick)

    @property
    def _uses_own_pip(self) -> bool:
        return _bundled_pip(self.recipe) is None and self.python.has_venv and self.python.has_ensurepip


@dataclass(frozen=True)
class WithUv:
    """uv, with a Python of this computer, or (`python` None) with one that uv brings."""

    uv: Path
    python: Interpreter | None
    runner: Runner
    downloads: Path
    log: Path
    wanted: str = "3.13"

    @property
    def name(self) -> str:
        """Return the Python's name and that it was uv."""
        if self.python is None:
            return f"Python {self.wanted} brought by uv, uv"
        return f"{self.python.name} ({self.python.path}), uv"

    @property
    def created_bytes(self) -> int:
        """Return what a Python takes where uv brings one."""
        return 0 if self.python else PYTHON_BYTES

    def create(self, folder: Path, tick: Callable[[], None]) -> None:
        """Make the environment; where uv brings a Python, this downloads it."""
        python: Words = ["--python", self.wanted, "--managed-python"]
        if self.python is not None:
            python = ["--python", self.python.path, "--no-python-downloads"]
        command: Words = [self.uv, "venv", "--no-project", "--allow-existing", *python, folder]
        _run(self.runner, self.log, "uv", command, tick)

    def install(self, folder: Path, recipe: Recipe, tick: Callable[[], None]) -> None:
        """Install with uv."""
        source: Words = ["--no-index", "--find-links", recipe.bundle.wheels] if recipe.bundle else []
        runner = self.runner if not recipe.bundle else replace(self.runner, environment=_offline(self.runner))
        options: Words = ["--python", environment_python(folder), *_LOCKED]
        wanted = _requirements(recipe, self.downloads)
        _run(runner, self.log, "uv", [self.uv, "pip", "install", *options, *source, "-r", wanted], tick)


def _requirements(recipe: Recipe, folder: Path) -> Path:
    """Write the lock and the engine's own wheel, by its hash, into one file."""
    engine = f"smart-select @ {recipe.wheel.resolve().as_uri()} --hash=sha256:{recipe.wheel_sha256}\n"
    path = folder / "requirements.txt"
    path.write_text(engine + recipe.lock.read_text(encoding="utf-8"), encoding="utf-8")
    return path


def _make_bare(folder: Path, python: Interpreter) -> None:
    """Make a virtual environment as Python's `site` module knows it: a link, and a file that says whence."""
    program = environment_python(folder)
    program.parent.mkdir()
    program.symlink_to(python.path)
    major, minor, _patch = python.version
    (folder / "lib" / f"python{major}.{minor}" / "site-packages").mkdir(parents=True)
    home = f"home = {python.path.parent}\ninclude-system-site-packages = false\n"
    (folder / "pyvenv.cfg").write_text(home, encoding="utf-8")


@dataclass(frozen=True)
class _BundledPip:
    """The wheel of pip: as it was when its hash was looked at."""

    name: str
    content: bytes


def _unpacked(pip: _BundledPip, folder: Path) -> Path:
    """Unpack the modules of pip's wheel: from inside the zip it would take three times as long."""
    place = folder / pip.name
    shutil.rmtree(place, ignore_errors=True)
    with zipfile.ZipFile(io.BytesIO(pip.content)) as archive:
        # Nothing but pip's own package; `extract` lets no name lead out of the folder.
        for member in archive.namelist():
            if member.startswith("pip/"):
                archive.extract(member, place)
    return place


def _bundled_pip(recipe: Recipe) -> _BundledPip | None:
    """Return the bundle's pip if it is the one of our lock: it runs before anything else is checked."""
    wheel = recipe.bundle.pip if recipe.bundle else None
    if wheel is None:
        return None
    try:
        content = wheel.read_bytes()
    except OSError:
        return None
    if hashlib.sha256(content).hexdigest() not in locked_hashes("pip", recipe.tools_lock):
        return None
    return _BundledPip(wheel.stem, content)


def _offline(runner: Runner) -> Mapping[str, str]:
    """Return the variables without the user's indexes: a bundle is installed without any network."""
    gone = {"PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS"}
    gone |= {"UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX", "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS"}
    kept = {name: value for name, value in runner.environment.items() if name not in gone}
    return {**kept, "UV_OFFLINE": "1", "PIP_NO_INDEX": "1"}


def _run(
    runner: Runner, log: Path, tool: str, command: Words, tick: Callable[[], None] = lambda: None
) -> str:
    try:
        outcome = runner.run(command, tick=tick)
    except OSError as error:
        raise ToolFailed(str(error), tool, log) from error
    if outcome.code:
        raise ToolFailed(outcome.output, tool, log)
    return outcome.output
