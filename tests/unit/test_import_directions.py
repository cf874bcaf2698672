"""Imports run one way: hosts → plugin, core → plugin's values, and nobody imports a host."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORE_DEPENDENCIES = {"numpy", "onnxruntime", "PIL", "requests", "platformdirs"}
HOST_PROVIDED = {"gimp": {"gi"}, "krita": {"krita", "PyQt5", "PyQt6"}}

CORE_MAY_IMPORT = {
    "photo": {"values", "errors", "system_reasons", "photo"},
    "masks": {"values", "parallel", "masks"},
    "layouts": {"values", "errors", "parallel", "layouts"},
    "runtime": {"values", "errors", "paths", "layouts", "runtime"},
    "models": {"errors", "paths", "layouts", "runtime", "models"},
    "embeddings": {"values", "errors", "paths", "system_reasons", "embeddings"},
}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively; imports go one way: absolute"
            yield node.module or ""


def modules(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def outside(names: Iterator[str]) -> set[str]:
    return {name.split(".")[0] for name in names} - set(sys.stdlib_module_names)


@pytest.mark.parametrize("path", modules("core"), ids=lambda path: str(path.relative_to(ROOT)))
def test_core_imports_its_dependencies_and_the_plugin_s_values_only(path: Path) -> None:
    assert outside(imports(path)) <= CORE_DEPENDENCIES | {"smart_select", "smart_select_plugin"}


@pytest.mark.parametrize("path", modules("plugin"), ids=lambda path: str(path.relative_to(ROOT)))
def test_plugin_imports_the_standard_library_only(path: Path) -> None:
    assert outside(imports(path)) <= {"smart_select_plugin"}


@pytest.mark.parametrize("host", ["gimp", "krita"])
def test_host_imports_the_plugin_and_what_the_host_gives(host: str) -> None:
    for path in modules(host):
        assert outside(imports(path)) <= HOST_PROVIDED[host] | {"smart_select_plugin"}


@pytest.mark.parametrize("package", sorted(CORE_MAY_IMPORT))
def test_core_packages_keep_the_layers_of_the_architecture(package: str) -> None:
    for path in modules(f"core/smart_select/{package}"):
        ours = {
            [*name.split("."), ""][1] or "the top"
            for name in imports(path)
            if name.split(".")[0] == "smart_select"
        }
        # `from smart_select import paths` names a module of the top package.
        if "the top" in ours:
            ours = (ours - {"the top"}) | {"paths"}
        assert ours <= CORE_MAY_IMPORT[package], f"{path.relative_to(ROOT)}: {ours}"
