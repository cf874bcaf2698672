"""The entry point: `smart-select COMMAND …`. Exit codes: 0 done, 1 said why, 2 bad arguments."""

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from smart_select.cli.output import SAID_WHY, Reporter, leave_streams, prepare_streams
from smart_select.cli.side_by_side import at_work
from smart_select.errors import SmartSelectError
from smart_select.photo.files import drop_unfinished

if TYPE_CHECKING:
    from smart_select.cli.backend import Backend

STOPPED = "Stopped, and nothing was written."


def main() -> NoReturn:
    """Run the process's own command, and end the process."""
    code = run()
    if at_work():
        # Python would wait for it, and somebody has pressed Ctrl+C twice.
        drop_unfinished()
        os._exit(code)
    sys.exit(code)


def run(argv: Sequence[str] | None = None, *, backend: "Backend | None" = None) -> int:
    """Run one command of `argv` (default: the process's own) and return its exit code; never raises.

    Results and errors are printed. `backend` stands in for the engine.
    """
    prepare_streams()
    arguments = list(sys.argv[1:] if argv is None else argv)
    reporter = Reporter(as_json="--json" in arguments)
    with _noting_ctrl_c() as pressed:
        try:
            # Imported here: this takes long enough for somebody to press Ctrl+C.
            from smart_select.cli.commands import run_command

            return run_command(arguments, backend, reporter)
        except SmartSelectError as error:
            reporter.failed(type(error).__name__, str(error))
        except (
            ImportError
        ) as error:  # a broken installation; NumPy and ONNX Runtime turn Ctrl+C into this, too
            reason = str(error).strip().partition("\n")[0]
            if pressed:
                reporter.failed("Cancelled", STOPPED)
            else:
                reporter.failed(
                    "Unexpected", f"Smart Select could not be loaded ({reason}); install it again."
                )
        except KeyboardInterrupt:
            reporter.failed("Cancelled", STOPPED)
        except BrokenPipeError:
            pass  # whoever read our output has gone, and needs no more of it
        finally:
            leave_streams()
    return SAID_WHY


@contextmanager
def _noting_ctrl_c() -> Iterator[list[int]]:
    """Give a list that is empty until Ctrl+C was pressed, which is a KeyboardInterrupt all the same."""
    pressed: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        del frame
        pressed.append(number)
        raise KeyboardInterrupt

    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield pressed  # somebody else's affair
        return
    try:
        signal.signal(signal.SIGINT, note)
    except ValueError:  # not in the main thread, where no signal arrives
        yield pressed
        return
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
