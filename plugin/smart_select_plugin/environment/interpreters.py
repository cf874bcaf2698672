"""Which Python interpreters are on this computer, and what each of them can do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterator, Mapping, Tuple

from smart_select_plugin.environment.programs import programs_on_path
from smart_select_plugin.environment.running import ISOLATED
from smart_select_plugin.translation import _

Version = Tuple[int, int]

PREFERRED: tuple[Version, ...] = ((3, 13), (3, 12), (3, 11), (3, 14))
"""The Pythons that every locked package has wheels for; the best tried first."""

_PROBE_TIMEOUT_S = 20

_PROBE = """
import json, os, platform, sys, sysconfig
def has(name, attribute):
    try:
        return bool(getattr(__import__(name), attribute))
    except Exception:
        return False
pip = ""
try:
    import pip as module
    pip = module.__version__
except Exception:
    pass
print(json.dumps({
    "executable": sys.executable,
    "version": list(sys.version_info[:3]),
    "implementation": platform.python_implementation(),
    "bits": 64 if sys.maxsize > 2 ** 32 else 32,
    "platform": sysconfig.get_platform(),
    "libc": platform.libc_ver()[0] if sys.platform.startswith("linux") else "",
    "free_threaded": bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
    "venv": has("venv", "EnvBuilder"),
    "ensurepip": has("ensurepip", "version"),
    "pip": pip,
}))
"""


@dataclass(frozen=True)
class Interpreter:
    """A Python that answered."""

    path: Path
    version: tuple[int, int, int]
    platform: str
    has_venv: bool = True
    has_ensurepip: bool = True
    pip_version: tuple[int, int] = (0, 0)
    unsuitable: str = ""
    """Why the engine can't run on it, to follow "…: "; empty when it can."""

    @property
    def name(self) -> str:
        """Return "Python 3.12.1"."""
        return "Python " + ".".join(map(str, self.version))


FindPythons = Callable[[Mapping[str, str]], "list[Interpreter]"]


def probe(path: Path, environment: Mapping[str, str]) -> Interpreter | None:
    """Ask the program at `path` what it is; None where it is no Python or does not answer.

    It is asked in its own folder, because the host's current one may be full of a stranger's modules.
    """
    program = Path(path).absolute()
    try:
        answer = subprocess.run(
            [str(program), *ISOLATED, "-c", _PROBE],
            env=dict(environment),
            cwd=program.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_PROBE_TIMEOUT_S,
            check=True,
        ).stdout
        facts = json.loads(answer)
        major, minor, patch = (int(part) for part in facts["version"])
        return Interpreter(
            # Not the name it was found by, which may be a switch between versions.
            path=Path(facts["executable"] or program),
            version=(major, minor, patch),
            platform=str(facts["platform"]),
            has_venv=bool(facts["venv"]),
            has_ensurepip=bool(facts["ensurepip"]),
            pip_version=_two_numbers(str(facts["pip"])),
            unsuitable=_unsuitable(facts, (major, minor)),
        )
    except (OSError, subprocess.SubprocessError, ValueError, KeyError, TypeError):
        return None


def find_interpreters(environment: Mapping[str, str]) -> list[Interpreter]:
    """Return every Python found here, the most suitable first; each real program once."""
    # The ones that do not answer as well: each may take its time over it, and has many names.
    asked: dict[str, Interpreter | None] = {}
    for path in _candidates(environment):
        real = os.path.realpath(path)
        if real not in asked:
            asked[real] = probe(path, environment)
    return sorted((python for python in asked.values() if python is not None), key=_rank)


def _rank(interpreter: Interpreter) -> tuple[bool, bool, int]:
    version = interpreter.version[:2]
    place = PREFERRED.index(version) if version in PREFERRED else len(PREFERRED)
    complete = interpreter.has_venv and interpreter.has_ensurepip
    return bool(interpreter.unsuitable), not complete, place


def _unsuitable(facts: Mapping[str, object], version: Version) -> str:
    if facts["implementation"] != "CPython":
        return _("it is {implementation}", implementation=facts["implementation"])
    if version not in PREFERRED:
        return _("it is Python {version}", version=f"{version[0]}.{version[1]}")
    if facts["free_threaded"]:
        return _("it is built without the global lock")
    if facts["bits"] != 64:
        return _("it is a 32-bit program")
    if str(facts["platform"]).startswith(("mingw", "msys", "cygwin")):
        return _("it comes with another program and takes no packages")
    if str(facts["platform"]).startswith("macosx") and str(facts["platform"]).endswith("x86_64"):
        return _("it is for Intel processors, which ONNX Runtime no longer has packages for on a Mac")
    if str(facts["platform"]).startswith("linux") and facts["libc"] != "glibc":
        return _("its system library is not glibc")
    return ""


def _two_numbers(text: str) -> tuple[int, int]:
    parts = text.split(".")[:2]
    return (int(parts[0]), int(parts[1])) if len(parts) == 2 and all(map(str.isdigit, parts)) else (0, 0)


def _candidates(environment: Mapping[str, str]) -> Iterator[Path]:
    # In GIMP this is a Python; in Krita it is Krita.
    if Path(sys.executable or "").name.lower().startswith("python"):
        yield Path(sys.executable)
    names = [f"python{major}.{minor}" for major, minor in PREFERRED] + ["python3", "python"]
    for folder in environment.get("PATH", "").split(os.pathsep):
        for name in names:
            for path in programs_on_path(name, folder):
                if not _opens_a_window(str(path)):
                    yield path
    yield from _usual_places(environment)


def _opens_a_window(path: str) -> bool:
    """Tell the stand-ins that ask the user to install something instead of being a Python."""
    if sys.platform == "win32":
        return "\\windowsapps\\" in path.lower() and Path(path).stat().st_size == 0
    if sys.platform == "darwin" and path == "/usr/bin/python3":
        return not Path("/Library/Developer/CommandLineTools/usr/bin/python3").exists()
    return False


def _usual_places(environment: Mapping[str, str]) -> Iterator[Path]:
    """Yield what a program started from the desktop may not have on its PATH."""
    if sys.platform == "win32":
        roots = [environment.get("LOCALAPPDATA", ""), environment.get("PROGRAMFILES", "")]
        for major, minor in PREFERRED:
            name = f"Python{major}{minor}"
            yield from (
                Path(root) / folder / "python.exe"
                for root in roots
                if root
                for folder in (f"Programs/Python/{name}", name)
            )
        return
    folders = [Path("/usr/bin"), Path("/usr/local/bin")]
    if sys.platform == "darwin":
        folders = [Path("/opt/homebrew/bin"), Path("/usr/local/bin")]
    for major, minor in PREFERRED:
        framework = Path(f"/Library/Frameworks/Python.framework/Versions/{major}.{minor}/bin")
        for folder in [*folders, framework]:
            path = folder / f"python{major}.{minor}"
            if path.exists():
                yield path
