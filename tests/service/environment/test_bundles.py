"""Offline bundles that are damaged, foreign or dangerous: one sentence says why, and nothing of them runs."""

import os
import zipfile
from pathlib import Path

import pytest

from service.environment.machines import Machine, is_one_sentence, only, write_python
from service.environment.tiny import write_engine, write_manifest, write_wheel, zip_bundle
from smart_select_plugin.environment.bundle import open_bundle
from smart_select_plugin.environment.errors import (
    BundleUnusable,
    InstallFailed,
    NoSuitablePython,
    PluginIncomplete,
)


def damage(bundle: Path, how: str, lock: Path) -> None:
    wheel = next((bundle / "wheels").glob("numpy-*"))
    if how == "a wheel is cut":
        wheel.write_bytes(wheel.read_bytes()[:-20])
    elif how == "a wheel is missing":
        wheel.unlink()
    elif how == "a wheel is a folder":
        wheel.unlink()
        wheel.mkdir()
    elif how == "no list":
        (bundle / "bundle.json").unlink()
    elif how == "the list is cut":
        (bundle / "bundle.json").write_text('{"format": 1, "ver')
    elif how == "a newer format":
        write_manifest(bundle, lock, format=2)
    elif how == "another version":
        write_manifest(bundle, lock, lock_sha256="0" * 64, version="7.0")
    elif how == "another system":
        write_manifest(bundle, lock, platforms=["win_amd64"])
    elif how == "other Pythons":
        write_manifest(bundle, lock, pythons=[[3, 10]])
    elif how == "a way out of the folder":
        write_manifest(bundle, lock, files={"wheels/../../x.whl": {"sha256": "0" * 64, "bytes": 1}})


DAMAGES = [
    "a wheel is cut",
    "a wheel is missing",
    "a wheel is a folder",
    "no list",
    "the list is cut",
    "a newer format",
    "another version",
    "another system",
    "other Pythons",
    "a way out of the folder",
]


@pytest.mark.skipif(os.name != "posix", reason="makes a named pipe")
@pytest.mark.parametrize("what", ["bundle.json", "a wheel", "the bundle"])
def test_a_pipe_is_not_waited_for(machine: Machine, tmp_path: Path, what: str) -> None:
    bundle = machine.tiny.bundle
    pipe = {
        "bundle.json": bundle / "bundle.json",
        "a wheel": next((bundle / "wheels").glob("numpy-*")),
        "the bundle": tmp_path / "bundle.zip",
    }[what]
    pipe.unlink(missing_ok=True)
    os.mkfifo(pipe)
    with pytest.raises(BundleUnusable) as caught:
        machine.set_up(bundle=pipe if what == "the bundle" else bundle)
    assert is_one_sentence(caught.value)


def test_a_list_that_is_a_folder_is_the_bundle_s_fault(machine: Machine) -> None:
    (machine.tiny.bundle / "bundle.json").unlink()
    (machine.tiny.bundle / "bundle.json").mkdir()
    with pytest.raises(BundleUnusable, match=r"bundle\.json") as caught:
        machine.set_up()
    assert is_one_sentence(caught.value)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_zip_with_any_byte_wrong_works_or_is_refused(tmp_path: Path, method: int, machine: Machine) -> None:
    path = zip_bundle(small_bundle(tmp_path / "small"), tmp_path / "bundle.zip", method)
    whole = path.read_bytes()
    sentences = []
    for place in range(0, len(whole), 3):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            open_bundle(path, tmp_path / "unpacked", lambda: False)
        except BundleUnusable as error:
            sentences.append(str(error))
    assert len(sentences) > 100
    assert all(sentence.endswith(".") and "\n" not in sentence for sentence in sentences)


def test_a_zip_that_ends_early_is_refused(tmp_path: Path) -> None:
    path = zip_bundle(small_bundle(tmp_path / "small"), tmp_path / "bundle.zip")
    whole = path.read_bytes()
    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        with pytest.raises(BundleUnusable):
            open_bundle(path, tmp_path / "unpacked", lambda: False)


def small_bundle(folder: Path) -> Path:
    (folder / "wheels").mkdir(parents=True)
    lock = folder.with_name("small.txt")
    lock.write_text("")
    (folder / "wheels" / "numpy-1-py3-none-any.whl").write_bytes(b"just some bytes " * 20)
    write_manifest(folder, lock)
    return folder


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_a_bundle_packed_again_with_its_folder(machine: Machine, tmp_path: Path, form: str) -> None:
    outer = tmp_path / "outer"
    outer.mkdir()
    machine.tiny.bundle.rename(outer / "smart-select-bundle")
    (outer / "__MACOSX" / "smart-select-bundle").mkdir(parents=True)
    (outer / "__MACOSX" / "smart-select-bundle" / "._bundle.json").write_bytes(b"shadow")
    bundle = zip_bundle(outer, tmp_path / "bundle.zip") if form == "zip" else outer
    assert machine.set_up(bundle=bundle).python.exists()


@pytest.mark.parametrize("form", ["unlisted", "listed"])
def test_a_pip_that_our_lock_does_not_know_is_not_run(
    machine_with_venv: Machine, tmp_path: Path, form: str
) -> None:
    machine = machine_with_venv
    wheels = machine.tiny.bundle / "wheels"
    for pip in wheels.glob("pip-*"):
        pip.unlink()
    ran = tmp_path / "ran"
    source = f"import pathlib; pathlib.Path({str(ran)!r}).touch()"
    if form == "unlisted":
        write_manifest(machine.tiny.bundle, machine.tiny.lock)
    write_wheel(wheels, "pip", "0", {"pip/__init__.py": source, "pip/__main__.py": source})
    if form == "listed":
        write_manifest(machine.tiny.bundle, machine.tiny.lock)
    machine.find_pythons = only(write_python(tmp_path / "debian" / "python3", ensurepip=False))
    with pytest.raises(NoSuitablePython):
        machine.set_up()
    assert not ran.exists()


def test_an_engine_that_the_bundle_does_not_list_is_not_installed(machine: Machine, tmp_path: Path) -> None:
    write_engine(machine.tiny.bundle / "wheels", "6.6.6")
    with pytest.raises(PluginIncomplete, match="the engine's wheel is missing"):
        machine.set_up(wheels=tmp_path / "nothing")


@pytest.mark.parametrize("how", DAMAGES)
@pytest.mark.parametrize("form", ["folder", "zip"])
def test_bundles_that_are_not_right(machine: Machine, tmp_path: Path, how: str, form: str) -> None:
    damage(machine.tiny.bundle, how, machine.tiny.lock)
    bundle = machine.tiny.bundle
    if form == "zip":
        bundle = zip_bundle(bundle, tmp_path / "bundle.zip")
    with pytest.raises(BundleUnusable) as caught:
        machine.set_up(bundle=bundle)
    assert is_one_sentence(caught.value)


def test_a_bundle_that_is_not_there(machine: Machine, tmp_path: Path) -> None:
    with pytest.raises(BundleUnusable, match="there is no such file"):
        machine.set_up(bundle=tmp_path / "none.zip")


def test_a_wheel_that_the_lock_does_not_know_is_not_installed(machine_with_venv: Machine) -> None:
    machine = machine_with_venv
    lock = machine.tiny.lock
    lock.write_text(
        lock.read_text().replace("sha256:", "sha256:").split("sha256:")[0] + "sha256:" + "0" * 64 + "\n"
    )
    write_manifest(machine.tiny.bundle, lock)
    with pytest.raises(InstallFailed, match="is not the one we vouch for") as caught:
        machine.set_up()
    assert is_one_sentence(caught.value)
