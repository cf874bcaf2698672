"""A set-up in a process of its own, to be killed: says when it comes to a step, and waits there.

`child_set_up.py HOME WHEELS BUNDLE LOCK PATH STEP`: PATH has uv on it, STEP may be one that never comes.
"""

import sys
import time
from pathlib import Path

from smart_select_plugin.ending import end_as_by_ctrl_c
from smart_select_plugin.environment import Places, SetupRequest, Step, StepState, set_up


def main() -> None:
    """Run it."""
    home, wheels, bundle, lock = (Path(argument) for argument in sys.argv[1:5])
    search, waited_for = sys.argv[5:]

    def report(steps: tuple[Step, ...]) -> None:
        if any(step.name == waited_for and step.state is StepState.RUNNING for step in steps):
            print("there", flush=True)
            time.sleep(600)

    end_as_by_ctrl_c()
    set_up(
        SetupRequest(wheels, bundle, Path(sys.executable), lock),
        report=report,
        places=Places(home / "data" / "environment", home / "log"),
        variables={"PATH": search},
    )


if __name__ == "__main__":
    main()
