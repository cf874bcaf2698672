"""GIMP's own modules in the versions that this plug-in is written for: import them from here.

GIMP gives no type stubs, so its objects are `Any` to the type checker.
"""

import os
from functools import lru_cache
from typing import Any

import gi

gi.require_version("Gimp", "3.0")
gi.require_version("Gegl", "0.4")
gi.require_version("Babl", "0.1")

from gi.repository import Babl, Gegl, Gimp, Gio, GLib, GObject  # noqa: E402

__all__ = ["Babl", "GLib", "GObject", "Gegl", "Gimp", "Gio", "buffer_of", "start_gegl"]

_FOLDERS = "GEGL_PATH"


def buffer_of(item: Any) -> Any:
    """Return a drawable's pixels, to be read and written; the way to them, because GEGL has to be started."""
    start_gegl()
    return item.get_buffer()


@lru_cache(maxsize=None)
def start_gegl() -> None:
    """Make GEGL ready for reading and writing pixels, and colours; needed before any of that.

    GIMP has not: without its tables, GEGL makes smaller copies of 8-bit pictures black, and says nothing. Its
    two hundred operations, which take longer to load than all else, are not needed: so it looks for them
    where there are none.
    """
    before = os.environ.get(_FOLDERS)
    os.environ[_FOLDERS] = os.devnull
    try:
        Gegl.init(None)
    finally:
        if before is None:
            del os.environ[_FOLDERS]
        else:
            os.environ[_FOLDERS] = before
