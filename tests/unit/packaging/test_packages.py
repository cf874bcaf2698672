"""What `make package` makes: the same twice, and such that GIMP, Krita and an installer can take it."""

import ast
import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "packaging"))
from package import make_packages, remove_earlier
from release.bill import LOCK, locked_packages
from release.debian import ARCHITECTURES
from release.licences import LICENCES
from release.plugins import version

HOST_PROVIDED = {"gi", "krita", "PyQt5", "PyQt6", "pykrita"}
OURS = {"smart_select_gimp", "smart_select_krita", "smart_select_plugin"}
LARGEST_BYTES = 10_000_000
NAMES = {
    "SHA256SUMS",
    f"smart-select-{version()}.cdx.json",
    f"smart-select-{version()}.zip",
    f"smart-select-gimp-{version()}.zip",
    f"smart-select-krita-{version()}.zip",
    f"smart_select-{version()}-py3-none-any.whl",
    f"smart_select-{version()}.tar.gz",
    f"smart-select_{version()}_amd64.deb",
    f"smart-select_{version()}_arm64.deb",
}


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages."""
    pytest.importorskip("setuptools")
    out = tmp_path_factory.mktemp("dist")
    make_packages(out)
    return out


@pytest.fixture(params=["gimp", "krita"])
def plugin(request: pytest.FixtureRequest, dist: Path) -> zipfile.ZipFile:
    """Each host's package."""
    return zipfile.ZipFile(dist / f"smart-select-{request.param}-{version()}.zip")


