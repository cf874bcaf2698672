"""A mask in another size, by Qt."""

from __future__ import annotations

from smart_select_krita.geometry import Size
from smart_select_krita.qt import Qt, QtGui


def scaled(mask: bytes | bytearray, size: Size, wanted: Size) -> bytes:
    """Return a mask of `size`, 8 bits a pixel without padding, in the `wanted` size, smoothly."""
    data = bytes(mask)  # kept until there are bytes of our own: QImage does not keep it alive, nor its copies
    image = QtGui.QImage(data, size[0], size[1], size[0], QtGui.QImage.Format.Format_Grayscale8)
    other = image.scaled(
        wanted[0],
        wanted[1],
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    ).convertToFormat(QtGui.QImage.Format.Format_Grayscale8)
    stride = other.bytesPerLine()
    rows = bytes(other.constBits().asstring(stride * wanted[1]))
    return b"".join(rows[y * stride : y * stride + wanted[0]] for y in range(wanted[1]))
