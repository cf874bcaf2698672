"""Which programs and packages this is, and whether it runs in an environment of its own."""

import logging
import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Final

PACKAGES: Final = ("onnxruntime", "numpy", "pillow")

_log = logging.getLogger(__name__)


def software() -> dict[str, str | int]:
    """Return versions by name: the packages, Python, the system and the number of processors."""
    return {
        **{name: installed_version(name) for name in PACKAGES},
        "python": platform.python_version(),
        "system": platform.platform(),
        "cpus": os.cpu_count() or 1,
    }


def installed_version(package: str) -> str:
    """Return a package's version, or "not installed"."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def available_providers() -> list[str]:
    """Return what ONNX Runtime could compute on here; none when it can't even be loaded."""
    try:
        import onnxruntime
    except ImportError:
        _log.warning("ONNX Runtime can't be imported.")
        _log.debug("in full", exc_info=True)  # which names files
        return []
    return list(onnxruntime.get_available_providers())


def interpreter_folder() -> str:
    """Return the folder of the Python that is running; of the virtual environment where it is in one."""
    return sys.prefix
