"""Profiles are found wherever each kind of package keeps them, also in odd places."""

from pathlib import Path

import pytest

from smart_select_plugin.installing.errors import NoHome
from smart_select_plugin.installing.machine import Machine
from smart_select_plugin.installing.targets import Target, find_targets

from .conftest import Computer

PLACES = [
    ("linux", ".config/GIMP/3.0", "GIMP 3.0", "plug-ins"),
    ("linux", ".config/GIMP/3.2", "GIMP 3.2", "plug-ins"),
    ("linux", ".var/app/org.gimp.GIMP/config/GIMP/3.0", "GIMP 3.0", "plug-ins"),
    ("linux", "snap/gimp/current/.config/GIMP/3.0", "GIMP 3.0", "plug-ins"),
    ("linux", ".local/share/krita", "Krita", "pykrita"),
    ("linux", ".var/app/org.kde.krita/data/krita", "Krita", "pykrita"),
    ("win32", "AppData/Roaming/GIMP/3.0", "GIMP 3.0", "plug-ins"),
    ("win32", "AppData/Local/Packages/GIMP.GIMP_x/LocalCache/Roaming/GIMP/3.2", "GIMP 3.2", "plug-ins"),
    ("win32", "AppData/Roaming/krita", "Krita", "pykrita"),
    ("win32", "AppData/Local/Packages/49800Krita_x/LocalCache/Roaming/krita", "Krita", "pykrita"),
    ("darwin", "Library/Application Support/GIMP/3.0", "GIMP 3.0", "plug-ins"),
    ("darwin", "Library/Application Support/krita", "Krita", "pykrita"),
]


def only(computer: Computer, system: str = "linux") -> Target:
    (target,) = find_targets(computer.machine(system))
    return target


@pytest.mark.parametrize(("system", "place", "label", "plug_ins"), PLACES)
def test_a_profile_is_found(computer: Computer, system: str, place: str, label: str, plug_ins: str) -> None:
    (computer.home / place).mkdir(parents=True)
    target = only(computer, system)
    assert (target.label, target.obstacle, target.version) == (label, "", "")
    assert target.plug_ins == computer.home / place / plug_ins


@pytest.mark.parametrize("folder", ["2.10", "3.0.old", "3"])
def test_other_folders_are_no_profiles(computer: Computer, folder: str) -> None:
    (computer.home / ".config" / "GIMP" / folder).mkdir(parents=True)
    assert find_targets(computer.machine()) == []


def test_both_of_two_versions_are_found(computer: Computer) -> None:
    for series in ("3.0", "3.2"):
        (computer.home / ".config" / "GIMP" / series).mkdir(parents=True)
    assert [target.label for target in find_targets(computer.machine())] == ["GIMP 3.0", "GIMP 3.2"]


@pytest.mark.parametrize(("series", "profile"), [((3, 0), "3.0"), ((3, 2), "3.2"), ((3, 1), "3.2")])
def test_a_gimp_that_was_never_started_has_its_profile_to_come(
    computer: Computer, series: tuple[int, int], profile: str
) -> None:
    computer.has_program("gimp-console-3.9", series)
    target = only(computer)
    assert target.profile == computer.home / ".config" / "GIMP" / profile
    assert target.starter == (str(computer.folder / "bin" / "gimp-console-3.9"),)


@pytest.mark.parametrize("series", [(2, 10), None])
def test_an_old_gimp_or_a_mute_one_is_left_alone(computer: Computer, series: tuple[int, int] | None) -> None:
    computer.has_program("gimp-console", series)
    assert find_targets(computer.machine()) == []


def test_a_gimp_that_was_started_is_not_started_again(computer: Computer) -> None:
    computer.has_program("gimp-console", (3, 0))
    (computer.home / ".config" / "GIMP" / "3.0").mkdir(parents=True)
    assert only(computer).starter == ()


