"""A Krita profile in a test host, and scenarios run in Krita there."""

import json
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import skimage

from real_hosts.roots import ENGINE_PYTHON, INSIDE, REPOSITORY, Root

sys.path.insert(0, str(REPOSITORY / "packaging" / "krita"))
from krita_zip import build_zip

_HERE = INSIDE / "tests" / "krita" / "inside"
_ENTRY = """[Desktop Entry]
Type=Service
ServiceTypes=Krita/PythonPlugin
X-KDE-Library=smart_select_scenario
X-Python-2-Compatible=false
Name=Smart Select scenario
"""
_KRITARC = """[python]
enable_smart_select_krita=true
enable_smart_select_scenario=true
"""


@dataclass(frozen=True)
class KritaSession:
    """One user of Krita in one host; the plug-in was brought in by Krita's own importer."""

    root: Root
    home: Path

    @property
    def resources(self) -> Path:
        """Krita's own folder."""
        return self.home / ".local" / "share" / "krita"

    def run(
        self,
        scenario: str,
        *,
        renderer: str = "",
        theme: str = "",
        screen: tuple[int, int] = (1400, 1000),
        photo: str = "chelsea.png",
        variables: Mapping[str, str] | None = None,
        timeout_s: float = 1000,
    ) -> Any:
        """Run a scenario on a photograph in Krita and return its report; screenshots lie in `home`/out.

        `renderer` is OpenGL's in kritadisplayrc, "none" for a canvas without it, "" for Krita's own choice.
        `theme` is one of Krita's colour schemes, `photo` one of scikit-image's.
        """
        out = self.home / "out"
        out.mkdir(exist_ok=True)
        report = out / f"{scenario}.json"
        report.unlink(missing_ok=True)
        self._choose_renderer(renderer)
        choice = f"[theme]\nTheme={theme}\n" if theme else ""
        (self.home / ".config" / "kritarc").write_text(_KRITARC + choice)
        picture = self.home / photo
        shutil.copy(Path(skimage.__file__).parent / "data" / photo, picture)
        done = self.root.run(
            [
                "xvfb-run",
                "-a",
                "-s",
                "-screen 0 {}x{}x24".format(*screen),
                "sh",
                str(_HERE / "run_krita.sh"),
                str(picture),
            ],
            home=self.home,
            variables={
                "SMART_SELECT_HOME": str(self.home / "smart-select"),
                "SMART_SELECT_PYTHON": str(ENGINE_PYTHON),
                "SMART_SELECT_SCENARIO": scenario,
                "SMART_SELECT_OUT": str(out),
                "PYTHONPATH": str(_HERE),
                "PYTHONDONTWRITEBYTECODE": "1",
                "PYTHONFAULTHANDLER": "1",
                "LIBGL_ALWAYS_SOFTWARE": "1",
                **(variables or {}),
            },
            timeout_s=timeout_s,
        )
        ended = f"Krita ended with {done.returncode}"
        assert report.exists(), f"{ended}\n{done.stdout[-3000:]}\n{done.stderr[-6000:]}"
        seen = json.loads(report.read_text())
        assert "waited in vain" not in seen, seen
        return seen

    def _choose_renderer(self, renderer: str) -> None:
        settings = self.home / ".config" / "kritadisplayrc"
        settings.unlink(missing_ok=True)
        if renderer:
            enabled = "false" if renderer == "none" else "true"
            settings.write_text(f"OpenGLRenderer={renderer}\nuseOpenGL={enabled}\n")


def new_session(root: Root, home: Path) -> KritaSession:
    """Make a home, have Krita's importer install the zip, and put a plug-in beside it that runs scenarios."""
    session = KritaSession(root, home)
    plug_ins = session.resources / "pykrita"
    plug_ins.mkdir(parents=True)
    archive = build_zip(home)
    command = ["python3", str(_HERE / "import_zip.py"), str(archive), str(session.resources)]
    done = root.run(command, home=home)
    assert done.returncode == 0, done.stderr
    (plug_ins / "smart_select_scenario.desktop").write_text(_ENTRY)
    (plug_ins / "smart_select_scenario").mkdir()
    (plug_ins / "smart_select_scenario" / "__init__.py").write_text("import scenario_runner  # noqa: F401\n")
    (home / ".config").mkdir(exist_ok=True)
    return session
