"""`set_up` makes the worker's private environment, or finds that it is there and well.

In this order: the healthy one that is there; the interpreter the user names; a uv that is already here, with
a Python of this computer or one that uv brings; a Python whose venv works; a fetched uv. A way that fails
for a reason of its own is followed by the next; no network or a full disk ends it at once.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
import time
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterator, Mapping, Sequence, Tuple

from smart_select_plugin.environment import installed
from smart_select_plugin.environment.building import ToolFailed, Way
from smart_select_plugin.environment.bundle import Bundle, open_bundle
from smart_select_plugin.environment.errors import (
    DiskFull,
    FolderUnusable,
    MachineUnsupported,
    NoSuitablePython,
    NotEnoughSpace,
    SetupCancelled,
    SetupError,
)
from smart_select_plugin.environment.installed import Environment
from smart_select_plugin.environment.interpreters import FindPythons, find_interpreters
from smart_select_plugin.environment.log_file import LogFile
from smart_select_plugin.environment.places import Places, user_places
from smart_select_plugin.environment.recipe import (
    DOWNLOADED_BYTES,
    INDEX_FILE,
    INSTALLED_BYTES,
    RUNTIME_LOCK,
    TOOLS_LOCK,
    Recipe,
    find_recipe,
    shipped_indexes,
)
from smart_select_plugin.environment.removing import KeepAway, keep_users_worker_away, sweep
from smart_select_plugin.environment.running import Runner
from smart_select_plugin.environment.setup_lock import setup_lock
from smart_select_plugin.environment.slimming import slim_down
from smart_select_plugin.environment.steps import Progress, Report, folder_bytes
from smart_select_plugin.environment.tool_environment import index_addresses, tool_environment
from smart_select_plugin.environment.uv_tool import settings_for
from smart_select_plugin.environment.ways import Ways
from smart_select_plugin.system_reasons import is_full, system_reason
from smart_select_plugin.translation import _

MACHINES = {"linux": {"x86_64", "aarch64"}, "win32": {"amd64", "arm64"}, "darwin": {"arm64", "x86_64"}}

_BRIM_BYTES = 40_000_000
"""So much can be free on a disk that was full a moment ago: tools that fail clear up after themselves."""


@dataclass(frozen=True)
class SetupRequest:
    """What a host asks for."""

    wheels: Path
    """The folder beside the plug-in that has the engine's wheel; it may be missing when a bundle has it."""

    bundle: Path | None = None
    """An offline bundle, folder or zip: then nothing is downloaded."""

    interpreter: Path | None = None
    """A Python that the user names; then no other is tried."""

    lock: Path = RUNTIME_LOCK
    """The locked packages with their hashes; the plug-in's own."""

    indexes: Tuple[str, ...] = ()
    """Package indexes to fetch uv from where no Python has pip; after those of the user's settings."""

    tools_lock: Path = TOOLS_LOCK
    """The locked pip and uv; the plug-in's own."""

    index_file: Path = INDEX_FILE
    """Names the index that uv is fetched from where neither this request nor the user's settings name one."""


def set_up(
    request: SetupRequest,
    *,
    report: Report = lambda steps: None,
    stopped: Callable[[], bool] = lambda: False,
    places: Places | None = None,
    variables: Mapping[str, str] | None = None,
    free_bytes: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
    find_pythons: FindPythons = find_interpreters,
    keep_worker_away: KeepAway | None = None,
) -> Environment:
    """Return a working environment for the request, made if need be; blocks for seconds to minutes.

    Call it from a thread of its own. `report` gets the steps at every change, in that thread; `stopped` is
    asked several times a second. One set-up runs at a time, others wait for it and take its result. A worker
    that runs from an older environment is asked to leave before that is removed: the user's own, or with
    `places` that of `keep_worker_away`. Raises SetupError, SetupCancelled among them; then the environment
    that was in use still is.
    """
    if keep_worker_away is None:
        keep_worker_away = keep_users_worker_away if places is None else lambda: nullcontext(True)
    where = places or user_places()
    progress = Progress(report)
    progress.start("check")
    log = LogFile(where.log)
    runner = Runner(
        tool_environment(os.environ if variables is None else variables, temporary=where.downloads / "tmp"),
        where.root,
        log,
        stopped,
    )
    job = _Job(request, where, progress, runner, log, stopped, free_bytes, find_pythons, keep_worker_away)
    try:
        return job.run()
    except OSError as error:
        progress.fail()
        log(f"failed: {error}")
        if is_full(error):
            raise DiskFull(where.root, _needed_bytes(online=request.bundle is None)) from error
        raise FolderUnusable(where.root, system_reason(error)) from error
    except SetupError as error:
        progress.fail()
        log(f"failed: {error}")
        raise


