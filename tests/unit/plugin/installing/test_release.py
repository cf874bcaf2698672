"""A release's packages are found, checked and unpacked."""

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from smart_select_plugin.installing.errors import NoPackages, PackageUnusable
from smart_select_plugin.installing.release import find_release, unpack

MakeRelease = Callable[..., Path]


def test_both_packages_of_one_version_are_a_release(make_release: MakeRelease) -> None:
    release = find_release(make_release("1.2.3"))
    assert (release.version, set(release.zips), release.bundle) == ("1.2.3", {"gimp", "krita"}, None)


def test_a_bundle_is_seen(make_release: MakeRelease) -> None:
    folder = make_release("1.2.3")
    (folder / "bundle.json").write_text("{}")
    assert find_release(folder).bundle == folder


@pytest.mark.parametrize("kept", [(), ("gimp",), ("krita",)])
def test_half_a_release_is_none(make_release: MakeRelease, kept: tuple[str, ...]) -> None:
    folder = make_release("1.2.3")
    for path in folder.glob("*.zip"):
        if not any(host in path.name for host in kept):
            path.unlink()
    with pytest.raises(NoPackages, match="unpack the whole release"):
        find_release(folder)


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(NoPackages):
        find_release(tmp_path / "no")


def test_two_versions_in_one_folder_are_refused(make_release: MakeRelease) -> None:
    make_release("1.2.3", sums=False)
    with pytest.raises(PackageUnusable, match=r"1\.2\.3 and 1\.2\.4"):
        find_release(make_release("1.2.4", sums=False))


def test_a_damaged_package_is_refused(make_release: MakeRelease) -> None:
    folder = make_release("1.2.3")
    path = folder / "smart-select-krita-1.2.3.zip"
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(PackageUnusable, match="download both again"):
        find_release(folder)


def test_gimp_s_script_may_be_executed_whoever_made_the_zip(
    make_release: MakeRelease, tmp_path: Path
) -> None:
    wheels = unpack(find_release(make_release("1.2.3")), "gimp", tmp_path / "out")
    assert os.access(tmp_path / "out" / "smart-select" / "smart-select.py", os.X_OK)
    assert [path.name for path in wheels.iterdir()] == ["smart_select-1.2.3-py3-none-any.whl"]


@pytest.mark.parametrize("name", ["../out.py", "/etc/x", "smart-select/../../x", "a\\..\\b", "c:/x"])
def test_nothing_is_unpacked_elsewhere(make_release: MakeRelease, tmp_path: Path, name: str) -> None:
    folder = make_release("1.2.3", sums=False)
    with zipfile.ZipFile(folder / "smart-select-gimp-1.2.3.zip", "a") as archive:
        archive.writestr(name, "x")
    with pytest.raises(PackageUnusable, match="lead out of it"):
        unpack(find_release(folder), "gimp", tmp_path / "in" / "out")
    assert not (tmp_path / "in" / "out.py").exists()


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 cut off"])
def test_what_is_no_zip_is_one_sentence(make_release: MakeRelease, tmp_path: Path, content: bytes) -> None:
    folder = make_release("1.2.3", sums=False)
    (folder / "smart-select-gimp-1.2.3.zip").write_bytes(content)
    with pytest.raises(PackageUnusable, match="damaged"):
        unpack(find_release(folder), "gimp", tmp_path / "out")


def test_a_zip_that_was_damaged_inside_is_one_sentence(make_release: MakeRelease, tmp_path: Path) -> None:
    folder = make_release("1.2.3", sums=False)
    path = folder / "smart-select-krita-1.2.3.zip"
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("smart_select_krita/long.py", b"some text " * 500)
        start = archive.getinfo("smart_select_krita/long.py").header_offset
    content = bytearray(path.read_bytes())
    packed = start + 30 + len("smart_select_krita/long.py")
    content[packed] = 0xFF  # a kind of block that there is not
    path.write_bytes(content)
    with pytest.raises(PackageUnusable, match="damaged"):
        unpack(find_release(folder), "krita", tmp_path / "out")


def test_a_zip_of_something_else_is_refused(make_release: MakeRelease, tmp_path: Path) -> None:
    folder = make_release("1.2.3", sums=False)
    with zipfile.ZipFile(folder / "smart-select-krita-1.2.3.zip", "w") as archive:
        archive.writestr("readme.txt", "x")
    with pytest.raises(PackageUnusable, match="smart_select_krita"):
        unpack(find_release(folder), "krita", tmp_path / "out")
