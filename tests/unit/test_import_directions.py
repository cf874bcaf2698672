"""Imports run one way: hosts → plugin, core → plugin's values, and nobody imports a host."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORE_DEPENDENCIES = {"numpy", "onnxruntime", "PIL", "requests", "platformdirs"}
HOST_PROVIDED = {
    "gimp": {"gi", "smart_select_gimp"},
    "krita": {"krita", "PyQt5", "PyQt6", "smart_select_krita"},
}

FOUNDATION = {"values", "errors", "paths", "system_reasons", "parallel", "leftovers", "srgb", "bands"}
PARTS = {
    "photo",
    "masks",
    "matting",
    "layouts",
    "runtime",
    "models",
    "embeddings",
    "encoding_job",
    "prompting",
    "closer",
    "verbs",
}
CORE_MAY_IMPORT = {
    "errors": set(),
    "system_reasons": set(),
    "parallel": set(),
    "leftovers": set(),
    "no_telemetry": set(),
    "srgb": set(),
    "bands": set(),
    "paths": {"errors"},
    "values": {"errors"},
    "photo": {"values", "errors", "system_reasons", "srgb", "bands", "photo"},
    "masks": {"values", "parallel", "srgb", "bands", "masks"},
    "matting": {"values", "parallel", "masks", "matting"},
    "layouts": {"values", "errors", "layouts"},
    "runtime": {"values", "errors", "paths", "leftovers", "layouts", "runtime"},
    "models": {"errors", "models"},
    "embeddings": {"values", "paths", "leftovers", "system_reasons", "embeddings"},
    "encoding_job": {"values", "runtime"},
    "prompting": {"values", "errors", "layouts", "masks"},
    "closer": {"values", "layouts"},
    "verbs": {"values", "errors", "bands", "photo", "matting"},
    "engine": FOUNDATION | PARTS,
    "subject": FOUNDATION | PARTS | {"engine"},
    "detail": {"values"},
    "doctor": {"values", "errors", "paths", "system_reasons", "models", "doctor"},
    "worker": FOUNDATION | PARTS | {"engine", "subject", "detail", "doctor", "worker"},
    "trying": {"values", "errors", "system_reasons", "photo", "trying"},
    "cli": FOUNDATION
    | PARTS
    | {
        "trying",
        "engine",
        "subject",
        "detail",
        "doctor",
        "worker",
        "cli",
        "__version__",
    },
    "__init__": FOUNDATION | PARTS | {"engine", "subject", "no_telemetry"},
    "__main__": {"cli"},
}

PLUGIN_VALUES_FOR = {
    "worker": {"wire"},
    "models": {"wire"},
    "cli": {"wire", "prompt_text", "environment", "installing"},
}
"""What core may know of the plugin: what both sides of the wire share; the commands a bit more."""


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively; imports go one way: absolute"
            module = node.module or ""
            # `from smart_select import engine` is about the module engine, not about the package.
            yield from (f"{module}.{alias.name}" for alias in node.names) if "." not in module else [module]


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


def part_of_core(path: Path) -> str:
    """Return the package or top module of core that a file belongs to."""
    return path.relative_to(ROOT / "core" / "smart_select").parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", modules("core"), ids=lambda path: str(path.relative_to(ROOT)))
def test_parts_of_core_keep_the_layers_of_the_architecture(path: Path) -> None:
    part = part_of_core(path)
    ours = {name.split(".")[1] for name in imports(path) if name.startswith("smart_select.")}
    assert ours <= CORE_MAY_IMPORT[part]
    of_plugin = {name.split(".")[1] for name in imports(path) if name.startswith("smart_select_plugin.")}
    assert of_plugin <= PLUGIN_VALUES_FOR.get(part, set())


@pytest.mark.parametrize(
    ("line", "means"),
    [
        ("from smart_select import engine", "smart_select.engine"),
        ("import smart_select.cli.main", "smart_select.cli.main"),
        ("from smart_select.masks.edges import EdgeGuide", "smart_select.masks.edges"),
    ],
)
def test_every_way_to_import_is_seen(tmp_path: Path, line: str, means: str) -> None:
    path = tmp_path / "module.py"
    path.write_text(line)
    assert list(imports(path)) == [means]
