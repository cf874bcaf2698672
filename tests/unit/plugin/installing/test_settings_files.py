"""Lines of the hosts' settings are read and changed, and all others stay as they were."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smart_select_plugin.installing.settings_files import (
    gimp_plug_in_folders,
    krita_value,
    read_text,
    with_krita_value,
    without_krita_value,
)

KRITARC = """lastUsed=1
ResourceDirectory=/disk/krita

[MainWindow]
State=AAAA=
[python]
enable_other=true
enable_smart_select_krita=false

[smart_select]
feather=3
"""


def test_values_are_found_in_their_group_only() -> None:
    assert krita_value(KRITARC, "", "ResourceDirectory") == "/disk/krita"
    assert krita_value(KRITARC, "python", "enable_smart_select_krita") == "false"
    assert krita_value(KRITARC, "python", "feather") is None
    assert krita_value("[x]\nResourceDirectory=/a\n", "", "ResourceDirectory") is None


def test_a_value_takes_the_place_of_an_older_one() -> None:
    changed = with_krita_value(KRITARC, "python", "enable_smart_select_krita", "true")
    assert changed.count("enable_smart_select_krita") == 1
    assert krita_value(changed, "python", "enable_smart_select_krita") == "true"
    assert krita_value(changed, "python", "enable_other") == "true"


@pytest.mark.parametrize("text", ["", "a=1", "a=1\n", "[other]\nb=2\n"])
def test_a_group_is_made_where_there_is_none(text: str) -> None:
    changed = with_krita_value(text, "python", "k", "v")
    assert krita_value(changed, "python", "k") == "v"
    assert changed.startswith(text)


def test_what_was_put_in_is_taken_out_without_a_trace() -> None:
    text = without_krita_value(KRITARC, "python", "enable_smart_select_krita")
    text = without_krita_value(text, "smart_select")
    assert "smart_select" not in text
    assert krita_value(text, "python", "enable_other") == "true"
    assert krita_value(text, "MainWindow", "State") == "AAAA="


@pytest.mark.parametrize("text", ["[python]\r\nenable_other=true\r\n", "[a]\r\nb=c\r\n"])
def test_the_ends_of_lines_stay_what_they_are(tmp_path: Path, text: str) -> None:
    kritarc = tmp_path / "kritarc"
    kritarc.write_bytes(text.encode())
    assert read_text(kritarc) == text
    put_in = with_krita_value(text, "python", "enable_ours", "true")
    assert put_in.count("\r\n") == put_in.count("\n") > text.count("\n")
    assert krita_value(put_in, "python", "enable_ours") == "true"
    assert without_krita_value(put_in, "python", "enable_ours") == text


def test_an_emptied_group_goes_too() -> None:
    assert without_krita_value("[python]\nk=v\n", "python", "k") == ""


lines = st.lists(
    st.sampled_from(["[python]", "[MainWindow]", "[a][b]", "x=1", "enable_other=true", "", "# note", "k"]),
    max_size=12,
)


@given(lines)
def test_the_user_s_lines_survive_coming_and_going(content: list[str]) -> None:
    text = "".join(f"{line}\n" for line in content)
    there = with_krita_value(text, "python", "enable_smart_select_krita", "true")
    assert krita_value(there, "python", "enable_smart_select_krita") == "true"
    kept = [line for line in there.splitlines() if line.strip() and "enable_smart_select_krita" not in line]
    ours = [line for line in kept if line not in content]
    assert ours in ([], ["[python]"])
    gone = without_krita_value(there, "python", "enable_smart_select_krita")
    values = [line for line in content if "=" in line]
    assert [line for line in gone.splitlines() if "=" in line] == values


PROFILE, HOME = Path("/home/x/GIMP/3.0"), Path("/home/x")


def folders_of(gimprc: str) -> list[Path]:
    return gimp_plug_in_folders(gimprc, PROFILE, HOME, {"HOME": "/home/x", "MORE": "/mnt/more"})


def test_gimp_s_folders_are_the_usual_one_unless_gimprc_says_otherwise() -> None:
    assert folders_of("(theme x)\n") == [PROFILE / "plug-ins"]
    text = '(plug-in-path "${gimp_dir}/plug-ins:/a \\"b\\"/c:${gimp_plug_in_dir}/plug-ins")\n'
    assert folders_of(text) == [PROFILE / "plug-ins", Path('/a "b"/c')]


def test_a_commented_line_of_gimprc_means_nothing() -> None:
    assert folders_of('# (plug-in-path "/else")\n') == [PROFILE / "plug-ins"]


@pytest.mark.parametrize(
    ("named", "folders"),
    [
        ("~/mine", [HOME / "mine"]),
        ("~", [HOME]),
        ("${HOME}/mine", [HOME / "mine"]),
        ("${MORE}/mine:/else", [Path("/mnt/more/mine"), Path("/else")]),
        ("mine", []),
        ("./~/mine:../mine", []),
        ("~other/mine", []),
        ("${UNKNOWN}/mine", []),
    ],
)
def test_gimp_s_folders_are_whole_paths_as_gimp_reads_them(named: str, folders: list[Path]) -> None:
    assert folders_of(f'(plug-in-path "{named}")\n') == folders
