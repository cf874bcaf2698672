"""`smart-select worker`: the process that the plug-ins of GIMP and Krita talk to."""

import argparse
from typing import Final

from smart_select import __version__
from smart_select.cli.arguments import common_options
from smart_select.cli.doctor_command import look_for_environment
from smart_select.cli.measures import minutes_up_to
from smart_select.cli.output import Reporter
from smart_select_plugin.wire.meeting_place import Contact, MeetingPlace

NAME: Final = "worker"
LOG: Final = "worker.log"

_IDLE_MINUTES: Final = 15.0
_LONGEST_MINUTES: Final = 7 * 24 * 60


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        NAME,
        help="serve the plug-ins (they start it by themselves)",
        description="Keep models warm and answer the plug-ins of GIMP and Krita over a private socket, until "
        "nobody has asked for anything for a while. The plug-ins start it by themselves, one per user.",
        parents=[common_options()],
    )
    parser.add_argument(
        "--idle-minutes",
        metavar="N",
        type=minutes_up_to(_LONGEST_MINUTES),
        default=_IDLE_MINUTES,
        help="leave after so many minutes without a request (default: %(default)g)",
    )


def execute(args: argparse.Namespace, reporter: Reporter) -> int:
    """Run the worker; returns 0 when it has left in good order, or raises SmartSelectError."""
    # Late: the other commands, the doctor above all, must run where ONNX Runtime can't be loaded.
    from smart_select.worker.serving import Options, serve

    options = Options(
        build=__version__,
        place=MeetingPlace.standard(),
        idle_s=args.idle_minutes * 60,
        environment=look_for_environment,
    )

    def ready(contact: Contact) -> None:
        reporter.step(f"Waiting for plug-ins as process {contact.process}; Ctrl+C ends it")

    serve(options, ready=ready)
    reporter.done("the worker has left.", {"left": True})
    return 0
