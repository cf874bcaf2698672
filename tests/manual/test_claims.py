"""What the manual says of the program is what the program says of itself."""

import argparse
import ast
import re
import tomllib
import xml.etree.ElementTree as ET

import pytest

from gimp.test_documentation import ARGUMENTS, COMMON
from manual.pages import DOCS, MANUAL, PAGES, ROOT, commands_of, text_of
from manual.sources import sentences
from smart_select.cli.commands import build_parser
from smart_select_plugin.installing.options import add_arguments

MESSAGES = re.findall(r"^> (.+)$", text_of(DOCS / "troubleshooting.md"), re.MULTILINE)
GIMP = ROOT / "gimp" / "smart-select" / "smart_select_gimp"
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
OF_OTHERS = {"--quit", "--batch-interpreter", "--user", "--install", "--check", "--new", "--wheel"}
"""Options of GIMP, flatpak-builder, and scripts in packaging."""


def table(page: str, first: str) -> list[list[str]]:
    """Return the rows of the page's table whose first heading is this, without the headings."""
    lines = text_of(DOCS / page).splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {first} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def commands() -> dict[str, argparse.ArgumentParser]:
    """Return the parsers of all commands, "models list" included."""
    found: dict[str, argparse.ArgumentParser] = {}

    def collect(parser: argparse.ArgumentParser, name: str) -> None:
        found[name] = parser
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                for word, below in action.choices.items():
                    collect(below, f"{name} {word}".strip())

    collect(build_parser(), "")
    return found


def options_of(parser: argparse.ArgumentParser) -> set[str]:
    return {option for action in parser._actions for option in action.option_strings}


@pytest.mark.parametrize("message", MESSAGES)
def test_a_quoted_message_is_one_of_the_program(message: str) -> None:
    assert any(message in sentence for sentence in sentences())


def test_troubleshooting_knows_what_hosts_most_often_say() -> None:
    problems = ast.parse((GIMP / "problems.py").read_text(encoding="utf-8"))
    for name in (
        "NothingSelected",
        "NothingFound",
        "SetupNeeded",
        "LayerNeeded",
        "LayerElsewhere",
        "ImageChanged",
    ):
        node = next(it for it in problems.body if isinstance(it, ast.ClassDef) and it.name == name)
        texts = [
            it.value for it in ast.walk(node) if isinstance(it, ast.Constant) and isinstance(it.value, str)
        ]
        assert any(text in MESSAGES for text in texts), name


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_every_command_is_one_that_the_program_takes(page: object) -> None:
    parsers = commands()
    for line in commands_of(page):  # type: ignore[arg-type]
        words = line.split()[1:]
        name = next(name for name in (" ".join(words[:2]), words[0]) if name in parsers)
        assert set(OPTION.findall(line)) <= options_of(parsers[name]), line


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_every_option_named_is_one_of_a_command(page: object) -> None:
    installer = argparse.ArgumentParser()
    add_arguments(installer)
    known = OF_OTHERS | options_of(installer).union(*map(options_of, commands().values()))
    prose = re.sub(r"^```.*?^```$", "", text_of(page), flags=re.MULTILINE | re.DOTALL)  # type: ignore[arg-type]
    named = {option for code in re.findall(r"`([^`\n]*)`", prose) for option in OPTION.findall(code)}
    if page.parent.name != "adr" and page.name not in ("BENCH.md", "PARITY.md"):  # type: ignore[attr-defined]
        assert named <= known


def test_every_command_is_in_the_manual() -> None:
    text = "\n".join(map(text_of, MANUAL))
    for name in commands():
        if name and name != "models" and not name.startswith("worker"):
            assert f"`{name}`" in text or f"smart-select {name}" in text, name


def test_every_option_of_a_verb_is_in_the_manual() -> None:
    text = "\n".join(map(text_of, MANUAL))
    for name in ("select", "cutout", "replace", "blur", "desaturate", "sky"):
        for option in options_of(commands()[name]) - {"-h", "--help", "-v", "--verbose", "--output", "-o"}:
            assert option in text or option.replace("color", "colour") in text, (name, option)


