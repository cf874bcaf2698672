"""Profiles of GIMP and Krita are found wherever each kind of package keeps them."""

import os
from pathlib import Path

import pytest

from smart_select.doctor.hosts import HostProfile, find_hosts

PLACES = [
    ("linux", ".config/GIMP/3.0", "GIMP 3.0"),
    ("linux", ".config/GIMP/3.2", "GIMP 3.2"),
    ("linux", ".var/app/org.gimp.GIMP/config/GIMP/3.0", "GIMP 3.0"),
    ("linux", "snap/gimp/current/.config/GIMP/3.0", "GIMP 3.0"),
    ("linux", ".local/share/krita", "Krita"),
    ("linux", ".var/app/org.kde.krita/data/krita", "Krita"),
    ("linux", "snap/krita/current/.local/share/krita", "Krita"),
    ("win32", "AppData/Roaming/GIMP/3.0", "GIMP 3.0"),
    ("win32", "AppData/Local/Packages/GIMP.GIMP_x/LocalCache/Roaming/GIMP/3.2", "GIMP 3.2"),
    ("win32", "AppData/Roaming/krita", "Krita"),
    ("win32", "AppData/Local/Packages/49800Krita_x/LocalCache/Roaming/krita", "Krita"),
    ("darwin", "Library/Application Support/GIMP/3.0", "GIMP 3.0"),
    ("darwin", "Library/Application Support/krita", "Krita"),
]


def only_host(home: Path, system: str = "linux") -> HostProfile:
    (found,) = find_hosts(home, {}, system)
    return found


@pytest.mark.parametrize(("system", "place", "host"), PLACES)
def test_a_profile_is_found(tmp_path: Path, system: str, place: str, host: str) -> None:
    (tmp_path / place).mkdir(parents=True)
    found = only_host(tmp_path, system)
    assert (found.host, found.folder, found.plugin, found.problem) == (host, str(tmp_path / place), "", "")


def test_no_host_is_no_profile(tmp_path: Path) -> None:
    (tmp_path / ".config" / "GIMP" / "2.10").mkdir(parents=True)
    assert find_hosts(tmp_path, {}, "linux") == []


def test_moved_configuration_is_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere" / "GIMP" / "3.0").mkdir(parents=True)
    assert len(find_hosts(tmp_path, {"XDG_CONFIG_HOME": str(tmp_path / "elsewhere")}, "linux")) == 1


@pytest.fixture
def gimp_plugin(tmp_path: Path) -> Path:
    """Our plug-in's script in GIMP, executable."""
    script = tmp_path / ".config" / "GIMP" / "3.0" / "plug-ins" / "smart-select" / "smart-select.py"
    script.parent.mkdir(parents=True)
    script.write_text("")
    script.chmod(0o755)
    return script


def test_a_plugin_in_gimp_is_found(tmp_path: Path, gimp_plugin: Path) -> None:
    found = only_host(tmp_path)
    assert (found.plugin, found.problem) == (gimp_plugin.parent.name, "")


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has the permission to execute")
def test_a_plugin_that_may_not_be_executed_is_a_problem(tmp_path: Path, gimp_plugin: Path) -> None:
    gimp_plugin.chmod(0o644)
    assert "may not be executed" in only_host(tmp_path).problem


def test_a_plugin_without_its_script_is_a_problem(tmp_path: Path, gimp_plugin: Path) -> None:
    gimp_plugin.rename(gimp_plugin.with_name("other.py"))
    assert "has no smart-select.py" in only_host(tmp_path).problem


@pytest.fixture
def krita_settings(tmp_path: Path) -> Path:
    """The settings of a Krita in which our plug-in is, turned on."""
    module = tmp_path / ".local" / "share" / "krita" / "pykrita" / "smart_select_krita"
    module.mkdir(parents=True)
    (module / "__init__.py").write_text("")
    module.with_suffix(".desktop").write_text("")
    settings = tmp_path / ".config" / "kritarc"
    settings.parent.mkdir()
    settings.write_text("lastUsed=1\n[python]\nenable_smart_select_krita=true\n")
    return settings


def test_a_plugin_in_krita_is_found(tmp_path: Path, krita_settings: Path) -> None:
    del krita_settings
    found = only_host(tmp_path)
    assert (found.plugin, found.problem) == ("smart_select_krita", "")


@pytest.mark.parametrize("content", ["[python]\nenable_smart_select_krita=false\n", "", "[python\n", None])
def test_a_plugin_that_is_turned_off_is_a_problem(
    tmp_path: Path, krita_settings: Path, content: str | None
) -> None:
    if content is None:
        krita_settings.unlink()
    else:
        krita_settings.write_text(content)
    assert "turned off" in only_host(tmp_path).problem


def test_a_plugin_that_krita_does_not_see_is_a_problem(tmp_path: Path, krita_settings: Path) -> None:
    del krita_settings
    next((tmp_path / ".local" / "share" / "krita" / "pykrita").glob("*.desktop")).unlink()
    assert "desktop is missing" in only_host(tmp_path).problem
