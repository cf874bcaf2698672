"""`smart-select install`: the plug-ins put into GIMP and Krita, from a release's folder."""

import argparse
from pathlib import Path
from typing import Final

from smart_select.cli.arguments import common_options
from smart_select.cli.output import writing_to_stdout
from smart_select.errors import SmartSelectError
from smart_select_plugin.installing.options import DESCRIPTION, add_arguments

NAME: Final = "install"


class NotInstalled(SmartSelectError):
    """The installer or the set-up said why it can't go on; `reason` is theirs."""

    def __init__(self, reason: Exception) -> None:
        super().__init__(str(reason))
        self.reason = reason


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        NAME,
        help="put the plug-ins into GIMP and Krita, or take them out",
        description=f"{DESCRIPTION} The packages are looked for in the current folder.",
        parents=[common_options()],
    )
    add_arguments(parser)


def execute(args: argparse.Namespace) -> int:
    """Run the command; returns 0, or 1 when something was left out, or raises SmartSelectError."""
    # Imported here: it brings the standard library's network with it, which no other command should wait for.
    from smart_select_plugin.environment import SetupError
    from smart_select_plugin.installing.command import run
    from smart_select_plugin.installing.errors import InstallError

    # A checkout's own packages, where this is one.
    checkout = Path(__file__).resolve().parents[3]
    folders = [Path.cwd(), checkout / "dist"]
    with writing_to_stdout():
        try:
            return run(args, folders, as_json=args.json)
        except (InstallError, SetupError) as error:
            raise NotInstalled(error) from error
