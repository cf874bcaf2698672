"""Programs that call themselves Python are asked, and judged by their answer."""

import os
import sys
from pathlib import Path

import pytest

from service.environment.machines import write_python
from smart_select_plugin.environment.interpreters import find_interpreters, probe
from smart_select_plugin.environment.programs import programs_on_path

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the pretended interpreters are scripts")


def test_this_python_answers() -> None:
    found = probe(Path(sys.executable), dict(os.environ))
    assert found is not None
    assert found.version == sys.version_info[:3]
    assert found.unsuitable == ""


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"version": [3, 9, 18]}, "it is Python 3.9"),
        ({"version": [3, 15, 0]}, "it is Python 3.15"),
        ({"implementation": "PyPy"}, "it is PyPy"),
        ({"free_threaded": True}, "it is built without the global lock"),
        ({"bits": 32}, "it is a 32-bit program"),
        ({"platform": "mingw_x86_64_ucrt_llvm"}, "it comes with another program and takes no packages"),
        ({"platform": "linux-x86_64", "libc": ""}, "its system library is not glibc"),
    ],
)
def test_why_one_is_not_suitable(tmp_path: Path, facts: dict[str, object], why: str) -> None:
    found = probe(write_python(tmp_path / "python", **facts), {})
    assert found is not None
    assert found.unsuitable == why


@pytest.mark.parametrize("says", ["", "no JSON", "[]", '{"version": "3"}'])
def test_what_gives_no_proper_answer_is_no_python(tmp_path: Path, says: str) -> None:
    program = tmp_path / "python3"
    program.write_text(f"#!/bin/sh\necho '{says}'\n")
    program.chmod(0o755)
    assert probe(program, {}) is None


def test_a_program_that_fails_or_is_not_there_is_no_python(tmp_path: Path) -> None:
    assert probe(Path("/bin/false"), {}) is None
    assert probe(tmp_path / "missing", {}) is None


def test_those_on_the_path_are_found_the_most_suitable_first(tmp_path: Path) -> None:
    old = write_python(tmp_path / "a" / "python3", version=[3, 8, 0])
    broken = write_python(tmp_path / "b" / "python3.13", version=[3, 13, 0], ensurepip=False)
    good = write_python(tmp_path / "c" / "python3", version=[3, 12, 0])
    path = os.pathsep.join(str(tmp_path / folder) for folder in "abc")
    found = [python.path for python in find_interpreters({"PATH": path})]
    assert [python for python in found if tmp_path in python.parents] == [good, broken, old]


def test_what_gives_no_answer_is_asked_once_whatever_its_names(tmp_path: Path) -> None:
    program = tmp_path / "python3"
    program.write_text(f"#!/bin/sh\necho asked >> '{tmp_path / 'log'}'\n")
    program.chmod(0o755)
    for name in ("python", "python3.13"):
        (tmp_path / name).symlink_to(program)
    find_interpreters({"PATH": str(tmp_path)})
    assert (tmp_path / "log").read_text() == "asked\n"


def test_modules_of_the_current_folder_are_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("import pathlib; pathlib.Path(__file__).with_name('ran').touch()")
    monkeypatch.chdir(tmp_path)
    assert probe(Path(sys.executable), dict(os.environ)) is not None
    assert not (tmp_path / "ran").exists()


def test_programs_of_the_current_folder_are_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_python(tmp_path / "python3", version=[3, 13, 0])
    monkeypatch.chdir(tmp_path)
    found = find_interpreters({"PATH": f".{os.pathsep}{os.pathsep}"})
    assert [python.path for python in found if tmp_path in python.path.absolute().parents] == []
    assert list(programs_on_path("python3", os.pathsep.join([".", "", str(tmp_path)]))) == [
        tmp_path / "python3"
    ]


def test_a_relative_name_is_one_of_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "mine").symlink_to(sys.executable)
    monkeypatch.chdir(tmp_path)
    assert probe(Path("bin/mine"), dict(os.environ)) is not None
