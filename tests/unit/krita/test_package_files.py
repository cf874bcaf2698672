"""The files around the code: what Krita reads before it runs any of it."""

import ast
import sys
import xml.etree.ElementTree as ElementTree
import zipfile
from configparser import ConfigParser
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "packaging" / "krita"))
from krita_zip import ROOT, build_zip

KRITA = ROOT / "krita"
PACKAGE = KRITA / "smart_select_krita"


def test_every_action_has_its_place_for_a_shortcut() -> None:
    tree = ElementTree.parse(KRITA / "smart_select_krita.action")
    described = {action.get("name"): action.findtext("text") for action in tree.iter("Action")}
    code = ast.parse((PACKAGE / "actions.py").read_text(encoding="utf-8"))
    texts = {
        node.value
        for node in ast.walk(code)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(described.values()) == {text for text in texts if text.startswith("Smart Select: ")}
    assert {name.removeprefix("smart_select_") for name in described if name} <= texts


def test_the_desktop_file_names_the_package_and_its_manual() -> None:
    config = ConfigParser()
    config.optionxform = str  # type: ignore[assignment,method-assign]
    config.read(KRITA / "smart_select_krita.desktop", encoding="utf-8")
    entry = config["Desktop Entry"]
    assert entry["X-KDE-Library"] == PACKAGE.name
    assert (PACKAGE / entry["X-Krita-Manual"]).is_file()


def test_the_zip_has_entries_for_its_folders_and_nothing_compiled(tmp_path: Path) -> None:
    with zipfile.ZipFile(build_zip(tmp_path)) as file:
        names = file.namelist()
    assert "smart_select_krita/" in names
    assert "smart_select_krita/__init__.py" in names
    assert "smart_select_krita/shared/smart_select_plugin/client.py" in names
    assert "smart_select_krita.action" in names
    assert not [name for name in names if "__pycache__" in name or "\\" in name]


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("*.py")), ids=lambda path: path.name)
def test_the_code_is_python_3_9_s_and_only_one_file_names_a_binding(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    ast.parse(text, feature_version=(3, 9))
    if path.name != "qt.py":
        assert "import PyQt" not in text
        assert "from PyQt" not in text