@dataclass(frozen=True)
class _Job:
    request: SetupRequest
    places: Places
    progress: Progress
    runner: Runner
    log: LogFile
    stopped: Callable[[], bool]
    free_bytes: Callable[[Path], int]
    find_pythons: FindPythons
    keep_worker_away: KeepAway

    def run(self) -> Environment:
        _check_machine()
        self.places.root.mkdir(parents=True, exist_ok=True)
        with setup_lock(self.places.lock, self.stopped):
            (self.places.downloads / "tmp").mkdir(parents=True, exist_ok=True)
            request = self.request
            recipe = find_recipe(request.wheels, self._bundle(), request.lock, request.tools_lock)
            found = self._healthy(recipe)
            if found is None:
                found = self._make(recipe)
            else:
                for step in self.progress.steps[1:]:
                    self.progress.skip(step.name)
            self._sweep()
            shutil.rmtree(self.places.downloads, ignore_errors=True)
            return found

    def _bundle(self) -> Bundle | None:
        if self.request.bundle is None:
            return None
        return open_bundle(self.request.bundle, self.places.downloads / "bundle", self.stopped)

    def _healthy(self, recipe: Recipe) -> Environment | None:
        found = installed.find_environment(self.places)
        if found is None or found.digest != recipe.digest:
            return None
        # By its own interpreter: with another one named, the user wants another environment.
        named = self.request.interpreter
        if named is not None and f"({named})" not in found.made_with:
            return None
        self.progress.done("check")
        return found if installed.try_click(found.folder, self.runner).code == 0 else None

    def _make(self, recipe: Recipe) -> Environment:
        started = time.monotonic()
        # What killed set-ups left takes the room that is needed now.
        taken = [folder.name for folder in installed.leftovers(self.places)]
        self._sweep()
        needed = _needed_bytes(online=recipe.bundle is None)
        free = self.free_bytes(self.places.root)
        if free < needed:
            raise NotEnoughSpace(self.places.root, needed, free)
        self.progress.done("check")
        failure: ToolFailed | None = None
        ways = self._ways(recipe)
        while True:
            try:
                way = next(ways)
            except NoSuitablePython as error:
                # What went wrong with the way that there was says more than that there is no other.
                raise failure or error from None
            try:
                return self._by(way, recipe, started, taken)
            except ToolFailed as error:
                self.log(f"{way.name}: {error}")
                if error.final:
                    raise
                failure = failure or error

    def _sweep(self) -> None:
        sweep(self.places, self.keep_worker_away, self.log)

    def _by(self, way: Way, recipe: Recipe, started: float, taken: Sequence[str]) -> Environment:
        # A killed set-up's tool may still be writing, so that not even the name is used again.
        folder = installed.begin_environment(self.places, recipe, taken)
        try:
            self._fill(folder, way, recipe)
            environment = self._finish(folder, way, recipe, started)
        except BaseException as error:
            is_full = isinstance(error, ToolFailed) and self._is_full_after(error)
            shutil.rmtree(folder, ignore_errors=True)
            if is_full:
                raise DiskFull(self.places.root, _needed_bytes(online=recipe.bundle is None)) from error
            raise
        self.progress.done("verify")
        return environment

    def _is_full_after(self, error: ToolFailed) -> bool:
        """Whether a tool failed for lack of room; venv does not pass on what its pip says of it."""
        return error.full or (not error.final and self.free_bytes(self.places.root) < _BRIM_BYTES)

    def _ways(self, recipe: Recipe) -> Iterator[Way]:
        environment = settings_for(
            self.runner.environment, cache=self.places.downloads / "uv", pythons=self.places.pythons
        )
        runner = Runner(environment, self.places.root, self.log, self.stopped)
        named = (*index_addresses(environment), *self.request.indexes)
        indexes = named or shipped_indexes(self.request.index_file)
        ways = Ways(recipe, self.places, self.progress, runner, indexes, self.find_pythons)
        return ways.all(self.request.interpreter)

    def _fill(self, folder: Path, way: Way, recipe: Recipe) -> None:
        self.log(f"making {folder.name} with {way.name}")
        filled = (folder, self.places.downloads, self.places.pythons)
        self.progress.start("create", total_bytes=way.created_bytes, folders=filled)
        way.create(folder, lambda: self.progress.tick("create"))
        self.progress.done("create")
        total_bytes = _needed_bytes(online=recipe.bundle is None)
        self.progress.start("install", total_bytes=total_bytes, folders=filled)
        way.install(folder, recipe, lambda: self.progress.tick("install"))
        self.progress.done("install")

    def _finish(self, folder: Path, way: Way, recipe: Recipe, started: float) -> Environment:
        self.progress.start("clean")
        slim_down(folder)
        self.progress.done("clean")
        self.progress.start("verify")
        outcome = installed.try_click(folder, self.runner)
        if outcome.code:
            raise ToolFailed(outcome.output, _("the first click"), self.places.log)
        if self.stopped():
            raise SetupCancelled
        environment = Environment(
            folder=folder,
            version=recipe.version,
            digest=recipe.digest,
            size_bytes=folder_bytes(folder) + folder_bytes(self.places.pythons),
            took_s=round(time.monotonic() - started, 1),
            made_with=way.name,
        )
        installed.switch_to(environment, self.places)
        self.log(f"made in {environment.took_s} s, {environment.size_bytes / 1e6:.0f} MB")
        return environment


def _needed_bytes(*, online: bool) -> int:
    """Return what is needed to make an environment: what was downloaded lies beside what is installed."""
    return INSTALLED_BYTES + (DOWNLOADED_BYTES if online else 0)


def _check_machine() -> None:
    machine = platform.machine().lower()
    known = MACHINES.get(sys.platform)
    if known is None:
        raise MachineUnsupported(_("there are no packages for its operating system"))
    if machine not in known:
        raise MachineUnsupported(
            _("there are no packages for its processor ({processor})", processor=machine)
        )