def test_every_model_is_compared() -> None:
    catalogue = tomllib.loads((ROOT / "core" / "smart_select" / "catalog.toml").read_text(encoding="utf-8"))
    rows = {row[0].strip("`"): row for row in table("models.md", "model")}
    assert set(rows) == {model["id"] for model in catalogue["model"]}
    for model in catalogue["model"]:
        size = sum(file.get("bytes", file.get("approx_bytes")) for file in model.get("file", ()))
        if size:
            assert rows[model["id"]][1] == f"{size / 1e6:.0f} MB", model["id"]


def test_the_speeds_are_those_that_were_measured() -> None:
    bench = text_of(DOCS / "BENCH.md")
    rows = {row[0].strip("`"): row for row in table("models.md", "model")}
    for what, column in (("encode`, 1 MP", 2), ("click → mask, 1 MP", 3)):
        measured = re.search(
            rf"^\| embedded model: `?{re.escape(what)} \|.*\| (\d+) ms \| (\d+) ms \|$", bench, re.MULTILINE
        )
        assert measured is not None
        for name, milliseconds in zip(("embedded", "sam2.1-tiny"), measured.groups(), strict=True):
            said = float(rows[name][column].removesuffix(" s"))
            assert said == pytest.approx(int(milliseconds) / 1000, rel=0.1), name


def test_every_key_of_gimps_panel_is_the_mnemonic_of_its_control() -> None:
    window = ast.parse((GIMP / "panel" / "window.py").read_text(encoding="utf-8"))
    texts = {
        node.value
        for node in ast.walk(window)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    mnemonics = {
        text.replace("_", "").rstrip(":"): text[text.index("_") + 1].upper() for text in texts if "_" in text
    }
    told = 0
    for control, _what, key in table("gimp.md", "control"):
        keys = re.findall(r"Alt\+(\w)", key)
        for name, letter in zip(control.split(", "), keys, strict=False):
            assert mnemonics[name] == letter, name
            told += 1
    assert told >= 12


def test_every_entry_of_gimps_menu_is_in_the_manual() -> None:
    procedures = (GIMP / "procedures.py").read_text(encoding="utf-8")
    labels = [label.replace("_", "") for label in re.findall(r'Description\(\s*_\("(.+?)"\)', procedures)]
    assert [row[0] for row in table("gimp.md", "entry")] == labels


def test_every_action_of_krita_is_in_the_manual() -> None:
    actions = ET.parse(ROOT / "krita" / "smart_select_krita.action").getroot().iter("Action")
    assert [row[0] for row in table("krita.md", "action")] == [
        str(action.findtext("text")) for action in actions
    ]


def test_every_control_of_kritas_docker_is_called_as_there() -> None:
    said = sentences()
    for row in table("krita.md", "control"):
        for name in row[0].split(", "):
            if name[0].isupper() or name[0] in "+−":
                assert name in said, name


def test_every_choice_of_kritas_docker_is_in_the_manual() -> None:
    form = (ROOT / "krita" / "smart_select_krita" / "option_form.py").read_text(encoding="utf-8")
    text = text_of(DOCS / "krita.md").replace("(", "").replace(")", "")
    for label in re.findall(r'\("(?!embedded)[a-z ]+", _\("([A-Z][^"{]*)"\)\)', form):
        assert label.replace(", cut out", " cut out") in text, label


def test_gimps_procedures_have_these_arguments_and_values() -> None:
    registered = _registered()
    for name, arguments in (row for row in table("scripting.md", "procedure")):
        named = set(re.findall(r"`([a-z-]+)`", arguments))
        assert named == registered[name.strip("`")], name
    values = {
        row[0].strip("`"): set(re.findall(r"`([\w-]+)`", row[1])) for row in table("scripting.md", "argument")
    }
    for name, choices in _choices().items():
        # "cut-out" is an output of one procedure, "clear" a fill of another.
        assert values[name] >= choices, name


def _registered() -> dict[str, set[str]]:
    """Return each procedure's own arguments, as tests/gimp finds them in real GIMP."""
    return {name: found - COMMON - {"run-mode"} for name, found in ARGUMENTS.items()}


def _choices() -> dict[str, set[str]]:
    tree = ast.parse((GIMP / "arguments.py").read_text(encoding="utf-8"))
    found: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Choice":
            name, _label, _help, values = node.args
            assert isinstance(name, ast.Constant)
            assert isinstance(values, ast.Tuple)
            pairs = [pair for pair in values.elts if isinstance(pair, ast.Tuple)]
            found[name.value] = {pair.elts[0].value for pair in pairs}  # type: ignore[attr-defined]
    return found
