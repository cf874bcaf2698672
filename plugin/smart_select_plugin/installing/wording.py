"""What the installer says of a plan and of what it has done, in sentences and as records for scripts."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Sequence

from smart_select_plugin.environment import Environment, Places, find_environment
from smart_select_plugin.environment.recipe import DOWNLOADED_BYTES, INSTALLED_BYTES
from smart_select_plugin.installing.installation import Installed, needs_environment
from smart_select_plugin.installing.machine import Machine
from smart_select_plugin.installing.plan import INSTALL, KEEP, RENEW, Change
from smart_select_plugin.installing.release import Release
from smart_select_plugin.installing.removal import Removal
from smart_select_plugin.installing.system_wide import SystemCopy
from smart_select_plugin.installing.targets import FLATPAKS, GIMP, KRITA, Target


def plan_text(
    release: Release,
    changes: Sequence[Change],
    refused: Sequence[Target],
    copies: Sequence[SystemCopy] = (),
    *,
    places: Places,
    offline: bool,
) -> str:
    """Return what would be done."""
    lines = [f"Smart Select {release.version}", ""]
    for change in changes:
        target = change.target
        lines += [
            f"  {target.label} ({target.packaging}): {_doing(change, release)}",
            f"      {target.plug_ins}",
        ]
        if change.turns_on:
            lines.append(f"      turned on in {target.settings}")
    for target in refused:
        lines += [f"  {target.label} ({target.packaging}): left out", f"      {target.obstacle}"]
    for copy in copies:
        lines += [f"  {copy.label}, for all users: Smart Select {copy.version} stays", f"      {copy.folder}"]
    if needs_environment(changes):
        there = find_environment(places)
        if there is not None and there.version == release.version:
            how = "checked"
        else:
            download = (
                "nothing is downloaded" if offline else f"{DOWNLOADED_BYTES / 1e6:.0f} MB are downloaded"
            )
            how = f"made, {INSTALLED_BYTES / 1e6:.0f} MB; {download}"
        lines += [f"  Private environment: {how}", f"      {places.root}"]
    return "\n".join([*lines, ""])


def _doing(change: Change, release: Release) -> str:
    if change.doing == KEEP:
        return "nothing to do"
    if change.doing in (INSTALL, RENEW):
        return change.doing
    old = "an older installation" if change.old_version == "?" else change.old_version
    return f"{change.doing} from {old} to {release.version}"


def removal_text(removal: Removal) -> str:
    """Return what would be removed."""
    lines = ["To be removed:", ""]
    lines += [f"  {b.what}: {b.path}" for b in (*removal.of_hosts, *removal.of_user)]
    lines += [f"  our lines in {path}" for path in removal.settings]
    lines += [f"  (kept) {b.what}: {b.path}" for b in removal.kept]
    return "\n".join([*lines, ""])


def afterwards(done: Installed, refused: Sequence[Target], machine: Machine) -> List[str]:
    """Return what the user should know once it is done."""
    told = []
    changed = [change for change in done.changes if change.doing != KEEP or change.turns_on]
    hosts = {change.target.host for change in changed}
    if GIMP in hosts:
        told.append("GIMP: start it anew; Smart Select is in the menu Filters.")
    if KRITA in hosts:
        told.append("Krita: start it anew; Smart Select is under Settings ▸ Dockers.")
    if any(change.is_off for change in done.changes):
        told.append(
            "In Krita the plug-in is turned off, and stays so; Settings ▸ Configure Krita ▸ "
            "Python Plugin Manager turns it on."
        )
    own_world = [
        name
        for host, name in ((GIMP, "GIMP"), (KRITA, "Krita"))
        if host in hosts and machine.system == "linux" and machine.has_flatpak(FLATPAKS[host])
    ]
    if own_world:
        told.append(
            f"{' and '.join(own_world)} from Flatpak can't see this environment; the plug-in makes one of "
            "its own when it is first used."
        )
    told += [f"{target.label}: {target.obstacle}" for target in refused]
    return told


def change_record(change: Change) -> Dict[str, Any]:
    """Return a change as scripts get it."""
    return {
        **target_record(change.target),
        "doing": change.doing,
        "old_version": change.old_version,
        "turned_on": change.turns_on,
        "is_off": change.is_off,
    }


def target_record(target: Target) -> Dict[str, Any]:
    """Return a profile as scripts get it."""
    return {
        "host": target.label,
        "packaging": target.packaging,
        "folder": str(target.plug_ins),
        "installed": target.version,
        "obstacle": target.obstacle,
    }


def copy_record(copy: SystemCopy) -> Dict[str, Any]:
    """Return a copy for all users as scripts get it."""
    return {
        "host": copy.label,
        "folder": str(copy.folder),
        "installed": copy.version,
        "remove_with": copy.remove_with,
    }


def list_text(
    targets: Sequence[Target], copies: Sequence[SystemCopy], environment: Optional[Environment]
) -> str:
    """Return what is where."""
    lines = [
        f"{target.label} ({target.packaging}): "
        + (f"Smart Select {target.version}" if target.version else "no Smart Select")
        + f"\n    {target.plug_ins}"
        + (f"\n    {target.obstacle}" if target.obstacle else "")
        for target in targets
    ] or ["Neither GIMP 3 nor Krita was found."]
    lines += [
        f"{copy.label}, for all users: Smart Select {copy.version}\n    {copy.folder}" for copy in copies
    ]
    if environment is None:
        return "\n".join([*lines, "Private environment: none"])
    size = f"{environment.size_bytes / 1e6:.0f} MB"
    lines += [f"Private environment: {environment.version}, {size}", f"    {environment.folder}"]
    return "\n".join(lines)
