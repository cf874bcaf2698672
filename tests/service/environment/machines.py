"""Pretended machines: interpreters that report what a test wants, and a set-up on them."""

import json
import sys
import sysconfig
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from service.environment.tiny import Tiny
from smart_select_plugin.environment import Environment, Places, SetupError, SetupRequest, Step, set_up
from smart_select_plugin.environment.bootstrap import FindPythons
from smart_select_plugin.environment.interpreters import Interpreter, probe


def write_python(path: Path, **facts: object) -> Path:
    """Write a program that is this Python, but says of itself what `facts` change."""
    said = {
        "executable": str(path),
        "version": list(sys.version_info[:3]),
        "implementation": "CPython",
        "bits": 64,
        "platform": sysconfig.get_platform(),
        "libc": "glibc",
        "free_threaded": False,
        "venv": True,
        "ensurepip": True,
        "pip": "",
        **facts,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"#!{sys.executable}\n"
        "import os, subprocess, sys\n"
        "words = sys.argv[sys.argv[1:2] == ['-I'] and 4 or 1 :]\n"
        "if words[:1] == ['-c'] and 'ensurepip' in words[1]:\n"
        f"    print({json.dumps(json.dumps(said))})\n"
        f"elif words[:2] == ['-m', 'venv'] and not {said['venv']!r}:\n"
        "    sys.exit('No module named venv')\n"
        "else:\n"
        f"    os.execv({sys.executable!r}, [{sys.executable!r}, *sys.argv[1:]])\n",
        encoding="utf-8",
    )
    path.chmod(0o755)
    return path


def write_uv(folder: Path) -> Path:
    """Write `fake_uv` as the program uv."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "uv"
    source = Path(__file__).with_name("fake_uv.py").read_text(encoding="utf-8")
    program.write_text(f"#!{sys.executable}\n{source}", encoding="utf-8")
    program.chmod(0o755)
    return program


def only(*paths: Path) -> FindPythons:
    """Return a search that finds these interpreters and no other."""

    def find(environment: Mapping[str, str]) -> list[Interpreter]:
        found = [probe(path, environment) for path in paths]
        return [interpreter for interpreter in found if interpreter is not None]

    return find


def is_one_sentence(error: SetupError) -> bool:
    """Tell whether an error is fit for a person who has never heard of Python."""
    text = str(error)
    return text.endswith((".", ").")) and "\n" not in text and "Traceback" not in text


@dataclass
class Machine:
    """A user's machine: folders, interpreters, and what was reported."""

    home: Path
    tiny: Tiny
    find_pythons: FindPythons
    variables: dict[str, str]
    reports: list[tuple[Step, ...]] = field(default_factory=list)

    @property
    def places(self) -> Places:
        """Where the environment goes."""
        return Places(self.home / "data" / "environment", self.home / "log")

    def set_up(
        self,
        *,
        bundle: Path | None = None,
        wheels: Path | None = None,
        interpreter: Path | None = None,
        indexes: Sequence[str] = (),
        without_bundle: bool = False,
        stopped: Callable[[], bool] = lambda: False,
        **seams: Any,  # noqa: ANN401 - passed on
    ) -> Environment:
        """Run the set-up with the tiny engine, by default from the tiny bundle."""
        request = SetupRequest(
            wheels or self.tiny.wheels,
            None if without_bundle else bundle or self.tiny.bundle,
            interpreter,
            self.tiny.lock,
            tuple(indexes),
            self.tiny.tools_lock,
            self.tiny.index_file,
        )
        return set_up(
            request,
            report=self.reports.append,
            stopped=stopped,
            places=self.places,
            variables=self.variables,
            **{"find_pythons": self.find_pythons, **seams},
        )

    @property
    def states(self) -> dict[str, str]:
        """How each step stood at last."""
        return {step.name: step.state.value for step in self.reports[-1]}
