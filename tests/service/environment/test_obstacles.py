"""Machines on which something is missing: it works, or one sentence says why and the next try succeeds."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from service.environment.machines import Machine, is_one_sentence, only, write_python
from service.environment.tiny import make_tiny
from service.worker.waiting import wait_until
from smart_select_plugin.environment import find_environment, remove_environment, removing
from smart_select_plugin.environment.errors import (
    DiskFull,
    FolderUnusable,
    InstallFailed,
    InterpreterRefused,
    NoSuitablePython,
    NotEnoughSpace,
    PluginIncomplete,
    StillWritten,
)

posix_only = pytest.mark.skipif(os.name != "posix", reason="file systems are mounted on Linux only")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 40 MB."""
    folder = tmp_path / "small disk"
    folder.mkdir()
    if mount("-t", "tmpfs", "-o", "size=40m", "tmpfs", str(folder)):
        pytest.skip("mounting is not allowed here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=False)


def mount(*arguments: str) -> int:
    try:
        return subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode
    except OSError:
        return 1


def test_only_an_old_python(machine_with_venv: Machine, tmp_path: Path) -> None:
    machine = machine_with_venv
    good = machine.find_pythons
    machine.find_pythons = only(write_python(tmp_path / "old" / "python3", version=[3, 8, 10]))
    with pytest.raises(NoSuitablePython, match=r"it is Python 3\.8") as caught:
        machine.set_up()
    assert is_one_sentence(caught.value)
    machine.find_pythons = good
    assert machine.set_up().python.exists()


def test_no_python_at_all(machine_with_venv: Machine) -> None:
    machine = machine_with_venv
    machine.find_pythons = only()
    with pytest.raises(NoSuitablePython, match="there is none on this computer") as caught:
        machine.set_up()
    assert is_one_sentence(caught.value)


def test_a_python_without_ensurepip_takes_the_bundle_s_pip(
    machine_with_venv: Machine, tmp_path: Path
) -> None:
    machine = machine_with_venv
    machine.find_pythons = only(write_python(tmp_path / "debian" / "python3", ensurepip=False))
    assert machine.set_up().python.exists()


@posix_only
def test_a_python_without_venv_takes_the_bundle_s_pip(machine_with_venv: Machine, tmp_path: Path) -> None:
    machine = machine_with_venv
    # The link is to a real Python: through a script it would lead to the tests' own environment.
    real = sys._base_executable  # type: ignore[attr-defined]
    bare = write_python(tmp_path / "bare" / "python3", venv=False, ensurepip=False, executable=real)
    machine.find_pythons = only(bare)
    environment = machine.set_up()
    code = "import sys; print(sys.prefix != sys.base_prefix, sys.prefix)"
    said = subprocess.check_output([environment.python, "-I", "-c", code], encoding="utf-8").split()
    assert said == ["True", str(environment.folder)]


@posix_only
def test_nothing_is_installed_into_the_python_behind_a_wrapper(
    machine_with_venv: Machine, tmp_path: Path
) -> None:
    machine = machine_with_venv
    other = tmp_path / "another environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", other], check=True)
    before = sorted(path.name for path in other.glob("lib/*/site-packages/*"))
    wrapper = write_python(tmp_path / "wrapper" / "python3", venv=False, ensurepip=False)
    wrapper.write_text(wrapper.read_text().replace(sys.executable, str(other / "bin" / "python")))
    wrapper.write_text(wrapper.read_text().replace(f"#!{other}/bin/python", f"#!{sys.executable}", 1))
    machine.find_pythons = only(wrapper)
    with pytest.raises(InstallFailed, match="venv stopped with an error"):
        machine.set_up()
    assert sorted(path.name for path in other.glob("lib/*/site-packages/*")) == before


def test_a_python_without_venv_and_nothing_else(machine_with_venv: Machine, tmp_path: Path) -> None:
    machine = machine_with_venv
    machine.find_pythons = only(write_python(tmp_path / "bare" / "python3", venv=False, ensurepip=False))
    with pytest.raises(NoSuitablePython, match="python3-venv") as caught:
        machine.set_up(without_bundle=True)
    assert is_one_sentence(caught.value)


