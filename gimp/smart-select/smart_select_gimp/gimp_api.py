"""GIMP's own modules in the versions that this plug-in is written for: import them from here.

GIMP gives no type stubs, so its objects are `Any` to the type checker.
"""

import gi

gi.require_version("Gimp", "3.0")
gi.require_version("Gegl", "0.4")

from gi.repository import Gegl, Gimp, Gio, GLib, GObject  # noqa: E402

__all__ = ["GLib", "GObject", "Gegl", "Gimp", "Gio"]