def test_two_builds_are_the_same_bytes(dist: Path, tmp_path: Path) -> None:
    make_packages(tmp_path / "again")
    first = {path.name: path.read_bytes() for path in dist.iterdir()}
    second = {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
    assert set(first) == set(second) == NAMES
    assert [name for name in first if first[name] != second[name]] == []


def test_the_sums_are_those_of_the_files(dist: Path) -> None:
    lines = (dist / "SHA256SUMS").read_text().splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert set(sums) == NAMES - {"SHA256SUMS"}
    assert all(hashlib.sha256((dist / name).read_bytes()).hexdigest() == sums[name] for name in sums)


def test_folders_have_entries_and_names_are_portable(plugin: zipfile.ZipFile) -> None:
    names = plugin.namelist()
    folders = {f"{parent.as_posix()}/" for name in names for parent in Path(name).parents if parent.name}
    assert folders <= set(names)
    assert not [name for name in names if re.search(r"\\|__pycache__|\.pyc$|^/|\.\.", name)]
    assert len({name.lower() for name in names}) == len(names)


def test_gimp_s_script_may_be_executed_and_nothing_else(plugin: zipfile.ZipFile) -> None:
    executable = [info.filename for info in plugin.infolist() if info.external_attr >> 16 & 0o111]
    files = [name for name in executable if not name.endswith("/")]
    assert files == [name for name in plugin.namelist() if name == "smart-select/smart-select.py"]


def test_each_brings_the_engine_and_nothing_large(plugin: zipfile.ZipFile, dist: Path) -> None:
    (wheel,) = [name for name in plugin.namelist() if name.endswith(".whl")]
    assert plugin.read(wheel) == (dist / f"smart_select-{version()}-py3-none-any.whl").read_bytes()
    assert max(info.file_size for info in plugin.infolist()) < LARGEST_BYTES


def test_each_names_the_index_that_the_set_up_asks(plugin: zipfile.ZipFile) -> None:
    (name,) = [name for name in plugin.namelist() if name.endswith("environment/locks/index.txt")]
    assert plugin.read(name).startswith(b"https://")


def test_a_host_finds_all_that_is_imported(plugin: zipfile.ZipFile) -> None:
    for name in plugin.namelist():
        if name.endswith(".py"):
            tree = ast.parse(plugin.read(name), feature_version=(3, 9))
            assert top_modules(tree) <= set(sys.stdlib_module_names) | HOST_PROVIDED | OURS, name


def top_modules(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add((node.module or "").partition(".")[0])
    return found


def test_the_user_s_package_has_one_folder_with_the_installer(dist: Path) -> None:
    folder = f"smart-select-{version()}"
    with zipfile.ZipFile(dist / f"{folder}.zip") as archive:
        names = set(archive.namelist())
        mode = archive.getinfo(f"{folder}/install.py").external_attr >> 16
        sums = archive.read(f"{folder}/SHA256SUMS").decode()
    plugins = {f"{folder}/smart-select-{host}-{version()}.zip" for host in ("gimp", "krita")}
    others = {"", "install.py", "LICENSE", "SHA256SUMS"}
    assert names == plugins | {f"{folder}/{name}" for name in others}
    assert mode & 0o100
    assert sums.count("\n") == 3


def test_the_installer_starts_from_what_is_unpacked(dist: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(dist / f"smart-select-{version()}.zip") as archive:
        archive.extractall(tmp_path)
    script = tmp_path / f"smart-select-{version()}" / "install.py"
    command = [sys.executable, "-I", str(script), "--list", "--json"]
    home = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "PATH": ""}
    done = subprocess.run(command, env=home, capture_output=True, text=True, check=True)
    listed = json.loads(done.stdout)
    assert (listed["profiles"], listed["environment"]) == ([], "")


def test_the_source_distribution_has_the_sources_and_no_owner(dist: Path) -> None:
    with tarfile.open(dist / f"smart_select-{version()}.tar.gz") as archive:
        members = archive.getmembers()
    names = {member.name.partition("/")[2] for member in members}
    assert {"pyproject.toml", "core/smart_select/embedded/encoder.onnx"} <= names
    assert {(member.uid, member.gid, member.uname) for member in members} == {(0, 0, "")}


def test_the_wheel_says_of_every_file_what_it_is(dist: Path) -> None:
    with zipfile.ZipFile(dist / f"smart_select-{version()}-py3-none-any.whl") as archive:
        names = archive.namelist()
        records = archive.read(names[-1]).decode()
    assert names[-1].endswith(".dist-info/RECORD")
    assert {line.split(",")[0] for line in records.splitlines()} == set(names)
    assert {"smart_select/embedded/encoder.onnx", "smart_select_plugin/installing/command.py"} <= set(names)


def test_the_bill_names_all_that_is_locked(dist: Path) -> None:
    bill = json.loads((dist / f"smart-select-{version()}.cdx.json").read_text())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    lock = LOCK.read_text(encoding="utf-8")
    packages = {f"{name}=={number}" for name, number, _, _ in locked_packages(lock)}
    assert packages == set(re.findall(r"^[a-z0-9-]+==[^ ]+", lock, re.MULTILINE))
    listed = {f"{c['name']}=={c['version']}" for c in bill["components"] if c["type"] == "library"}
    assert listed == packages
    hashes = [h["content"] for c in bill["components"] if c["type"] == "library" for h in c["hashes"]]
    assert sorted(hashes) == sorted(re.findall(r"sha256:([0-9a-f]{64})", lock))
    assert all(component["licenses"] for component in bill["components"])
    references = [component["bom-ref"] for component in bill["components"]]
    assert bill["dependencies"][0]["dependsOn"] == references
    assert len(set(references)) == len(references)


def test_every_locked_package_has_its_licence() -> None:
    assert {name for name, _, _, _ in locked_packages(LOCK.read_text(encoding="utf-8"))} == set(LICENCES)


def test_older_packages_make_room_and_all_else_stays(tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / name.replace(version(), "0.0.1")).write_text("x")
    kept = {"smart-select-0.0.1-linux-x86_64-bundle.zip", "notes.txt", "SHA256SUMS"}
    for name in kept:
        (tmp_path / name).write_text("x")
    remove_earlier(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == kept


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="Debian's tools are not here")
@pytest.mark.parametrize(("architecture", "folder"), sorted(ARCHITECTURES.items()))
def test_debian_reads_its_package(dist: Path, tmp_path: Path, architecture: str, folder: str) -> None:
    package = dist / f"smart-select_{version()}_{architecture}.deb"
    fields = subprocess.run(
        ["dpkg-deb", "--field", package, "Package", "Version", "Architecture"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert fields.stdout.split() == [
        "Package:", "smart-select", "Version:", version(), "Architecture:", architecture
    ]  # fmt: skip
    subprocess.run(["dpkg-deb", "--extract", package, tmp_path / "root"], check=True)
    gimp = tmp_path / "root" / "usr" / "lib" / folder / "gimp" / "3.0" / "plug-ins" / "smart-select"
    assert (gimp / "smart-select.py").stat().st_mode & 0o777 == 0o755
    share = tmp_path / "root" / "usr" / "share"
    krita = share / "krita" / "pykrita" / "smart_select_krita"
    for link in (gimp / "wheels", krita / "wheels"):
        assert not link.readlink().is_absolute()
        assert link.resolve() == (share / "smart-select" / "wheels").resolve()
    documents = share / "doc" / "smart-select"
    assert "common-licenses/Apache-2.0" in (documents / "copyright").read_text()
    assert f"({version()})" in gzip.decompress((documents / "changelog.gz").read_bytes()).decode()
    assert (krita / "__init__.py").exists()
    assert (share / "krita" / "pykrita" / "smart_select_krita.desktop").exists()
    assert (share / "krita" / "actions" / "smart_select_krita.action").exists()
    assert len(list((share / "smart-select" / "wheels").iterdir())) == 1