def test_what_killed_set_ups_left_is_no_lack_of_room(machine: Machine) -> None:
    left = [machine.places.root / f"env-0.0.1-0123abcd-{number}" for number in (1, 2, 3)]
    for folder in left:
        folder.mkdir(parents=True)
        (folder / "incomplete").touch()
    room = [machine.set_up(free_bytes=lambda root: 0 if any(root.glob("env-*")) else 10**9)]
    assert [path.name for path in machine.places.root.glob("env-*")] == [room[0].folder.name]


def test_a_killed_set_up_s_folder_is_not_made_anew(machine: Machine) -> None:
    first = machine.set_up()
    first.folder.joinpath("incomplete").touch()  # its tool may be writing still
    assert machine.set_up().folder != first.folder


def test_no_network_is_said_also_where_pip_is_to_try_once_only(machine_with_venv: Machine) -> None:
    machine = machine_with_venv
    machine.variables.update({"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0"})
    with pytest.raises(InstallFailed, match="the packages can't be downloaded") as caught:
        machine.set_up(without_bundle=True)
    assert is_one_sentence(caught.value)


def test_a_venv_that_fails_gives_way_to_the_next_python(machine_with_venv: Machine, tmp_path: Path) -> None:
    machine = machine_with_venv
    liar = write_python(tmp_path / "liar" / "python3")
    liar.write_text(liar.read_text().replace("not True", "True"))
    machine.find_pythons = only(liar, write_python(tmp_path / "good" / "python3"))
    assert "good" in machine.set_up().made_with


def test_the_python_that_the_user_names_is_used(machine: Machine, tmp_path: Path) -> None:
    machine.find_pythons = only()
    named = write_python(tmp_path / "my own" / "python")
    assert str(named) in machine.set_up(interpreter=named).made_with


@pytest.mark.parametrize(
    "facts", [{"version": [3, 9, 1]}, {"bits": 32}, {"implementation": "PyPy"}, {"libc": "musl"}]
)
def test_a_named_python_that_does_not_fit_is_refused(
    machine: Machine, tmp_path: Path, facts: dict[str, object]
) -> None:
    named = write_python(tmp_path / "mine" / "python", platform="linux-x86_64", **facts)
    with pytest.raises(InterpreterRefused) as caught:
        machine.set_up(interpreter=named)
    assert is_one_sentence(caught.value)


def test_a_named_program_that_is_no_python(machine: Machine, tmp_path: Path) -> None:
    with pytest.raises(InterpreterRefused, match="it is no Python"):
        machine.set_up(interpreter=Path("/bin/true"))


def test_a_disk_too_small_is_said_before_anything_is_written(machine: Machine) -> None:
    with pytest.raises(NotEnoughSpace, match="make room") as caught:
        machine.set_up(free_bytes=lambda folder: 100_000_000)
    assert is_one_sentence(caught.value)
    assert list(machine.places.root.glob("env-*")) == []


@posix_only
@pytest.mark.parametrize("tool", ["venv", "pip"])
def test_a_disk_that_fills_up_meanwhile(
    machine_with_venv: Machine, small_disk: Path, tmp_path: Path, tool: str
) -> None:
    machine = machine_with_venv
    machine.tiny = make_tiny(tmp_path / "heavy", ballast_bytes=60_000_000)
    machine.home = small_disk / "home"
    if tool == "venv":
        assert mount("-o", "remount,size=2m", str(small_disk)) == 0
    told = iter([10**9])  # what is free at first; somebody else then takes it

    def free_bytes(folder: Path) -> int:
        return next(told, shutil.disk_usage(folder).free)

    # Without a bundle venv fetches its own pip, and does not pass on what goes wrong with that.
    with pytest.raises(
        DiskFull, match=r"The disk is full: the set-up needs \d+ MB in .* make room"
    ) as caught:
        machine.set_up(free_bytes=free_bytes, without_bundle=tool == "venv")
    assert is_one_sentence(caught.value)
    assert list(machine.places.root.glob("env-*")) == []
    assert mount("-o", "remount,size=300m", str(small_disk)) == 0
    assert machine.set_up(free_bytes=lambda folder: 10**9).python.exists()


