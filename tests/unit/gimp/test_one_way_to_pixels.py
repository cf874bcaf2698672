"""GEGL gives wrong pixels, without a word, where it was not started: so nobody goes to them directly."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3] / "gimp" / "smart-select" / "smart_select_gimp"
OF_GTK = {"self._report.get_buffer()"}


def test_a_drawables_buffer_is_had_from_one_function_only() -> None:
    calls = {
        (file.name, ast.unparse(node))
        for file in ROOT.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".get_buffer")
    }
    assert {call for call in calls if call[1] not in OF_GTK} == {("gimp_api.py", "item.get_buffer()")}