@pytest.mark.parametrize("flatpak", [False, True])
def test_how_it_was_installed_is_called_the_same_before_and_after_the_first_start(
    computer: Computer, flatpak: bool
) -> None:
    computer.has_program("gimp-console", (3, 0))
    computer.has_program("krita")
    if flatpak:
        (computer.folder / "var/lib/flatpak/app/org.gimp.GIMP").mkdir(parents=True)
        computer.programs.series["org.gimp.GIMP"] = (3, 0)
    before = [target.packaging for target in find_targets(computer.machine())]
    for folder in (".config/GIMP/3.0", ".local/share/krita"):
        (computer.home / folder).mkdir(parents=True)
    assert [target.packaging for target in find_targets(computer.machine())] == before
    assert before == ["package and Flatpak" if flatpak else "package", "package"]


def test_the_names_of_one_program_are_one_program(computer: Computer) -> None:
    computer.has_program("gimp-console-3.0", (3, 0))
    (computer.folder / "bin" / "gimp-console").symlink_to("gimp-console-3.0")
    assert only(computer).label == "GIMP 3.0"


def test_flatpak_s_gimp_shares_the_user_s_folder(computer: Computer) -> None:
    (computer.folder / "var/lib/flatpak/app/org.gimp.GIMP").mkdir(parents=True)
    computer.programs.series["org.gimp.GIMP"] = (3, 2)
    target = only(computer)
    assert (target.packaging, target.profile.name) == ("Flatpak", "3.2")
    assert target.starter[:2] == ("flatpak", "run")


@pytest.mark.parametrize(
    ("system", "program", "plug_ins"),
    [
        ("win32", "Program Files/GIMP 3/bin/gimp-console-3.exe", "AppData/Roaming/GIMP/3.0/plug-ins"),
        (
            "darwin",
            "Applications/GIMP.app/Contents/MacOS/gimp-console",
            "Library/Application Support/GIMP/3.0/plug-ins",
        ),
    ],
)
def test_an_installed_gimp_is_found_on_other_systems(
    computer: Computer, system: str, program: str, plug_ins: str
) -> None:
    (computer.folder / program).parent.mkdir(parents=True)
    (computer.folder / program).write_text("")
    computer.programs.series[Path(program).name] = (3, 0)
    assert only(computer, system).plug_ins == computer.home / plug_ins


def test_a_krita_that_was_never_started_is_found(computer: Computer) -> None:
    computer.has_program("krita")
    assert only(computer).plug_ins == computer.home / ".local/share/krita/pykrita"


def test_moved_settings_are_followed(computer: Computer) -> None:
    computer.variables |= {
        "XDG_CONFIG_HOME": str(computer.folder / "c"),
        "XDG_DATA_HOME": str(computer.folder / "d"),
    }
    (computer.folder / "c" / "GIMP" / "3.0").mkdir(parents=True)
    (computer.folder / "d" / "krita").mkdir(parents=True)
    gimp, krita = find_targets(computer.machine())
    assert gimp.profile == computer.folder / "c" / "GIMP" / "3.0"
    assert (krita.profile, krita.settings) == (
        computer.folder / "d" / "krita",
        computer.folder / "c" / "kritarc",
    )


def test_variables_that_hold_no_whole_path_are_ignored(computer: Computer) -> None:
    computer.variables |= {"XDG_CONFIG_HOME": "c", "XDG_DATA_HOME": "./d"}
    (computer.home / ".config" / "GIMP" / "3.0").mkdir(parents=True)
    (computer.home / ".local" / "share" / "krita").mkdir(parents=True)
    gimp, krita = find_targets(computer.machine())
    assert gimp.profile == computer.home / ".config" / "GIMP" / "3.0"
    assert krita.profile == computer.home / ".local" / "share" / "krita"


def test_gimp_s_own_variable_is_followed(computer: Computer) -> None:
    computer.variables["GIMP3_DIRECTORY"] = "own gimp"
    assert only(computer).plug_ins == computer.home / "own gimp" / "plug-ins"


