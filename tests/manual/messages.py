"""What the program says when something is wrong: the sentences of its errors, wherever they are written."""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from manual.pages import ROOT
from manual.sources import files, with_gaps

_BUILT_IN = {"Exception", "OSError", "ValueError", "RuntimeError"}
_TELLING = {"Failed", "failed", "print"}
"""What carries a sentence to a plug-in, and to the terminal."""
_WORDING = {"_unwritable", "_not_to_be_changed", "unexpected", "sentence_of", "our_mistake"}
"""Functions that make one."""
_WORDS = 4
_SENTENCE = re.compile(r"[A-Z…“\"].*\.", re.DOTALL)


@lru_cache(maxsize=1)
def messages() -> dict[str, str]:
    """Return every sentence of an error, gaps as `…`, and the file where it is written.

    Counted are whole sentences in classes of errors, in what is raised, in what is told as an obstacle, and
    in what a worker or a command answers.
    """
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in files()}
    errors = _names_of_errors(trees.values())
    found: dict[str, str] = {}
    for path, tree in trees.items():
        for node in ast.walk(tree):
            for spot in _spots(node, errors):
                for text in _texts(spot):
                    if _SENTENCE.fullmatch(text) and len(text.split()) >= _WORDS:
                        found.setdefault(text, path.relative_to(ROOT).as_posix())
    return found


def reasons() -> set[str]:
    """Return what can be the cause of a failed set-up, and what is advised."""
    tree = ast.parse(
        (ROOT / "plugin/smart_select_plugin/environment/explaining.py").read_text(encoding="utf-8")
    )
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    said = (call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Reason")
    return {text for call in said for text in _texts(call.args[0])}


def _names_of_errors(trees: Iterable[ast.Module]) -> set[str]:
    """Return the classes that descend from an exception of Python's."""
    bases: dict[str, set[str]] = {}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                bases.setdefault(node.name, set()).update(map(_name, node.bases))
    errors = set(_BUILT_IN)
    while True:
        more = {name for name, above in bases.items() if above & errors} - errors
        if not more:
            return errors - _BUILT_IN
        errors |= more


def _spots(node: ast.AST, errors: set[str]) -> Iterator[ast.AST]:
    if isinstance(node, ast.ClassDef) and node.name in errors:
        yield node
    elif isinstance(node, ast.Raise) and node.exc is not None:
        yield node.exc
    elif isinstance(node, ast.Call) and _name(node.func) in errors | _TELLING:
        yield node
    elif isinstance(node, ast.keyword) and node.arg == "obstacle":
        yield node.value
    elif isinstance(node, ast.FunctionDef) and node.name in _WORDING:
        yield node


def _texts(node: ast.AST) -> Iterator[str]:
    docstrings = {id(child.value) for child in ast.walk(node) if isinstance(child, ast.Expr)}
    parts = {
        id(part) for child in ast.walk(node) if isinstance(child, ast.JoinedStr) for part in child.values
    }
    for child in ast.walk(node):
        if id(child) not in docstrings | parts:
            text = with_gaps(child)
            if text:
                yield text


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
