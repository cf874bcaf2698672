"""The entry point: `smart-select COMMAND …`. Exit codes: 0 done, 1 said why, 2 bad arguments."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from smart_select.cli.output import SAID_WHY, Reporter, leave_streams, prepare_streams
from smart_select.errors import SmartSelectError

if TYPE_CHECKING:
    from smart_select.cli.backend import Backend


def run(argv: Sequence[str] | None = None, *, backend: "Backend | None" = None) -> int:
    """Run one command of `argv` (default: the process's own) and return its exit code; never raises.

    Results and errors are printed. `backend` stands in for the engine.
    """
    prepare_streams()
    arguments = list(sys.argv[1:] if argv is None else argv)
    reporter = Reporter(as_json="--json" in arguments)
    try:
        # Imported here: this takes long enough for somebody to press Ctrl+C.
        from smart_select.cli.commands import run_command

        return run_command(arguments, backend, reporter)
    except SmartSelectError as error:
        reporter.failed(type(error).__name__, str(error))
    except ImportError as error:  # a broken installation; NumPy and ONNX Runtime also turn Ctrl+C into this
        reason = str(error).strip().partition("\n")[0]
        reporter.failed(
            "Unexpected",
            f"Smart Select could not be loaded ({reason}); unless you stopped it, install it again.",
        )
    except KeyboardInterrupt:
        reporter.failed("Cancelled", "Stopped, and nothing was written.")
    except BrokenPipeError:
        pass  # whoever read our output has gone, and needs no more of it
    finally:
        leave_streams()
    return SAID_WHY
