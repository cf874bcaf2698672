"""`python -m smart_select_plugin.environment`: the set-up from a terminal, or as a host's child process.

A child process keeps a host's window alive and can be ended at any moment. With --json each line of stdout is
one object: {"steps": […]} at every change, at last {"environment": {…}} or {"error": {"kind", "message"}}.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Sequence, Tuple

from smart_select_plugin.ending import end_as_by_ctrl_c
from smart_select_plugin.environment.bootstrap import SetupRequest, set_up
from smart_select_plugin.environment.errors import SetupCancelled, SetupError
from smart_select_plugin.environment.installed import Environment, find_environment
from smart_select_plugin.environment.places import user_places
from smart_select_plugin.environment.removing import remove_environment
from smart_select_plugin.environment.steps import Step, StepState


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; returns 0, or 1 after saying why not."""
    parser = argparse.ArgumentParser(prog="smart_select_plugin.environment", description=__doc__)
    parser.add_argument("action", choices=("set-up", "find", "remove"))
    parser.add_argument("--wheels", type=Path, default=Path("wheels"), help="folder with the engine's wheel")
    parser.add_argument("--bundle", type=Path, help="offline bundle, a folder or a zip")
    parser.add_argument("--python", type=Path, help="the Python to use")
    parser.add_argument("--index", action="append", default=[], help="package index to fetch uv from")
    parser.add_argument("--json", action="store_true", help="objects instead of text")
    args = parser.parse_args(arguments)
    tell = _TellJson() if args.json else _TellText()
    try:
        end_as_by_ctrl_c()
        if args.action == "remove":
            remove_environment()
            return 0
        if args.action == "find":
            found = find_environment(user_places())
        else:
            request = SetupRequest(args.wheels, args.bundle, args.python, indexes=tuple(args.index))
            found = set_up(request, report=tell.steps)
    except SetupError as error:
        tell.error(error)
        return 1
    except KeyboardInterrupt:
        tell.error(SetupCancelled())
        return 1
    if found is None:
        _say("There is no environment yet.")
        return 1
    tell.environment(found)
    return 0


class _TellText:
    def __init__(self) -> None:
        self._told: dict[str, StepState] = {}

    def steps(self, steps: Tuple[Step, ...]) -> None:
        for step in steps:
            if self._told.get(step.name, StepState.WAITING) is not step.state:
                self._told[step.name] = step.state
                _say(f"{step.label}: {step.state.value}")

    def error(self, error: SetupError) -> None:
        _say(str(error))

    def environment(self, environment: Environment) -> None:
        _result(str(environment.python))


class _TellJson(_TellText):
    def steps(self, steps: Tuple[Step, ...]) -> None:
        _result({"steps": [{**asdict(step), "state": step.state.value} for step in steps]})

    def error(self, error: SetupError) -> None:
        _result({"error": {"kind": type(error).__name__, "message": str(error)}})

    def environment(self, environment: Environment) -> None:
        paths = {"folder": str(environment.folder), "python": str(environment.python)}
        _result({"environment": {**asdict(environment), **paths}})


def _result(record: str | dict[str, object]) -> None:
    sys.stdout.write((record if isinstance(record, str) else json.dumps(record)) + "\n")
    sys.stdout.flush()


def _say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
