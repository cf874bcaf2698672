"""The files around the code: what Krita reads before it runs any of it."""

import ast
import os
import sys
import xml.etree.ElementTree as ElementTree
import zipfile
from configparser import ConfigParser
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "packaging" / "krita"))
from krita_zip import ROOT, build_zip

KRITA = ROOT / "krita"
PACKAGE = KRITA / "smart_select_krita"
LANGUAGES = {
    path.stem for path in (Path(__file__).resolve().parents[3] / "packaging" / "translations").glob("*.po")
}
TAGS = ("<h3>", "<li>", "<p>")
NAMED = (
    "Set up…",
    "Click to select",
    "Live",
    "Subject",
    "Take",
    "Combine",
    "Make",
    "New object",
    "Undo point",
)
NAMED += ("Grow", "Feather", "Look at", "Show as", "Model", "From selection", "Refine")
"""What stands on the docker and is told about in the manual."""


def test_every_action_has_its_place_for_a_shortcut() -> None:
    tree = ElementTree.parse(KRITA / "smart_select_krita.action")
    described = {action.get("name"): action.findtext("text") for action in tree.iter("Action")}
    sources = [
        ast.parse((PACKAGE / name).read_text(encoding="utf-8")) for name in ("actions.py", "refining.py")
    ]
    texts = {
        node.value
        for code in sources
        for node in ast.walk(code)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(described.values()) == {text for text in texts if text.startswith("Smart Select: ")}
    assert {name.removeprefix("smart_select_") for name in described if name} <= texts
    assert {action.findtext("toolTip") for action in tree.iter("Action")} <= texts


def test_the_desktop_file_names_the_package_and_its_manual() -> None:
    config = ConfigParser()
    config.optionxform = str  # type: ignore[assignment,method-assign]
    config.read(KRITA / "smart_select_krita.desktop", encoding="utf-8")
    entry = config["Desktop Entry"]
    assert entry["X-KDE-Library"] == PACKAGE.name
    for key in ("X-Krita-Manual", "Name", "Comment"):
        assert {name for name in entry if name.startswith(key)} == {
            key,
            *(f"{key}[{it}]" for it in LANGUAGES),
        }
    assert len({entry[name] for name in entry if name.startswith("Comment")}) == 1 + len(LANGUAGES)


@pytest.mark.parametrize("language", ["", "[de]", "[fr]"])
def test_the_manual_names_the_docker_as_it_is_in_the_language(language: str) -> None:
    config = ConfigParser()
    config.optionxform = str  # type: ignore[assignment,method-assign]
    config.read(KRITA / "smart_select_krita.desktop", encoding="utf-8")
    manual = (PACKAGE / config["Desktop Entry"][f"X-Krita-Manual{language}"]).read_text(encoding="utf-8")
    english = (PACKAGE / "Manual.html").read_text(encoding="utf-8")
    assert [manual.count(tag) for tag in TAGS] == [english.count(tag) for tag in TAGS]
    catalogue = Path(__file__).resolve().parents[3] / "packaging" / "translations" / f"{language[1:-1]}.po"
    if language:
        with catalogue.open("rb") as file:
            texts = {str(it.id): str(it.string) for it in read_po(file)}
    else:
        texts = {}
    for english_name in NAMED:
        assert f"<i>{texts.get(english_name, english_name)}</i>" in manual


def test_the_zip_has_entries_for_its_folders_and_nothing_compiled(tmp_path: Path) -> None:
    with zipfile.ZipFile(build_zip(tmp_path)) as file:
        names = file.namelist()
    assert "smart_select_krita/" in names
    assert "smart_select_krita/__init__.py" in names
    assert "smart_select_krita/shared/smart_select_plugin/client.py" in names
    assert "smart_select_krita.action" in names
    assert not [name for name in names if "__pycache__" in name or "\\" in name]


def test_the_same_files_make_the_same_zip_whatever_their_times(tmp_path: Path) -> None:
    wheel = tmp_path / "smart_select-1.0-py3-none-any.whl"
    wheel.write_bytes(b"PK" * 1000)
    first = build_zip(tmp_path / "first", wheel).read_bytes()
    os.utime(wheel, (1, 1))
    wheel.chmod(0o600)
    assert build_zip(tmp_path / "second", wheel).read_bytes() == first
    assert sorted(path.name for path in (tmp_path / "second").iterdir()) == ["smart-select-krita.zip"]


def test_every_entry_can_be_read_by_everybody_and_folders_are_folders(tmp_path: Path) -> None:
    with zipfile.ZipFile(build_zip(tmp_path)) as file:
        for info in file.infolist():
            assert info.date_time[0] == 1980
            mode = info.external_attr >> 16
            assert mode & 0o777 == (0o755 if info.is_dir() else 0o644)
        file.extractall(tmp_path / "out")
    assert (tmp_path / "out" / "smart_select_krita" / "shared" / "smart_select_plugin").is_dir()


def test_the_catalogues_travel_with_the_plug_in(tmp_path: Path) -> None:
    shared = PACKAGE.parents[1] / "plugin" / "smart_select_plugin"
    with zipfile.ZipFile(build_zip(tmp_path)) as file:
        names = set(file.namelist())
    for path in (shared / "locale").rglob("*.mo"):
        assert f"smart_select_krita/shared/smart_select_plugin/{path.relative_to(shared).as_posix()}" in names


def test_every_text_goes_through_the_translation() -> None:
    """A sentence or label that is given to a widget, a refusal or an action as it is would stay English."""
    told = {"QLabel", "QPushButton", "QCheckBox", "Button", "Refusal", "setToolTip", "setText", "addRow"}
    told |= {"setAccessibleName", "setPlainText", "_say", "setWindowTitle"}
    for path in PACKAGE.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if name not in told:
                continue
            for text in map(plain_words, call.args):
                assert text in ("", "Smart Select"), f"{path.name}:{call.lineno} {text!r}"


def plain_words(argument: ast.expr) -> str:
    """Return the letters that stand in an argument as they are."""
    parts = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
    texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    words = "".join(texts)
    return words if any(letter.isalpha() for letter in words) else ""


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("*.py")), ids=lambda path: path.name)
def test_the_code_is_python_3_9_s_and_only_one_file_names_a_binding(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    ast.parse(text, feature_version=(3, 9))
    if path.name != "qt.py":
        assert "import PyQt" not in text
        assert "from PyQt" not in text
