"""From an answer's mask to pictures of it: a tint with an outline, for the preview and the canvas."""

from __future__ import annotations

from typing import Any, Final

from smart_select_krita.qt import Qt, QtCore, QtGui
from smart_select_plugin.wire.values import Selection

TINT: Final = (64, 156, 255)
_TINT_ALPHA: Final = 110
_OUTLINE: Final = (255, 255, 255)
PREVIEW_SIDE: Final = 700


class Tint:
    """A mask ready to be drawn anywhere: `image` covers `rect` of the picture."""

    def __init__(self, answer: Selection) -> None:
        assert answer.area is not None
        self.answer = answer
        x0, y0, x1, y1 = answer.area
        width, height = x1 - x0, y1 - y0
        data = bytes(answer.mask)  # kept until there is a copy: QImage does not keep it alive
        mask = QtGui.QImage(data, width, height, width, QtGui.QImage.Format.Format_Alpha8)
        longest = max(width, height)
        # Most of the way quickly, the rest smoothly: a large mask takes no longer than a small one.
        for side, mode in (
            (2 * PREVIEW_SIDE, Qt.TransformationMode.FastTransformation),
            (PREVIEW_SIDE, Qt.TransformationMode.SmoothTransformation),
        ):
            if longest > side:
                across, down = max(1, width * side // longest), max(1, height * side // longest)
                mask = mask.scaled(across, down, Qt.AspectRatioMode.IgnoreAspectRatio, mode)
        self.rect = QtCore.QRectF(x0, y0, width, height)
        self.image = _tinted(mask)


def _tinted(mask: Any) -> Any:
    """Return the mask as a translucent tint with a light outline."""
    size = mask.size()
    tint = _filled(mask, QtGui.QColor(*TINT))
    inner = _filled(mask, QtGui.QColor(*_OUTLINE))
    form = QtGui.QImage.Format.Format_ARGB32_Premultiplied
    outline = QtGui.QImage(size, form)
    outline.fill(0)
    painter = QtGui.QPainter(outline)
    # What a shifted copy covers and the mask does not is the edge.
    for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        painter.drawImage(dx, dy, inner)
    painter.setCompositionMode(QtGui.QPainter.CompositionMode.CompositionMode_DestinationOut)
    painter.drawImage(0, 0, inner)
    painter.end()
    result = QtGui.QImage(size, form)
    result.fill(0)
    painter = QtGui.QPainter(result)
    painter.setOpacity(_TINT_ALPHA / 255)
    painter.drawImage(0, 0, tint)
    painter.setOpacity(1.0)
    painter.drawImage(0, 0, outline)
    painter.end()
    return result


def _filled(mask: Any, colour: Any) -> Any:
    image = QtGui.QImage(mask.size(), QtGui.QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(colour)
    painter = QtGui.QPainter(image)
    painter.setCompositionMode(QtGui.QPainter.CompositionMode.CompositionMode_DestinationIn)
    painter.drawImage(0, 0, mask)
    painter.end()
    return image
