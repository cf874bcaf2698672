"""Copies for all users are found, told of, and left to who put them there."""

import json
from pathlib import Path

import pytest

from smart_select_plugin.installing import command
from smart_select_plugin.installing.command import main
from smart_select_plugin.installing.machine import Machine
from smart_select_plugin.installing.system_wide import find_system_copies

from .conftest import Computer

GIMP_COPY = "usr/lib/x86_64-linux-gnu/gimp/3.0/plug-ins/smart-select"
KRITA_COPY = "usr/share/krita/pykrita/smart_select_krita"


@pytest.fixture
def packaged(computer: Computer, monkeypatch: pytest.MonkeyPatch) -> Computer:
    """A computer with Debian's package, and nothing in the user's own folders."""
    for name in (GIMP_COPY, KRITA_COPY):
        wheels = computer.folder / name / "wheels"
        wheels.mkdir(parents=True)
        (wheels / "smart_select-1.2-py3-none-any.whl").write_text("")
    dpkg = computer.folder / "var/lib/dpkg/info/smart-select.list"
    dpkg.parent.mkdir(parents=True)
    dpkg.write_text(f"/.\n/{GIMP_COPY}\n/{KRITA_COPY}\n")
    # Whatever is asked for its places, none of this computer's own is among them.
    for variable in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(variable, str(computer.home))
    monkeypatch.setenv("SMART_SELECT_HOME", str(computer.home / "ours"))
    computer.variables["SMART_SELECT_HOME"] = str(computer.home / "ours")
    monkeypatch.setattr(command, "Machine", _ThisMachine(computer.machine()))
    monkeypatch.delenv("SUDO_USER", raising=False)
    return computer


class _ThisMachine:
    """Stands in for the class where the command asks which computer this is."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def this(self) -> Machine:
        return self._machine


def test_debian_s_package_is_listed_for_both(packaged: Computer, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list"], []) == 0
    told = capsys.readouterr().out
    for label, name in (("GIMP 3", GIMP_COPY), ("Krita", KRITA_COPY)):
        assert f"{label}, for all users: Smart Select 1.2\n    {packaged.folder / name}\n" in told


def test_the_uninstaller_says_what_stays_and_how_it_goes(
    packaged: Computer, capsys: pytest.CaptureFixture[str]
) -> None:
    sentence = "The copy for all users in {} stays; “sudo apt remove smart-select” removes it."
    stays = [sentence.format(packaged.folder / name) for name in (GIMP_COPY, KRITA_COPY)]
    assert main(["--uninstall", "--yes"], []) == 0
    nothing, *rest = capsys.readouterr().out.splitlines()
    assert nothing == "There is nothing of Smart Select in this user's folders."
    assert rest == stays
    plugin = packaged.home / ".local/share/krita/pykrita/smart_select_krita"
    plugin.mkdir(parents=True)
    assert main(["--uninstall", "--yes"], []) == 0
    *_, gone, first, second = capsys.readouterr().out.splitlines()
    assert gone.startswith("Smart Select is gone from this user's folders.")
    assert [first, second] == stays
    assert not plugin.exists()
    assert (packaged.folder / GIMP_COPY).is_dir()


def test_scripts_get_them_and_one_host_s_alone(
    packaged: Computer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--list", "--json", "--only", "krita"], []) == 0
    (copy,) = json.loads(capsys.readouterr().out)["for_all_users"]
    assert (copy["folder"], copy["installed"]) == (str(packaged.folder / KRITA_COPY), "1.2")


@pytest.mark.parametrize(
    ("place", "remove_with"),
    [
        ("usr/lib64/gimp/3.0/plug-ins/smart-select", "the system's package manager"),
        ("usr/local/share/krita/pykrita/smart_select_krita", "“sudo rm -r {}”"),
        (
            "var/lib/flatpak/runtime/org.gimp.GIMP.Plugin.SmartSelect",
            "“flatpak uninstall org.gimp.GIMP.Plugin.SmartSelect”",
        ),
    ],
)
def test_others_are_removed_by_other_means(computer: Computer, place: str, remove_with: str) -> None:
    (computer.folder / place).mkdir(parents=True)
    (copy,) = find_system_copies(computer.machine())
    assert copy.folder == computer.folder / place
    assert copy.remove_with == remove_with.format(computer.folder / place)


def test_other_systems_have_none(computer: Computer, tmp_path: Path) -> None:
    (computer.folder / KRITA_COPY).mkdir(parents=True)
    assert find_system_copies(computer.machine("darwin")) == []
