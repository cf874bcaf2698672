"""`make test REFERENCE=no` is collected: no test needs the reference implementation to be read at all."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
REFERENCE = {"torch", "transformers", "onnxscript"}
MODULES = sorted(path for path in TESTS.rglob("*.py") if path.name.startswith(("test_", "conftest")))


def imported_at_once(text: str) -> Iterator[str]:
    """Yield what a module imports when it is read; not what waits in functions or is for type checkers."""
    for statement in ast.parse(text).body:
        if isinstance(statement, ast.Import):
            yield from (alias.name for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom) and statement.module:
            yield statement.module
            yield from (f"{statement.module}.{alias.name}" for alias in statement.names)


@cache
def needed(path: Path) -> frozenset[str]:
    """Return the foreign packages that a module needs, those of the tests' own modules included."""
    found = set()
    for name in imported_at_once(path.read_text(encoding="utf-8")):
        own = TESTS / Path(*name.split(".")).with_suffix(".py")
        found |= needed(own) if own.exists() and own != path else {name.partition(".")[0]}
    return frozenset(found)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(TESTS).as_posix())
def test_reading_a_test_needs_no_pytorch(path: Path) -> None:
    assert not needed(path) & REFERENCE


def test_detours_are_followed_and_delayed_imports_are_not() -> None:
    assert needed(TESTS / "reference_models" / "exporting.py") >= {"torch", "onnx"}
    delayed = "if TYPE_CHECKING:\n    import torch\ndef test():\n    import torch\nfrom a.b import c\n"
    assert list(imported_at_once(delayed)) == ["a.b", "a.b.c"]