@posix_only
def test_a_read_only_home(machine: Machine, small_disk: Path) -> None:
    machine.home = small_disk / "home"
    assert mount("-o", "remount,ro", str(small_disk)) == 0
    with pytest.raises(FolderUnusable, match="read-only") as caught:
        machine.set_up()
    assert is_one_sentence(caught.value)
    assert mount("-o", "remount,rw,size=300m", str(small_disk)) == 0
    assert machine.set_up().python.exists()


def test_a_file_where_the_folder_should_be(machine: Machine) -> None:
    machine.home.parent.mkdir(exist_ok=True)
    machine.home.write_bytes(b"")
    with pytest.raises(FolderUnusable) as caught:
        machine.set_up()
    assert is_one_sentence(caught.value)


MOMENTS = ["create", "install", "verify", "half-way through installing"]


@contextmanager
def set_up_in_a_process(machine: Machine, tmp_path: Path, moment: str) -> Iterator[subprocess.Popen[str]]:
    """A process that has come to this moment of a set-up, and waits there."""
    script = Path(__file__).with_name("child_set_up.py")
    tiny = machine.tiny
    arguments: list[str | Path] = [
        machine.home,
        tiny.wheels,
        tiny.bundle,
        tiny.lock,
        machine.variables["PATH"],
    ]
    if moment.startswith("half-way"):
        (tmp_path / "uv" / "hold").touch()
    with subprocess.Popen(
        [sys.executable, script, *arguments, moment],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as child:
        if moment.startswith("half-way"):
            wait_until((tmp_path / "uv" / "held").exists)
        else:
            assert child.stdout is not None
            assert child.stdout.readline() == "there\n"
        yield child


@posix_only
@pytest.mark.parametrize("moment", MOMENTS)
def test_kill_in_the_middle_and_then_again(machine: Machine, tmp_path: Path, moment: str) -> None:
    with set_up_in_a_process(machine, tmp_path, moment) as child:
        child.kill()
    assert find_environment(machine.places) is None
    assert [path.name for path in machine.places.root.glob("env-*")] != []
    environment = machine.set_up()
    assert find_environment(machine.places) == environment
    assert [path.name for path in machine.places.root.glob("env-*")] == [environment.folder.name]


@posix_only
@pytest.mark.parametrize("moment", MOMENTS)
def test_told_to_end_in_the_middle_it_leaves_nothing_half_made(
    machine: Machine, tmp_path: Path, moment: str
) -> None:
    with set_up_in_a_process(machine, tmp_path, moment) as child:
        child.terminate()
    assert child.returncode != 0
    assert list(machine.places.root.glob("env-*")) == []
    assert machine.set_up().python.exists()


@posix_only
def test_what_is_written_while_it_is_removed_is_said_as_such(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.set_up()
    rmtree = shutil.rmtree
    refused = [OSError(errno.ENOTEMPTY, "Directory not empty")] * 3

    def filled_again(path: Path, **options: bool) -> None:
        if refused:
            raise refused.pop()
        rmtree(path, **options)

    monkeypatch.setattr(shutil, "rmtree", filled_again)
    monkeypatch.setattr(removing, "_PAUSE_S", 0)
    remove_environment(machine.places)  # a tool that ends meanwhile is waited for
    assert not machine.places.root.exists()
    machine.set_up()
    refused = [OSError(errno.ENOTEMPTY, "Directory not empty")] * 99
    with pytest.raises(StillWritten, match="wait a minute and try again") as caught:
        remove_environment(machine.places)
    assert is_one_sentence(caught.value)


def test_a_plugin_without_an_engine(machine: Machine, tmp_path: Path) -> None:
    with pytest.raises(PluginIncomplete, match="the engine's wheel is missing") as caught:
        machine.set_up(wheels=tmp_path / "nothing")
    assert is_one_sentence(caught.value)
