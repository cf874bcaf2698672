"""Everything of ours that is on this computer for this user, and its removal."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, List, Mapping, Sequence, Tuple

from smart_select_plugin.environment import Places, remove_environment
from smart_select_plugin.installing.errors import LeftBehind, WorkerStays
from smart_select_plugin.installing.machine import Machine
from smart_select_plugin.installing.plan import ENABLE_KEY, parts_of
from smart_select_plugin.installing.settings_files import (
    gimp_plug_in_folders,
    krita_value,
    read_text,
    without_krita_value,
)
from smart_select_plugin.installing.swaps import Swaps, leftovers, remove
from smart_select_plugin.installing.targets import FLATPAKS, GIMP, GIMP_FOLDER, KRITA_MODULE, Target
from smart_select_plugin.leaving import ask_worker_to_leave
from smart_select_plugin.system_reasons import system_reason
from smart_select_plugin.wire.meeting_place import MeetingPlace

_APP = "smart-select"
_KRITA_GROUP = "smart_select"
MODELS = "models"


@dataclass(frozen=True)
class Belonging:
    """One file or folder of ours."""

    path: Path
    what: str
    is_leftover: bool = False
    """Whether a killed installer has left it beside its place."""


@dataclass(frozen=True)
class Removal:
    """What would be removed."""

    of_hosts: Tuple[Belonging, ...]
    of_user: Tuple[Belonging, ...]
    settings: Tuple[Path, ...]
    """Settings files of Krita with lines of ours."""

    kept: Tuple[Belonging, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing of ours."""
        return not (self.of_hosts or self.of_user or self.settings)


def plan_removal(
    targets: Sequence[Target], machine: Machine, places: Places, *, keep_models: bool
) -> Removal:
    """Find everything of ours."""
    of_hosts = [belonging for target in targets for belonging in _of_host(target, machine)]
    of_user = [belonging for belonging in _of_user(machine, places) if os.path.lexists(belonging.path)]
    kept = [belonging for belonging in of_user if keep_models and belonging.what == MODELS]
    settings = [
        target.settings for target in targets if target.settings is not None and _has_lines(target.settings)
    ]
    return Removal(
        of_hosts=tuple(_once(of_hosts)),
        of_user=tuple(belonging for belonging in _once(of_user) if belonging not in kept),
        settings=tuple(dict.fromkeys(settings)),
        kept=tuple(kept),
    )


def carry_out_removal(
    removal: Removal, machine: Machine, places: Places, place: MeetingPlace, *, with_environment: bool = True
) -> None:
    """Remove it all; raises InstallError or SetupError.

    What hosts have goes in one step or not at all, once nobody works with the rest any more.
    """
    if with_environment and not ask_worker_to_leave(place):
        contact = place.read_contact()
        raise WorkerStays(contact.process if contact else 0)
    leftover = [belonging for belonging in removal.of_hosts if belonging.is_leftover]
    with Swaps() as swaps:
        for belonging in removal.of_hosts:
            if not belonging.is_leftover:
                swaps.take_away(belonging.path)
        for path in removal.settings:
            text = without_krita_value(read_text(path), "python", ENABLE_KEY)
            text = without_krita_value(text, _KRITA_GROUP)
            if text.strip():
                swaps.put_text(path, text)
            else:
                swaps.take_away(path)
        swaps.carry_out()
    if with_environment:
        remove_environment(places)
    for belonging in (*leftover, *removal.of_user):
        try:
            remove(belonging.path)
        except OSError as error:
            raise LeftBehind(belonging.path, system_reason(error)) from error
    for path, reason in swaps.left:
        raise LeftBehind(path, system_reason(reason)) from reason
    for path in (*(belonging.path for belonging in (*removal.of_hosts, *removal.of_user)), *removal.settings):
        _remove_empty(path.parent, machine.home)