def test_a_moved_folder_of_plug_ins_is_followed(computer: Computer) -> None:
    profile = computer.home / ".config" / "GIMP" / "3.0"
    profile.mkdir(parents=True)
    own = computer.home / "my plug-ins"
    (profile / "gimprc").write_text(f'(theme "x")\n(plug-in-path "{own}:${{gimp_plug_in_dir}}/plug-ins")\n')
    assert only(computer).plug_ins == own


def test_a_profile_whose_plug_ins_are_nowhere_of_ours_is_explained(computer: Computer) -> None:
    profile = computer.home / ".config" / "GIMP" / "3.0"
    profile.mkdir(parents=True)
    (profile / "gimprc").write_text('(plug-in-path "${gimp_plug_in_dir}/plug-ins")\n')
    assert "Preferences ▸ Folders ▸ Plug-ins" in only(computer).obstacle


def test_where_the_plug_in_is_already_it_is_renewed(computer: Computer) -> None:
    profile = computer.home / ".config" / "GIMP" / "3.0"
    other = computer.home / "more"
    (other / "smart-select" / "wheels").mkdir(parents=True)
    (other / "smart-select" / "wheels" / "smart_select-0.0.3-py3-none-any.whl").write_text("")
    (profile / "plug-ins").mkdir(parents=True)
    (profile / "gimprc").write_text(f'(plug-in-path "${{gimp_dir}}/plug-ins:{other}")\n')
    assert (only(computer).plug_ins, only(computer).version) == (other, "0.0.3")


def krita_with(computer: Computer, resource_folder: str) -> Target:
    (computer.home / ".config").mkdir()
    (computer.home / ".config" / "kritarc").write_text(
        f"ResourceDirectory={resource_folder}\n[python]\nx=true\n"
    )
    return only(computer)


def test_krita_s_moved_folder_of_resources_is_followed(computer: Computer) -> None:
    moved = computer.folder / "disk" / "krita resources"
    moved.mkdir(parents=True)
    assert krita_with(computer, str(moved)).plug_ins == moved / "pykrita"


@pytest.mark.parametrize("moved", ["relative/folder", "/dev/null/folder", "C:/Users/me/krita"])
def test_a_folder_of_resources_that_krita_can_t_use_is_not_followed(computer: Computer, moved: str) -> None:
    assert krita_with(computer, moved).plug_ins == computer.home / ".local/share/krita/pykrita"


def test_two_ways_to_one_folder_are_one_profile(computer: Computer) -> None:
    real = computer.home / ".config" / "GIMP"
    (real / "3.0").mkdir(parents=True)
    box = computer.home / ".var/app/org.gimp.GIMP/config"
    box.mkdir(parents=True)
    (box / "GIMP").symlink_to(real)
    assert only(computer).profile == real / "3.0"


def test_a_link_to_nothing_is_explained(computer: Computer) -> None:
    profile = computer.home / ".config" / "GIMP" / "3.0"
    profile.mkdir(parents=True)
    (profile / "plug-ins").symlink_to(computer.home / "gone")
    assert "is a link to nothing" in only(computer).obstacle


def test_a_file_in_the_way_is_explained(computer: Computer) -> None:
    data = computer.home / ".local" / "share" / "krita"
    data.mkdir(parents=True)
    (data / "pykrita").write_text("")
    assert "is a file where a folder is needed" in only(computer).obstacle


def test_the_snap_of_krita_has_no_plug_ins(computer: Computer) -> None:
    (computer.home / "snap/krita/current/.local/share/krita").mkdir(parents=True)
    target = only(computer)
    assert not target.is_supported
    assert "Snap of Krita" in target.obstacle


def test_settings_that_can_t_be_read_are_not_replaced(computer: Computer) -> None:
    (computer.home / ".config" / "kritarc").mkdir(parents=True)
    (computer.home / ".local" / "share" / "krita").mkdir(parents=True)
    assert "is a folder where a file is needed" in only(computer).obstacle


@pytest.mark.parametrize("home", ["/nonexistent/home", "relative"])
def test_a_home_that_is_not_there_is_one_sentence(monkeypatch: pytest.MonkeyPatch, home: str) -> None:
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, home)
    with pytest.raises(NoHome, match="no home folder"):
        Machine.this()
