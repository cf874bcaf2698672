"""The one place that knows which Qt binding Krita runs on. All else imports from here, enums fully scoped.

Krita up to 5.2 has no guard against the wrong binding: a PyQt6 of the system, imported on trial, would load
a second Qt into the process and crash it. So the choice is made by Krita's own version.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any, Tuple


def _major() -> int:
    pykrita = sys.modules.get("pykrita")
    if hasattr(pykrita, "qt_major_version"):
        return int(pykrita.qt_major_version())  # type: ignore[union-attr]
    krita = sys.modules.get("krita")
    if krita is not None:
        return 6 if int(krita.Krita.instance().version().split(".")[0]) >= 6 else 5
    return int(os.environ.get("SMART_SELECT_QT", "5"))  # tests, which say which


QT: int = _major()
"""5 or 6."""


def _module(name: str) -> Any:
    return importlib.import_module(f"PyQt{QT}.{name}")


QtCore: Any = _module("QtCore")
QtGui: Any = _module("QtGui")
QtWidgets: Any = _module("QtWidgets")
Qt: Any = QtCore.Qt


def is_deleted(thing: Any) -> bool:
    """Tell whether Qt has deleted what this wrapper stands for."""
    try:
        thing.objectName()
    except RuntimeError:  # "wrapped C/C++ object has been deleted" is all that PyQt says
        return True
    return False


def position(event: Any) -> Tuple[float, float]:
    """Return where a mouse or tablet event happened, in the widget's own (logical) pixels."""
    for name in ("position", "posF", "localPos"):
        method = getattr(event, name, None)
        if method is not None:
            point = method()
            return float(point.x()), float(point.y())
    raise AttributeError("an event without a position")
