"""A GIMP profile in a test host, and scenarios run in GIMP there."""

import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import skimage

from real_hosts.roots import ENGINE_PYTHON, INSIDE, REPOSITORY, Root

sys.path.insert(0, str(REPOSITORY / "packaging" / "gimp"))
from lay_out import lay_out

PHOTOS = ("astronaut.png", "chelsea.png", "coffee.png")
_CONSOLE = ["gimp-console", "-i", "-d", "--batch-interpreter=python-fu-eval"]


@dataclass(frozen=True)
class GimpSession:
    """One user of GIMP in one host."""

    root: Root
    home: Path

    @property
    def profile(self) -> Path:
        """GIMP's own folder."""
        return self.home / "gimp"

    @property
    def variables(self) -> dict[str, str]:
        """What GIMP is started with."""
        return {
            "GIMP3_DIRECTORY": str(self.profile),
            "SMART_SELECT_HOME": str(self.home / "smart-select"),
            "SMART_SELECT_PYTHON": str(ENGINE_PYTHON),
            "PYTHONPATH": str(INSIDE / "tests" / "gimp" / "inside"),
        }

    def run(
        self,
        scenario: str,
        timeout_s: float = 1200,
        variables: Mapping[str, str] | None = None,
        binds: Sequence[Path] = (),
    ) -> Any:
        """Run a scenario in GIMP without a screen and return its report."""
        name = str(INSIDE / "tests" / "gimp" / "inside" / f"{scenario}.py")
        code = f"exec(compile(open({name!r}).read(), {name!r}, 'exec'), {{'__name__': 'scenario'}})"
        return self._report_of(scenario, [*_CONSOLE, "-b", code, "--quit"], timeout_s, variables, binds)

    def use(
        self,
        scenario: str,
        timeout_s: float = 1800,
        variables: Mapping[str, str] | None = None,
        binds: Sequence[Path] = (),
    ) -> Any:
        """Run a scenario that uses GIMP as a person does, on a screen, and return its report."""
        script = INSIDE / "tests" / "gimp" / "inside" / f"{scenario}.py"
        return self._report_of(scenario, ["python3", str(script)], timeout_s, variables, binds)

    def _report_of(
        self,
        scenario: str,
        command: Sequence[str],
        timeout_s: float,
        variables: Mapping[str, str] | None,
        binds: Sequence[Path],
    ) -> Any:
        done = self.root.run(
            command,
            home=self.home,
            binds=binds,
            variables={**self.variables, **(variables or {})},
            timeout_s=timeout_s,
        )
        report = self.home / "out" / f"{scenario}.json"
        assert report.exists(), f"{done.stdout[-3000:]}\n{done.stderr[-6000:]}"
        return json.loads(report.read_text())

    def kept(self, name: str) -> bytes:
        """Return bytes that a scenario has left."""
        return (self.home / "out" / name).read_bytes()


def new_session(root: Root, home: Path) -> GimpSession:
    """Make a home with the plug-in and photographs in it, and a plug-in that does nothing."""
    session = GimpSession(root, home)
    plug_ins = session.profile / "plug-ins"
    plug_ins.mkdir(parents=True)
    lay_out(plug_ins)
    empty = plug_ins / "empty-call" / "empty-call.py"
    empty.parent.mkdir()
    shutil.copy(REPOSITORY / "tests" / "gimp" / "inside" / "empty_call.py", empty)
    empty.chmod(0o755)
    put_photos(home)
    return session


def put_photos(home: Path) -> None:
    """Put photographs into a home."""
    photos = home / "photos"
    photos.mkdir()
    for name in PHOTOS:
        shutil.copy(Path(skimage.__file__).parent / "data" / name, photos)
