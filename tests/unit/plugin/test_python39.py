"""The plug-in's modules run in the oldest Python that hosts bring: 3.9."""

import ast
import sys
from pathlib import Path

import pytest

PLUGIN = Path(__file__).resolve().parents[3] / "plugin"
OLDEST = (3, 9)
YOUNGER_MODULES = {"tomllib", "zoneinfo.tzpath", "compression"}
YOUNGER_NAMES = {
    ("dataclasses", "KW_ONLY"),
    ("enum", "StrEnum"),
    ("enum", "verify"),
    ("datetime", "UTC"),
    ("hashlib", "file_digest"),
    ("itertools", "pairwise"),
    ("itertools", "batched"),
    ("inspect", "get_annotations"),
    ("typing", "ParamSpec"),
    ("typing", "Self"),
    ("typing", "TypeAlias"),
    ("typing", "TypeGuard"),
    ("typing", "assert_never"),
    ("typing", "override"),
    ("contextlib", "chdir"),
    ("contextlib", "aclosing"),
}
"""What people reach for that came later. The real check is a run in 3.9 (tests/service/worker)."""
YOUNGER_ARGUMENTS = {("dataclass", "slots"), ("dataclass", "kw_only"), ("zip", "strict")}
MODULES = sorted(PLUGIN.rglob("*.py"))


def names_of(path: Path) -> str:
    return str(path.relative_to(PLUGIN))


@pytest.mark.parametrize("path", MODULES, ids=names_of)
def test_its_syntax_is_that_of_the_oldest_python(path: Path) -> None:
    ast.parse(path.read_text(encoding="utf-8"), feature_version=OLDEST)


@pytest.mark.parametrize("path", MODULES, ids=names_of)
def test_it_asks_for_nothing_that_came_later(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            assert not {alias.name for alias in node.names} & YOUNGER_MODULES
        elif isinstance(node, ast.ImportFrom):
            assert node.module not in YOUNGER_MODULES
            assert not {(node.module, alias.name) for alias in node.names} & YOUNGER_NAMES
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            assert (node.value.id, node.attr) not in YOUNGER_NAMES
        elif isinstance(node, ast.Call):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            assert not {(called, keyword.arg) for keyword in node.keywords} & YOUNGER_ARGUMENTS


@pytest.mark.parametrize("path", MODULES, ids=names_of)
def test_unions_with_a_bar_are_annotations_only(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    uses_bars = any(isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr) for node in ast.walk(tree))
    if uses_bars:
        assert any(
            isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in ast.walk(tree)
        ), "without the future import a `|` between types is computed, which 3.9 can't"
    assert sys.version_info >= (3, 11)
