"""The parser of all commands, and how one of them is run."""

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from smart_select import __version__
from smart_select.cli import (
    compose_commands,
    doctor_command,
    install_command,
    models_command,
    select_command,
    try_command,
    worker_command,
)
from smart_select.cli.arguments import ArgumentsInvalid, Parser, join_coordinates
from smart_select.cli.backend import ENGINE, Backend
from smart_select.cli.logs import logging_to_file
from smart_select.cli.output import BAD_ARGUMENTS, DONE, SAID_WHY, Reporter, writing_to_stdout
from smart_select.errors import SmartSelectError
from smart_select.paths import log_dir

_EPILOG: Final = """try:
  smart-select select cat.jpg --point 210,140 -o mask.png
  smart-select cutout cat.jpg -o cat.png

"smart-select COMMAND --help" tells more. Exit codes: 0 done, 1 something went wrong, 2 bad arguments.
"""

_log = logging.getLogger("smart_select.cli")


def run_command(arguments: Sequence[str], backend: Backend | None, reporter: Reporter) -> int:
    """Run one command and return its exit code.

    Errors are told; whatever nobody expected is logged with its traceback and told in one sentence. Raises
    KeyboardInterrupt, BrokenPipeError, and StorageUnavailable where there is no place to log to.
    """
    parser = build_parser()
    if not arguments:
        parser.print_help(sys.stderr)
        return BAD_ARGUMENTS
    try:
        args = parser.parse_args(join_coordinates(arguments))
        # A file of the worker's own: it lives long, and rotating a file that another process has open fails.
        log = worker_command.LOG if args.command == worker_command.NAME else "smart-select.log"
        with logging_to_file(args.verbose, log):
            return _run_logged(args, backend or ENGINE, reporter)
    except SystemExit as leaving:  # --help and --version
        with writing_to_stdout():
            sys.stdout.flush()
        return DONE if not leaving.code else BAD_ARGUMENTS
    except ArgumentsInvalid as error:
        reporter.failed("ArgumentsInvalid", str(error), prefix=error.command)
        return BAD_ARGUMENTS


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser: argparse.ArgumentParser = Parser(
        prog="smart-select",
        description="Click a thing in a photo and it is selected. All is computed on this machine.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"smart-select {__version__}",
        help="show the version and leave",
    )
    parser.add_argument(
        "-v", "--verbose", action="count", default=0, help="show the log as well (-vv: all of it)"
    )
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands", required=True)
    select_command.register(subparsers)
    compose_commands.register(subparsers)
    models_command.register(subparsers)
    doctor_command.register(subparsers)
    install_command.register(subparsers)
    worker_command.register(subparsers)
    try_command.register(subparsers)
    return parser


def _run_logged(args: argparse.Namespace, backend: Backend, reporter: Reporter) -> int:
    try:
        return _execute(args, backend, reporter)
    except (ArgumentsInvalid, BrokenPipeError):
        raise
    except ImportError:  # a broken installation, which has a sentence of its own
        _log.info("a part could not be loaded", exc_info=True)
        raise
    except SmartSelectError as error:
        _log.info("%s: %s", type(error).__name__, error, exc_info=True)
        reporter.failed(type(error).__name__, str(error))
    except Exception as error:  # the one broad catch: people get a sentence, the log gets the rest
        _log.exception("unexpected")
        if _folder_is_gone():
            reporter.failed("FolderGone", "The current folder was removed; go to another one and try again.")
            return SAID_WHY
        reporter.failed(
            "Unexpected",
            f"Something unexpected went wrong ({type(error).__name__}); the log in {log_dir()} says more, "
            "please report it.",
        )
    return SAID_WHY


def _folder_is_gone() -> bool:
    try:
        Path.cwd()
    except FileNotFoundError:
        return True
    return False


def _execute(args: argparse.Namespace, backend: Backend, reporter: Reporter) -> int:
    if args.command == "select":
        return select_command.execute(args, backend, reporter)
    if args.command in compose_commands.NAMES:
        return compose_commands.execute(args, backend, reporter)
    if args.command == "doctor":
        return doctor_command.execute(args, backend, reporter)
    if args.command == install_command.NAME:
        return install_command.execute(args)
    if args.command == worker_command.NAME:
        return worker_command.execute(args, reporter)
    if args.command == try_command.NAME:
        return try_command.execute(args, backend, reporter)
    return models_command.execute(args)
