"""The lock that travels with the plug-in, against pyproject.toml and what the set-up promises."""

import re
import tomllib
from pathlib import Path

import pytest

from smart_select_plugin.environment.interpreters import PREFERRED
from smart_select_plugin.environment.recipe import RUNTIME_LOCK, TOOLS_LOCK, locked_hashes, locked_version
from smart_select_plugin.environment.uv_tool import is_our_uv

ROOT = Path(__file__).resolve().parents[4]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_every_dependency_is_locked_with_hashes() -> None:
    for dependency in PROJECT["dependencies"]:
        name = re.split(r"[<>=!~ ]", dependency)[0]
        assert locked_hashes(name, RUNTIME_LOCK), f"{name} is not in the lock; make requirements"


def test_nothing_in_a_lock_is_without_a_hash() -> None:
    for lock in (RUNTIME_LOCK, TOOLS_LOCK):
        for entry in re.split(r"^(?=\S)", lock.read_text(encoding="utf-8"), flags=re.MULTILINE):
            assert not entry or "--hash=sha256:" in entry


def test_the_oldest_python_is_pyproject_s() -> None:
    major, minor = min(PREFERRED)
    assert PROJECT["requires-python"] == f">={major}.{minor}"


def test_the_tools_are_pinned_as_asked_for() -> None:
    asked = (ROOT / "packaging" / "requirements" / "tools.in").read_text(encoding="utf-8")
    for name in ("pip", "uv"):
        assert f"{name}=={locked_version(name)}\n" in asked
        assert locked_hashes(name)


@pytest.mark.parametrize(
    ("system", "machine", "name"),
    [
        ("linux", "x86_64", "manylinux_2_17_x86_64.manylinux2014_x86_64"),
        ("linux", "aarch64", "manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64"),
        ("darwin", "arm64", "macosx_11_0_arm64"),
        ("darwin", "x86_64", "macosx_10_12_x86_64"),
        ("win32", "AMD64", "win_amd64"),
        ("win32", "ARM64", "win_arm64"),
    ],
)
def test_uv_is_known_by_its_file_name(system: str, machine: str, name: str) -> None:
    others = ["musllinux_1_1_x86_64", "manylinux_2_17_i686.manylinux2014_i686", "win32"]
    wanted = [
        file
        for file in [*others, name]
        if is_our_uv(f"uv-1.2.3-py3-none-{file}.whl", "1.2.3", system, machine)
    ]
    assert wanted == [name]
    assert not is_our_uv(f"uv-1.2.4-py3-none-{name}.whl", "1.2.3", system, machine)
