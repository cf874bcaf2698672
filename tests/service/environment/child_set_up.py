"""A set-up in a process of its own, to be killed: prints a line for every step that begins."""

import os
import sys
from pathlib import Path

from smart_select_plugin.environment import Places, SetupRequest, Step, StepState, set_up


def main() -> None:
    """Run it with the home, the wheels, the bundle and the lock of the command line."""
    home, wheels, bundle, lock = (Path(argument) for argument in sys.argv[1:])
    told: set[str] = set()

    def report(steps: tuple[Step, ...]) -> None:
        for step in steps:
            if step.state is StepState.RUNNING and step.name not in told:
                told.add(step.name)
                print(step.name, "running", flush=True)

    set_up(
        SetupRequest(wheels, bundle, Path(sys.executable), lock),
        report=report,
        places=Places(home / "data" / "environment", home / "log"),
        variables={"PATH": os.defpath},
    )


if __name__ == "__main__":
    main()
