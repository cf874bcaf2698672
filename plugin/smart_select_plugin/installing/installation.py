"""The installation itself: both plug-ins and the environment that they share, all of it or nothing."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Callable, List, Mapping, Optional, Sequence, Tuple

from smart_select_plugin.environment import (
    Environment,
    Places,
    SetupError,
    SetupRequest,
    find_environment,
    remove_environment,
)
from smart_select_plugin.installing.errors import ProfileUnusable
from smart_select_plugin.installing.machine import Machine
from smart_select_plugin.installing.plan import ENABLE_KEY, KEEP, Change, make_plan, parts_of
from smart_select_plugin.installing.settings_files import read_text, with_krita_value
from smart_select_plugin.installing.swaps import Swaps
from smart_select_plugin.installing.targets import Target

SetUp = Callable[[SetupRequest], Environment]

_OWN_WORLDS = ("Flatpak", "Snap")
"""Packagings whose programs see folders of their own only, and no Python of ours."""


@dataclass(frozen=True)
class Installed:
    """What was done."""

    changes: Tuple[Change, ...]
    environment: Optional[Environment]
    refused: Tuple[Target, ...] = ()
    """Profiles with an obstacle that came up on the way."""


def needs_environment(changes: Sequence[Change]) -> bool:
    """Tell whether any of these hosts uses the environment that is made here."""
    return any(change.target.packaging not in _OWN_WORLDS for change in changes)


def install(
    changes: Sequence[Change],
    unpacked: Mapping[str, Path],
    request: SetupRequest,
    *,
    machine: Machine,
    places: Places,
    set_up: SetUp,
    tell: Callable[[str], None],
    version: str,
) -> Installed:
    """Carry out a plan; `tell` hears what goes on. Raises InstallError or SetupError, and then undoes it.

    The new files are written beside the old ones first; then the environment is made, which takes longest and
    fails most easily; then renames bring everything into its place.
    """
    ready, refused = _with_profiles(changes, unpacked, machine, tell, version)
    had_environment = find_environment(places) is not None
    environment: Optional[Environment] = None
    with Swaps() as swaps:
        for change in ready:
            _write(change, unpacked[change.target.host], swaps)
        try:
            if ready and needs_environment(ready):
                environment = set_up(request)
            swaps.carry_out()
        except BaseException:
            # Not one that somebody else has made meanwhile, or is about to: nobody is waited for.
            if not had_environment and find_environment(places) in (None, environment):
                with suppress(SetupError, OSError):
                    remove_environment(places, stopped=lambda: True)
            raise
    return Installed(tuple(ready), environment, tuple(refused))


def _with_profiles(
    changes: Sequence[Change],
    unpacked: Mapping[str, Path],
    machine: Machine,
    tell: Callable[[str], None],
    version: str,
) -> Tuple[List[Change], List[Target]]:
    """Let a GIMP that was never started make its profile.

    One that we made would keep GIMP from taking over the settings of an older version, and from filling it.
    """
    ready: List[Change] = []
    refused: List[Target] = []
    for change in changes:
        target = change.target
        if target.starter:
            tell(f"Starting {target.label} once, without a window, so that it makes its folder")
            machine.start_once(target.starter)
            if not target.profile.is_dir():
                refused.append(
                    replace(
                        target,
                        obstacle=f"{target.label} did not make its folder; start it once and try again.",
                    )
                )
                continue
            looked_at = target.as_it_is(machine)
            if looked_at.obstacle:
                refused.append(looked_at)
                continue
            (change,) = make_plan([looked_at], unpacked, version)
        ready.append(change)
    return ready, refused


def _write(change: Change, package: Path, swaps: Swaps) -> None:
    target = change.target
    if change.doing != KEEP:
        for name, place in parts_of(target).items():
            new = swaps.put(place)
            try:
                if (package / name).is_dir():
                    _copy_folder(package / name, new)
                elif (package / name).exists():
                    shutil.copy(package / name, new)
            except OSError as error:
                raise ProfileUnusable(place.parent, error) from error
    if change.turns_on and target.settings is not None:
        text = with_krita_value(read_text(target.settings), "python", ENABLE_KEY, "true")
        swaps.put_text(target.settings, text)


def _copy_folder(source: Path, new: Path) -> None:
    """Copy up to the first file that can't be; shutil.copytree goes on, and complains of each one."""
    new.mkdir()
    for path in sorted(source.rglob("*")):
        place = new / path.relative_to(source)
        if path.is_dir():
            place.mkdir()
        else:
            shutil.copy(path, place)
