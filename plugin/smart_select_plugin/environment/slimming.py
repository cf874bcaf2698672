"""Removing what comes with the packages and is never imported: their tests, and tools to convert models."""

from __future__ import annotations

import shutil
from pathlib import Path

_UNUSED = (
    "onnxruntime/quantization",
    "onnxruntime/tools",
    "onnxruntime/transformers",
    "numpy/**/tests",
    "numpy/f2py",
    "numpy/typing/tests",
)


def slim_down(environment: Path) -> None:
    """Remove them from the environment's folder; what can't be removed stays."""
    for site in (*environment.glob("lib/python*/site-packages"), environment / "Lib" / "site-packages"):
        for pattern in _UNUSED:
            for folder in sorted(site.glob(pattern)):
                shutil.rmtree(folder, ignore_errors=True)
        for cache in sorted(site.rglob("__pycache__")):
            shutil.rmtree(cache, ignore_errors=True)
