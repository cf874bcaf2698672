"""Pixels shown one by one on screens where a pixel of the interface is several of the screen's.

A pixbuf by itself would be enlarged to pixels of the interface. A surface is not, but Python needs cairo's
module for one, which not every GIMP brings; an icon is not, either, but has to be made a picture file first.
"""

from __future__ import annotations

from typing import Any

import gi

from smart_select_gimp.gimp_api import Gio, GLib
from smart_select_gimp.gtk_api import Gdk, Gtk
from smart_select_gimp.panel.png import png_of

try:
    gi.require_foreign("cairo")
    HAS_CAIRO = True
except ImportError:
    HAS_CAIRO = False


def show_frame(image: Any, frame: Any, factor: int) -> None:
    """Have a Gtk.Image show an RGB pixbuf of `factor` times its size, each pixel as one of the screen's."""
    if factor == 1:
        image.set_from_pixbuf(frame)
    elif HAS_CAIRO:
        image.set_from_surface(Gdk.cairo_surface_create_from_pixbuf(frame, factor, None))
    else:
        size = frame.get_width(), frame.get_height()
        png = png_of(frame.get_pixels(), size, frame.get_rowstride())
        image.set_from_gicon(Gio.BytesIcon.new(GLib.Bytes.new(png)), Gtk.IconSize.DIALOG)
        image.set_pixel_size(max(size) // factor)
