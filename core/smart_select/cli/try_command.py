"""`smart-select try`: a page on this computer to try it in, without an editor."""

import argparse
import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Final

from smart_select.cli.arguments import DEFAULT_MODEL, DEFAULT_PROVIDER, common_options
from smart_select.cli.backend import Backend
from smart_select.cli.measures import minutes_up_to
from smart_select.cli.output import Reporter
from smart_select.trying.presence import IDLE_S

if TYPE_CHECKING:
    from smart_select.trying.serving import PageServer

NAME: Final = "try"

_LONGEST_MINUTES: Final = 24 * 60

_log = logging.getLogger(__name__)


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        NAME,
        help="try it in the browser, without an editor",
        description="Open a page in the browser: drop a photo, click on a thing, save its mask or the thing "
        "itself. Everything stays on this computer; nobody else on it can open the page. It ends when the "
        "page is closed, or by Ctrl+C.",
        parents=[common_options()],
    )
    parser.add_argument(
        "--model",
        metavar="ID",
        default=DEFAULT_MODEL,
        help='a model of "smart-select models list", or a folder with an ONNX pair (default: %(default)s)',
    )
    parser.add_argument(
        "--provider",
        metavar="NAME",
        default=DEFAULT_PROVIDER,
        help="a GPU provider of ONNX Runtime to try; the CPU stays in use when it fails (default: cpu)",
    )
    parser.add_argument(
        "--no-browser", action="store_true", help="only print the page's address, and open no browser"
    )
    parser.add_argument(
        "--idle-minutes",
        metavar="N",
        type=minutes_up_to(_LONGEST_MINUTES),
        default=IDLE_S / 60,
        help="end after so many minutes without a click (default: %(default)g)",
    )


def execute(args: argparse.Namespace, backend: Backend, reporter: Reporter) -> int:
    """Run the page until it is closed; returns 0 or raises SmartSelectError."""
    # Imported here: it brings the standard library's web server, which no other command should wait for.
    from smart_select.trying.serving import PageServer

    reporter.step("Opening the model")
    engine = backend.load(args.model, args.provider)
    server = PageServer(engine, backend.select_subject, model=args.model, idle_s=args.idle_minutes * 60)
    try:
        with _heeding_signals(server):
            reporter.text(
                f"Smart Select is open at {server.gate.address}\n"
                "Everything stays on this computer. Close the page or press Ctrl+C to end.",
                {"address": server.gate.address},
            )
            if not args.no_browser:
                _open_browser(server.gate.opening_address)
            reason = server.run()
    finally:
        server.close()
    _log.info("%s", reason)
    if not args.json:
        reporter.done(reason, {})
    return 0


def _open_browser(address: str) -> None:
    """Show the page in the user's browser, if there is a screen; the address is printed in any case."""
    has_screen = sys.platform in ("win32", "darwin") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    )
    if not has_screen:
        return  # Python would start a browser for text, inside this terminal
    import webbrowser

    # Some browsers return only when they are closed.
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


@contextmanager
def _heeding_signals(server: "PageServer") -> Iterator[None]:
    """End in good order, and tell open pages, when somebody stops the program."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def leave(_number: int, _frame: FrameType | None) -> None:
        server.leave("Smart Select was stopped.")

    before = {number: signal.signal(number, leave) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
