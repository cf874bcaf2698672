"""The installer's command line: `install.py` and `smart-select install` are both this."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import Any, Dict, Mapping, Optional, Sequence

from smart_select_plugin.ending import end_as_by_ctrl_c
from smart_select_plugin.environment import (
    Places,
    SetupCancelled,
    SetupError,
    SetupRequest,
    find_environment,
    user_places,
)
from smart_select_plugin.installing.errors import (
    InstallError,
    NobodyToAsk,
    NoHosts,
    NoPackages,
    NoRoom,
    WrongUser,
)
from smart_select_plugin.installing.installation import install
from smart_select_plugin.installing.machine import Machine
from smart_select_plugin.installing.options import DESCRIPTION, add_arguments
from smart_select_plugin.installing.plan import KEEP, make_plan
from smart_select_plugin.installing.release import Release, find_release, unpack
from smart_select_plugin.installing.removal import Removal, carry_out_removal, plan_removal
from smart_select_plugin.installing.system_wide import SystemCopy, find_system_copies
from smart_select_plugin.installing.talk import Talk, print_record, say
from smart_select_plugin.installing.targets import GIMP, KRITA, Target, find_targets
from smart_select_plugin.installing.wording import (
    afterwards,
    change_record,
    copy_record,
    list_text,
    plan_text,
    removal_text,
    target_record,
)
from smart_select_plugin.system_reasons import is_full, system_reason
from smart_select_plugin.wire.meeting_place import MeetingPlace

DONE, SAID_WHY, BAD_ARGUMENTS = 0, 1, 2


def main(arguments: Optional[Sequence[str]], sources: Sequence[Path]) -> int:
    """Run the installer; returns 0, 1 after saying why not, 2 for bad arguments.

    The first of `sources` with packages in it is the release, unless --from names one.
    """
    parser = argparse.ArgumentParser(prog="install.py", description=DESCRIPTION)
    add_arguments(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object, for scripts")
    args = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a character shows another one; it does not end the installation.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")
    try:
        end_as_by_ctrl_c()
        return run(args, sources, as_json=args.json)
    except (InstallError, SetupError) as error:
        return _failed(error, str(error), as_json=args.json)
    except OSError as error:
        # What nobody thought of; painters get a sentence all the same.
        advice = "make room" if is_full(error) else "free it"
        file = error.filename or "A file"
        sentence = f"{file} can't be used ({system_reason(error)}); {advice} and try again."
        return _failed(error, sentence, as_json=args.json)
    except KeyboardInterrupt:
        stopped = SetupCancelled()
        return _failed(stopped, str(stopped), as_json=args.json)
    except Exception as error:  # a mistake of ours: scripts get an object all the same
        if args.json:
            _failed(error, f"{type(error).__name__}: {error}", as_json=True)
        raise


def _failed(error: Exception, sentence: str, *, as_json: bool) -> int:
    if as_json:
        print_record({"error": {"kind": type(error).__name__, "message": sentence}})
    else:
        say(sentence)
    return SAID_WHY


def run(args: argparse.Namespace, sources: Sequence[Path], *, as_json: bool = False) -> int:
    """Do what the parsed options say; raises InstallError or SetupError."""
    _check_user(os.environ)
    machine = Machine.this()
    targets = [target for target in find_targets(machine) if args.only in (None, target.host)]
    copies = find_system_copies(machine, (args.only,) if args.only else (GIMP, KRITA))
    talk = Talk(as_json=as_json)
    if args.list:
        return _list(targets, copies, user_places(machine.variables), talk)
    if args.uninstall:
        return _uninstall(args, targets, copies, machine, talk)
    if not targets:
        raise NoHosts
    release = _release(args.source, sources)
    try:
        temporary = tempfile.TemporaryDirectory(prefix="smart-select-install-")
    except OSError as error:
        raise NoRoom(Path(tempfile.gettempdir()), system_reason(error)) from error
    with temporary as folder:
        return _install(args, release, targets, copies, machine, Path(folder), talk)


def _install(
    args: argparse.Namespace,
    release: Release,
    targets: Sequence[Target],
    copies: Sequence[SystemCopy],
    machine: Machine,
    temporary: Path,
    talk: Talk,
) -> int:
    unpacked: Dict[str, Path] = {}
    wheels = temporary
    for host in sorted({target.host for target in targets}):
        unpacked[host] = temporary / host
        try:
            unpacked[host].mkdir()
            wheels = unpack(release, host, unpacked[host])
        except OSError as error:
            raise NoRoom(temporary, system_reason(error)) from error
    changes = make_plan(targets, unpacked, release.version)
    refused = [target for target in targets if target.obstacle]
    bundle = args.bundle or release.bundle
    places = user_places(machine.variables)
    talk.text(plan_text(release, changes, refused, copies, places=places, offline=bundle is not None))
    record = {
        "version": release.version,
        "changes": [change_record(change) for change in changes],
        "refused": [target_record(target) for target in refused],
    }
    if args.dry_run:
        talk.result("Nothing was done.", {**record, "done": False})
        return DONE
    if changes and not (args.yes or talk.agrees("Go on?")):
        talk.result("Nothing was done.", {**record, "done": False})
        return SAID_WHY
    done = install(
        changes,
        unpacked,
        SetupRequest(wheels, bundle, args.python),
        machine=machine,
        places=places,
        set_up=talk.setting_up,
        tell=talk.step,
        version=release.version,
    )
    refused += done.refused
    record["changes"] = [change_record(change) for change in done.changes]
    record["refused"] = [target_record(target) for target in refused]
    for sentence in afterwards(done, refused, machine):
        talk.text(sentence)
    works = bool(done.changes)
    kept = all(change.doing == KEEP and not change.turns_on for change in done.changes)
    end = "Everything was in its place already." if kept else "Done."
    talk.result(end if works else "", {**record, "done": works})
    return SAID_WHY if not works or any(target.is_supported for target in refused) else DONE


def _uninstall(
    args: argparse.Namespace,
    targets: Sequence[Target],
    copies: Sequence[SystemCopy],
    machine: Machine,
    talk: Talk,
) -> int:
    places = user_places(machine.variables)
    # One program's plug-in taken out leaves to the other what both work with.
    of_all = args.only is None
    removal = plan_removal(targets, machine, places, keep_models=args.keep_models)
    if not of_all:
        removal = Removal(removal.of_hosts, (), removal.settings)
    record: Dict[str, Any] = {
        "removed": [str(b.path) for b in (*removal.of_hosts, *removal.of_user)],
        "for_all_users": [copy_record(copy) for copy in copies],
    }
    stays = [copy.sentence for copy in copies]
    if removal.is_empty:
        nothing = "There is nothing of Smart Select in this user's folders."
        talk.result("\n".join([nothing, *stays]), {**record, "done": True})
        return DONE
    talk.text(removal_text(removal))
    if not (args.dry_run or args.yes or talk.can_ask):
        raise NobodyToAsk
    if args.dry_run or not (args.yes or talk.agrees("Remove all this?")):
        talk.result("Nothing was done.", {**record, "done": False})
        return DONE if args.dry_run else SAID_WHY
    carry_out_removal(removal, machine, places, MeetingPlace.standard(), with_environment=of_all)
    where = " from this user's folders" if copies else ""
    gone = f"Smart Select is gone{where}. Start GIMP and Krita anew if they are open."
    talk.result("\n".join([gone, *stays]), {**record, "done": True})
    return DONE


def _list(targets: Sequence[Target], copies: Sequence[SystemCopy], places: Places, talk: Talk) -> int:
    environment = find_environment(places)
    record = {
        "profiles": [target_record(target) for target in targets],
        "for_all_users": [copy_record(copy) for copy in copies],
        "environment": str(environment.folder) if environment else "",
    }
    talk.result(list_text(targets, copies, environment), record)
    return DONE


def _release(named: Optional[Path], sources: Sequence[Path]) -> Release:
    if named is not None:
        return find_release(named)
    missing: Optional[NoPackages] = None
    for folder in sources:
        try:
            return find_release(folder)
        except NoPackages as error:
            missing = missing or error
    raise missing or NoPackages(Path.cwd())


def _check_user(variables: Mapping[str, str]) -> None:
    user = variables.get("SUDO_USER", "")
    if user and user != "root" and os.name == "posix" and os.geteuid() == 0:
        raise WrongUser(user)
