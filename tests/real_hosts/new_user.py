"""A new user of a test host: a home of their own, the distribution's GIMP and Krita, and none of our code."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import skimage

from real_hosts.roots import INSIDE, Root

_PAINTER = 4242
_BEGIN = str(INSIDE / "tests/real_hosts/inside/as_new_user.sh")
_SCREEN = "-screen 0 1400x1000x24"
_SCENARIO_ENTRY = """[Desktop Entry]
Type=Service
ServiceTypes=Krita/PythonPlugin
X-KDE-Library=smart_select_scenario
X-Python-2-Compatible=false
Name=Somebody else's plug-in
"""


@dataclass(frozen=True)
class NewUser:
    """The user; `home` outlives every program, everything else in the host is forgotten."""

    root: Root
    home: Path

    def run(
        self,
        command: Sequence[str],
        *,
        see: Sequence[Path] = (),
        offline: bool = True,
        variables: Mapping[str, str] | None = None,
        timeout_s: float = 400,
    ) -> "subprocess.CompletedProcess[str]":
        """Run a command as the user, who sees the folders `see` besides the home."""
        self.own_home()
        return self.root.run(
            [_BEGIN, *command],
            home=self.home,
            binds=see,
            offline=offline,
            timeout_s=timeout_s,
            variables={"PYTHONPATH": "/scenarios", "PYTHONDONTWRITEBYTECODE": "1", **(variables or {})},
        )

    def install(
        self, release: Path, *options: str, offline: bool = True
    ) -> "subprocess.CompletedProcess[str]":
        """Run the installer of a release's folder."""
        command = ["env", "-u", "PYTHONPATH", "python3", str(release / "install.py"), *options]
        return self.run(command, see=[release], offline=offline)

    def select_in_gimp(self) -> Any:
        """Make a selection in real GIMP and return the scenario's report."""
        photos = self.home / "photos"
        photos.mkdir(exist_ok=True)
        shutil.copy(Path(skimage.__file__).parent / "data" / "astronaut.png", photos)
        code = "exec(compile(open('/scenarios/first_selection.py').read(), 'scenario', 'exec'))"
        console = ["gimp-console", "-i", "-d", "--batch-interpreter=python-fu-eval"]
        done = self.run([*console, "-b", code, "--quit"])
        return self._report("first_selection", done)

    def click_in_krita(self) -> Any:
        """Click on the canvas of real Krita and return the scenario's report."""
        self._bring_scenario()
        photo = self.home / "photos" / "chelsea.png"
        photo.parent.mkdir(exist_ok=True)
        shutil.copy(Path(skimage.__file__).parent / "data" / "chelsea.png", photo)
        (self.home / "out").mkdir(exist_ok=True)
        done = self.run(
            [
                "xvfb-run",
                "-a",
                "-s",
                _SCREEN,
                "sh",
                "-c",
                'openbox & exec krita --nosplash "$1"',
                "sh",
                str(photo),
            ],
            variables={
                "SMART_SELECT_SCENARIO": "first_click",
                "SMART_SELECT_OUT": str(self.home / "out"),
                "LIBGL_ALWAYS_SOFTWARE": "1",
            },
            timeout_s=900,  # a first start of Krita makes its database
        )
        return self._report("first_click", done)

    def files(self) -> dict[str, tuple[int, int]]:
        """Return every file and link below the home, with size and date."""
        found = {}
        for folder, _, names in os.walk(self.home):
            for name in names:
                path = Path(folder) / name
                status = path.lstat()
                found[path.relative_to(self.home).as_posix()] = (status.st_size, status.st_mtime_ns)
        return found

    def own_home(self) -> None:
        """Give the user what a test has put into the home."""
        for folder, _, names in os.walk(self.home):
            for path in (Path(folder), *(Path(folder) / name for name in names)):
                os.chown(path, _PAINTER, _PAINTER, follow_symlinks=False)

    def _bring_scenario(self) -> None:
        """Add the plug-in that runs scenarios to Krita, as a user adds somebody else's."""
        (ours,) = self.home.rglob("pykrita/smart_select_krita.desktop")
        plug_ins = ours.parent
        module = plug_ins / "smart_select_scenario"
        if module.exists():
            return
        module.mkdir()
        (plug_ins / "smart_select_scenario.desktop").write_text(_SCENARIO_ENTRY)
        (module / "__init__.py").write_text("import scenario_runner  # noqa: F401\n")
        settings = self.home / ".config" / "kritarc"
        text = settings.read_text()
        assert "[python]\n" in text
        settings.write_text(text.replace("[python]\n", "[python]\nenable_smart_select_scenario=true\n"))

    def _report(self, scenario: str, done: "subprocess.CompletedProcess[str]") -> Any:
        report = self.home / "out" / f"{scenario}.json"
        assert report.exists(), f"{done.stdout[-3000:]}\n{done.stderr[-6000:]}"
        result = json.loads(report.read_text())
        report.unlink()
        return result


def new_user(root: Root, home: Path) -> NewUser:
    """Make an empty home for a new user."""
    home.mkdir()
    os.chown(home, _PAINTER, _PAINTER)
    return NewUser(root, home)
