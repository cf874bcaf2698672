"""`smart-select doctor`: does everything that a click needs work on this machine?"""

import argparse
from typing import Final

from smart_select import __version__
from smart_select.cli.arguments import DEFAULT_MODEL, DEFAULT_PROVIDER, common_options
from smart_select.cli.backend import Backend
from smart_select.cli.output import Reporter
from smart_select.doctor import EnvironmentState, WorkerState, examine
from smart_select_plugin.wire.meeting_place import MeetingPlace, PlaceUnusable

_LOST: Final = (
    "it is incomplete, or the Python that it was made with has been removed; "
    "set Smart Select up again in GIMP or Krita."
)


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    subparsers.add_parser(
        "doctor",
        help="check that everything works on this machine",
        description="Show versions, folders, models, the worker and the hosts' plug-ins, and try one click "
        "with the built-in model. Nothing is sent anywhere.",
        parents=[common_options()],
    )


def execute(args: argparse.Namespace, backend: Backend, reporter: Reporter) -> int:
    """Run the command; returns 0 when all is well and 1 when something is not."""
    del args
    report = examine(
        __version__,
        models=backend.model_statuses(),
        load_embedded=lambda: backend.load(DEFAULT_MODEL, DEFAULT_PROVIDER),
        worker=look_for_worker(MeetingPlace.standard()),
        environment=look_for_environment(),
        step=reporter.step,
    )
    reporter.text(report.text(), report.record())
    return 1 if report.problems else 0


def look_for_worker(place: MeetingPlace) -> WorkerState:
    """Tell from its lock whether a worker lives, without talking to it: it may be busy or stuck.

    A worker that starts in the very moment that we hold the lock ends, and its client starts another.
    """
    try:
        place.check()
    except PlaceUnusable as error:
        return WorkerState(problem=str(error))
    contact = place.read_contact()
    if not place.worker_lock.exists():
        return WorkerState()
    try:
        is_running = place.has_worker()
    except OSError as error:
        return WorkerState(problem=f"{place.folder} can't be read ({error.strerror or error}).")
    return WorkerState(is_running=is_running, build=contact.build if contact and is_running else "")


def look_for_environment() -> EnvironmentState:
    """Tell what the plug-ins' set-up has made, and whether it is still there."""
    # Imported here: it brings the standard library's network with it, which no other command should wait for.
    from smart_select_plugin.environment import SetupError, find_environment, user_places

    try:
        places = user_places()
        found = find_environment(places)
    except SetupError as error:
        return EnvironmentState(problem=str(error))
    if found is None:
        return EnvironmentState(problem=_LOST if places.pointer.exists() else "")
    return EnvironmentState(str(found.folder), found.version, found.size_bytes, found.made_with)
