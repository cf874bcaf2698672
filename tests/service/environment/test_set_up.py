"""The set-up on a machine where all goes well: what it leaves, what it reports, what it does again."""

import subprocess
import threading
from pathlib import Path

import pytest

from service.environment.machines import Machine
from service.environment.tiny import FAILING_ENGINE, write_engine, zip_bundle
from smart_select_plugin.environment import (
    Environment,
    SetupCancelled,
    SetupError,
    find_environment,
    remove_environment,
)


def version_of(environment: Environment) -> str:
    code = "import smart_select; print(smart_select.__version__)"
    return subprocess.check_output([environment.python, "-I", "-c", code], encoding="utf-8").strip()


def test_the_engine_runs_in_it(machine: Machine) -> None:
    assert version_of(machine.set_up()) == "0.0.1"


def test_a_zip_of_the_bundle_is_as_good(machine: Machine, tmp_path: Path) -> None:
    assert machine.set_up(bundle=zip_bundle(machine.tiny.bundle, tmp_path / "bundle.zip")).python.exists()


def test_the_steps_are_told_in_order(machine: Machine) -> None:
    machine.set_up()
    running = [step.name for steps in machine.reports for step in steps if step.state.value == "running"]
    assert list(dict.fromkeys(running)) == ["check", "python", "create", "install", "clean", "verify"]
    assert machine.states == {
        **dict.fromkeys(("check", "python", "create", "install", "clean", "verify"), "done"),
        "tool": "skipped",
    }


def test_bytes_never_go_back_within_a_step(machine: Machine) -> None:
    machine.set_up()
    install = [step for steps in machine.reports for step in steps if step.name == "install"]
    done = [step.done_bytes for step in install]
    assert done == sorted(done)
    assert install[-1].done_bytes == install[-1].total_bytes > 0


def test_a_healthy_environment_is_used_again(machine: Machine) -> None:
    first = machine.set_up()
    assert machine.set_up() == first
    assert machine.states["install"] == "skipped"


def test_a_damaged_environment_is_made_again(machine: Machine) -> None:
    first = machine.set_up()
    for path in first.folder.glob("lib/python*/site-packages/smart_select/__init__.py"):
        path.unlink()
    second = machine.set_up()
    assert version_of(second) == "0.0.1"
    assert not first.folder.exists()


def test_one_whose_interpreter_can_not_be_started_is_made_again(machine: Machine) -> None:
    first = machine.set_up()
    first.python.unlink()
    first.python.write_text("for another processor")
    assert version_of(machine.set_up()) == "0.0.1"


def test_an_upgrade_replaces_it(machine: Machine, tmp_path: Path) -> None:
    first = machine.set_up()
    newer = tmp_path / "newer"
    newer.mkdir()
    write_engine(newer, "0.0.2")
    second = machine.set_up(wheels=newer)
    assert version_of(second) == "0.0.2"
    assert find_environment(machine.places) == second
    assert not first.folder.exists()


@pytest.mark.parametrize("damage", ["no zip", "does not run"])
def test_a_failed_upgrade_leaves_the_old_one(machine: Machine, tmp_path: Path, damage: str) -> None:
    first = machine.set_up()
    newer = tmp_path / "newer"
    newer.mkdir()
    wheel = write_engine(newer, "0.0.2", FAILING_ENGINE)
    if damage == "no zip":
        wheel.write_bytes(b"half a download")
    with pytest.raises(SetupError) as caught:
        machine.set_up(wheels=newer)
    assert str(caught.value).startswith("The set-up failed because ")
    assert find_environment(machine.places) == first
    assert version_of(first) == "0.0.1"
    assert [path for path in machine.places.root.glob("env-*") if path != first.folder] == []


def test_two_at_once_make_one(machine: Machine) -> None:
    made: list[Environment] = []
    threads = [threading.Thread(target=lambda: made.append(machine.set_up())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=400)
    assert len(made) == 2
    assert made[0] == made[1]


def test_a_stop_leaves_nothing_half_made(machine: Machine) -> None:
    installing = threading.Event()

    def stopped() -> bool:
        if machine.states.get("install") == "running":
            installing.set()
        return installing.is_set()

    with pytest.raises(SetupCancelled):
        machine.set_up(stopped=stopped)
    assert "failed" in machine.states.values()
    assert list(machine.places.root.glob("env-*")) == []
    assert machine.set_up().python.exists()


def test_everything_can_be_removed(machine: Machine) -> None:
    machine.set_up()
    remove_environment(machine.places)
    assert not machine.places.root.exists()
    assert find_environment(machine.places) is None
    remove_environment(machine.places)


def test_links_are_removed_and_not_what_they_lead_to(machine: Machine, tmp_path: Path) -> None:
    machine.set_up()
    kept = tmp_path / "another disk"
    (kept / "cache").mkdir(parents=True)
    for name in ("downloads", "env-0.0.1-0123abcd-9"):
        (machine.places.root / name).symlink_to(kept, target_is_directory=True)
    remove_environment(machine.places)
    assert not machine.places.root.exists()
    assert (kept / "cache").exists()


def test_an_environment_on_another_disk_is_removed_with_the_link_to_it(
    machine: Machine, tmp_path: Path
) -> None:
    disk = tmp_path / "another disk"
    disk.mkdir()
    machine.places.root.parent.mkdir(parents=True)
    machine.places.root.symlink_to(disk, target_is_directory=True)
    machine.set_up()
    remove_environment(machine.places)
    assert not machine.places.root.is_symlink()
    assert not disk.exists()


def test_a_stranger_s_files_are_not_removed(machine: Machine) -> None:
    machine.set_up()
    diary = machine.places.root / "diary.txt"
    diary.write_text("dear diary")
    remove_environment(machine.places)
    assert [path.name for path in machine.places.root.iterdir()] == ["diary.txt"]


def test_a_link_to_nothing_is_removed(machine: Machine, tmp_path: Path) -> None:
    machine.places.root.parent.mkdir(parents=True)
    machine.places.root.symlink_to(tmp_path / "unplugged", target_is_directory=True)
    remove_environment(machine.places)
    assert not machine.places.root.is_symlink()