def _of_host(target: Target, machine: Machine) -> Iterator[Belonging]:
    what = f"plug-in in {target.label}"
    if target.host == GIMP:
        text = read_text(target.profile / "gimprc")
        folders = gimp_plug_in_folders(text, target.profile, machine.home, machine.variables)
        for folder in dict.fromkeys([*folders, target.profile / "plug-ins"]):
            yield from _there(folder / GIMP_FOLDER, what)
        # What the dialogs remember, by the names of our procedures.
        for path in sorted(target.profile.glob("plug-in-settings/*plug-in-smart-select*")):
            yield Belonging(path, f"settings in {target.label}")
        return
    for place in parts_of(target).values():
        yield from _there(place, what)
    if target.settings is not None:
        yield from _beside_settings(Path(os.path.realpath(target.settings)), f"settings in {target.label}")
    # Before the folder of resources was moved.
    for usual in (machine.data / "krita", machine.roaming / "krita"):
        if usual != target.profile:
            yield from _there(usual / "pykrita" / KRITA_MODULE, what)
            yield from _there(usual / "pykrita" / f"{KRITA_MODULE}.desktop", what)
            yield from _there(usual / "actions" / f"{KRITA_MODULE}.action", what)


def _beside_settings(settings: Path, what: str) -> Iterator[Belonging]:
    """Yield what a killed installer has left beside settings that are Krita's, not ours."""
    unfinished, former = leftovers(settings)
    if os.path.lexists(unfinished):
        yield Belonging(unfinished, what, is_leftover=True)
    if os.path.lexists(former) and os.path.lexists(settings):  # else they are all that is left of the user's
        yield Belonging(former, what, is_leftover=True)


def _there(place: Path, what: str) -> Iterator[Belonging]:
    """Yield what is at a place of ours, and what a killed installer has left beside it."""
    for path in (*leftovers(place), place):
        if os.path.lexists(path):
            yield Belonging(path, what, is_leftover=path != place)


def _has_lines(settings: Path) -> bool:
    text = read_text(settings)
    if krita_value(text, "python", ENABLE_KEY) is not None:
        return True
    return without_krita_value(text, _KRITA_GROUP) != text


def _of_user(machine: Machine, places: Places) -> Iterator[Belonging]:
    moved = machine.variables.get("SMART_SELECT_HOME", "").strip()
    yield Belonging(places.root, "private environment")
    yield Belonging(places.root.parent / MODELS, MODELS)
    yield Belonging(places.log_folder, "log")
    yield Belonging(MeetingPlace.standard().folder, "meeting place of the worker")
    if moved:
        yield Belonging(Path(moved).expanduser() / "cache", "cache")
        return
    if machine.system == "win32":
        yield Belonging(machine.local / _APP / "Cache", "cache")
    elif machine.system == "darwin":
        yield Belonging(machine.home / "Library" / "Caches" / _APP, "cache")
    else:
        yield Belonging(machine.named("XDG_CACHE_HOME", machine.home / ".cache") / _APP, "cache")
        for world in _own_worlds(machine):
            for path in world:
                yield Belonging(path, "private environment inside Flatpak or Snap")


def _own_worlds(machine: Machine) -> Iterator[List[Path]]:
    """Yield the folders that a plug-in's own set-up makes where a host sees no others."""
    for application in FLATPAKS.values():
        box = machine.home / ".var" / "app" / application
        yield [box / name / _APP for name in ("data", "cache", "config", ".local/state")]
    box = machine.home / "snap" / "gimp" / "current"
    yield [box / name / _APP for name in (".local/share", ".cache", ".local/state")]


def _once(belongings: Sequence[Belonging]) -> List[Belonging]:
    found: Mapping[str, Belonging] = {
        str(Path(os.path.realpath(belonging.path.parent)) / belonging.path.name): belonging
        for belonging in reversed(belongings)
    }
    return list(reversed(list(found.values())))


def _remove_empty(folder: Path, home: Path) -> None:
    """Remove folders that nothing is left in, up to the home folder; a host makes its own again."""
    own = (_APP, "pykrita", "actions", "krita", "data", "plug-in-settings")
    while folder.name in own and folder != home and not folder.is_symlink():
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
