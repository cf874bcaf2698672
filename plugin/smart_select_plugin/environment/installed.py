"""The environment in use: found without starting a process, tried by starting one.

Each environment is made at the path where it stays, because a virtual environment can't be moved, and has a
file `incomplete` in it until it is done. `current.json` names the one in use and is replaced in one rename,
so there is at every moment the old one or the new one.
"""

from __future__ import annotations

import json
import os
import re
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Collection

from smart_select_plugin.environment.places import Places

if TYPE_CHECKING:  # every click of a host looks for the environment, and few make one
    from smart_select_plugin.environment.recipe import Recipe
    from smart_select_plugin.environment.running import Outcome, Runner

INCOMPLETE = "incomplete"

_NAME = re.compile(r"env-[0-9A-Za-z.+!]+-[0-9a-f]{8}-[0-9]+")

_NOT_STARTED = 126
"""What shells end with when a program is there and can't be run."""

_TRIAL = """
import numpy, smart_select as ss
photo = numpy.full((64, 96, 3), 90, numpy.uint8)
photo[16:48, 32:64] = (200, 60, 40)
engine = ss.load("embedded")
engine.predict(engine.encode(photo), ss.Prompt(points=[(48, 32, 1)])).best.logits
print("smart-select", ss.__version__)
"""


@dataclass(frozen=True)
class Environment:
    """A finished environment."""

    folder: Path
    version: str
    digest: str
    """What it was made from; see `Recipe.digest`."""

    size_bytes: int
    took_s: float
    made_with: str

    @property
    def python(self) -> Path:
        """Return its interpreter: `python -m smart_select …` is the engine."""
        return environment_python(self.folder)


def environment_python(folder: Path) -> Path:
    """Return where the interpreter of an environment is."""
    return folder / "Scripts" / "python.exe" if sys.platform == "win32" else folder / "bin" / "python"


def find_environment(places: Places) -> Environment | None:
    """Return the environment in use, or None when there is none that could run; starts nothing."""
    try:
        record = json.loads(places.pointer.read_text(encoding="utf-8"))
        if not _NAME.fullmatch(record["folder"]):
            return None
        found = Environment(
            folder=places.root / record["folder"],
            version=str(record["version"]),
            digest=str(record["digest"]),
            size_bytes=int(record["size_bytes"]),
            took_s=float(record["took_s"]),
            made_with=str(record["made_with"]),
        )
        # A Python that the system has updated away leaves a link to nothing.
        whole = found.python.exists() and not is_incomplete(found.folder)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if whole else None


def try_click(folder: Path, runner: Runner) -> Outcome:
    """Run the engine of the environment in `folder` for one click.

    An interpreter that can't even be started (made for another processor, or not to be run any more since it
    was copied here) is a click that failed, as any other.
    """
    from smart_select_plugin.environment.running import ISOLATED, Outcome

    try:
        return runner.run([environment_python(folder), *ISOLATED, "-c", _TRIAL])
    except OSError as error:
        return Outcome(_NOT_STARTED, str(error))


def begin_environment(places: Places, recipe: Recipe, taken: Collection[str] = ()) -> Path:
    """Return a new folder for an environment, marked as incomplete; its name is none of `taken`."""
    number = 0
    while True:
        number += 1
        folder = places.root / f"env-{recipe.version}-{recipe.digest[:8]}-{number}"
        if folder.name in taken:
            continue
        try:
            folder.mkdir(parents=True)
        except FileExistsError:  # the one in use, or one that can't be removed
            continue
        (folder / INCOMPLETE).write_text("The set-up of this environment has not ended.\n", encoding="utf-8")
        return folder


def switch_to(environment: Environment, places: Places) -> None:
    """Make a finished environment the one in use, in one rename."""
    record = {**asdict(environment), "folder": environment.folder.name}
    part = places.pointer.with_name(places.pointer.name + ".part")
    with part.open("w", encoding="utf-8") as file:
        json.dump(record, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    (environment.folder / INCOMPLETE).unlink()
    part.replace(places.pointer)


def leftovers(places: Places) -> list[Path]:
    """Return every environment but the one in use: earlier ones, and what killed set-ups left."""
    current = find_environment(places)
    try:
        folders = [path for path in sorted(places.root.iterdir()) if is_environment(path)]
    except OSError:
        return []
    return [folder for folder in folders if current is None or folder != current.folder]


def is_environment(path: Path) -> bool:
    """Tell the folder of an environment, finished or not, by its name."""
    return _NAME.fullmatch(path.name) is not None


def is_incomplete(folder: Path) -> bool:
    """Tell whether an environment was never finished, so that nothing can run from it."""
    return (folder / INCOMPLETE).exists()
