"""What the program can say: every literal text of its sources, gaps as `…`."""

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from manual.pages import ROOT

SOURCES = (
    "core/smart_select",
    "plugin/smart_select_plugin",
    "gimp/smart-select",
    "krita/smart_select_krita",
)


def files() -> Iterator[Path]:
    """Yield the sources that say something to people."""
    for folder in SOURCES:
        yield from sorted((ROOT / folder).rglob("*.py"))
    yield ROOT / "packaging" / "install.py"


@lru_cache(maxsize=1)
def sentences() -> frozenset[str]:
    """Return all texts of the sources, docstrings left out, with `…` for what is put in."""
    found: set[str] = set()
    for path in files():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        found.update(filter(None, (with_gaps(node) for node in ast.walk(tree) if id(node) not in docstrings)))
    return frozenset(found)


def with_gaps(node: ast.AST) -> str:
    """Return a literal text with `…` for what is put in; "" for any other node."""
    if isinstance(node, ast.JoinedStr):
        parts = (part.value if isinstance(part, ast.Constant) else "…" for part in node.values)
        return "".join(map(str, parts))
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.sub(r"\{[^{}]*\}", "…", node.value)
    return ""
