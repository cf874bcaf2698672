"""The Flatpak extension for GIMP, as far as it can be checked without a Flatpak remote."""

import json
import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "packaging"))
sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "packaging" / "gimp"))
from lay_out import NAME, lay_out

from release.plugins import version

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "packaging" / "flatpak"
ID = "org.gimp.GIMP.Plugin.SmartSelect"


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    """The manifest."""
    read: dict[str, Any] = json.loads((FOLDER / f"{ID}.json").read_text(encoding="utf-8"))
    return read


def sources(module: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the sources of a module and of those below it."""
    below = [source for inner in module.get("modules", ()) for source in sources(inner)]
    return [*module.get("sources", ()), *below]


def test_it_is_an_extension_of_gimp_where_gimp_looks_for_it(manifest: dict[str, Any]) -> None:
    point, _, name = str(manifest["id"]).rpartition(".")
    assert (manifest["id"], point) == (ID, "org.gimp.GIMP.Plugin")
    assert (manifest["runtime"], manifest["branch"]) == ("org.gimp.GIMP", "3")
    assert manifest["build-extension"] is True
    assert manifest["build-options"]["prefix"] == f"/app/extensions/{name}"


def test_nothing_comes_from_the_network_without_a_hash(manifest: dict[str, Any]) -> None:
    found = sources(manifest)
    assert found
    for source in found:
        assert "path" in source or re.fullmatch(r"[0-9a-f]{64}", source.get("sha256", "")), source
        assert source["type"] in ("archive", "file")
    assert not any("--share=network" in str(value) for value in manifest["build-options"].values())


def test_its_files_are_what_the_packages_are_called(manifest: dict[str, Any]) -> None:
    archive, *others = (Path(source["path"]) for source in sources(manifest))
    assert archive.name == f"smart-select-gimp-{version()}.zip"
    assert (FOLDER / archive.parent).resolve() == ROOT / "dist"
    assert all((FOLDER / other).is_file() for other in others)


def test_its_commands_find_their_files(manifest: dict[str, Any], tmp_path: Path) -> None:
    folder = lay_out(tmp_path)  # as it is in the zip
    assert folder.name == NAME
    brought = {source["path"] for source in sources(manifest) if source["type"] == "file"}
    commands = [command for module in manifest["modules"] for command in module["build-commands"]]
    for command in commands:
        for word in command.split()[1:]:
            if not word.startswith(("-", "$")):
                assert (tmp_path / word).exists() or word in brought, command
    assert f"cp -r {NAME} ${{FLATPAK_DEST}}/plug-ins/" in commands


def test_the_store_reads_the_same_name_and_licence() -> None:
    store = ET.parse(FOLDER / f"{ID}.metainfo.xml").getroot()
    assert store.get("type") == "addon"
    assert [store.findtext(tag) for tag in ("id", "extends", "name")] == [ID, "org.gimp.GIMP", "Smart Select"]
    assert f'license = "{store.findtext("project_license")}"' in (ROOT / "pyproject.toml").read_text(
        encoding="utf-8"
    )
