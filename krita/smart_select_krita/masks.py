"""From answers to pictures of them for the preview and the canvas: tinted, outlined, or lighter."""

from __future__ import annotations

from typing import Any, Final, Sequence

from smart_select_krita.geometry import Size, fitted
from smart_select_krita.qt import Qt, QtCore, QtGui
from smart_select_plugin.wire.values import Selection

TINT: Final = (64, 156, 255)
_TINT_ALPHA: Final = 110
_LIGHT, _DARK = (255, 255, 255), (0, 0, 0)
_SHIFT_ALPHA: Final = 51
"""White on what is selected and black on the rest: a tenth lighter and darker in the middle of the range."""

_SOLID: Final = bytes(255 * (value >= 128) for value in range(256))

PREVIEW_SIDE: Final = 700
_WHOLE_SIDE: Final = 1400

_FORM: Final = QtGui.QImage.Format.Format_ARGB32_Premultiplied


class Tint:
    """A mask ready to be drawn anywhere: `image` covers `rect` of the picture."""

    def __init__(self, answer: Selection, look: str = "tint") -> None:
        assert answer.area is not None
        self.answers: Sequence[Selection] = (answer,)
        self.look = look
        x0, y0, x1, y1 = answer.area
        self.rect = QtCore.QRectF(x0, y0, x1 - x0, y1 - y0)
        mask = _reduced(answer)
        self.image = _tinted(mask) if look == "tint" else _outlined(mask)


class Shade:
    """What is selected lighter than it is, the rest of the picture darker, ready to be drawn as a Tint."""

    look: Final = "brightness"

    def __init__(self, answers: Sequence[Selection]) -> None:
        self.answers = answers
        width, height = answers[0].full_size
        self.rect = QtCore.QRectF(0, 0, width, height)
        across, down = fitted((width, height), _WHOLE_SIDE)
        self.image = _empty((across, down))
        self.image.fill(QtGui.QColor(*_DARK, _SHIFT_ALPHA))
        painter = QtGui.QPainter(self.image)
        painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform)
        painter.scale(across / width, down / height)
        modes = QtGui.QPainter.CompositionMode
        for answer in answers:
            assert answer.area is not None
            x0, y0, x1, y1 = answer.area
            place = QtCore.QRectF(x0, y0, x1 - x0, y1 - y0)
            light = _filled(_reduced(answer), QtGui.QColor(*_LIGHT))
            painter.setCompositionMode(modes.CompositionMode_DestinationOut)
            painter.drawImage(place, light)
            painter.setCompositionMode(modes.CompositionMode_SourceOver)
            painter.setOpacity(_SHIFT_ALPHA / 255)
            painter.drawImage(place, light)
            painter.setOpacity(1.0)
        painter.end()


def _reduced(answer: Selection) -> Any:
    """Return an answer's mask as an image of a size that can be drawn at once."""
    assert answer.area is not None
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
    return mask.copy() if longest <= PREVIEW_SIDE else mask


def _tinted(mask: Any) -> Any:
    """Return the mask as a translucent tint with a light outline."""
    result = _empty(_size(mask))
    painter = QtGui.QPainter(result)
    painter.setOpacity(_TINT_ALPHA / 255)
    painter.drawImage(0, 0, _filled(mask, QtGui.QColor(*TINT)))
    painter.setOpacity(1.0)
    painter.drawImage(0, 0, _edge(mask, _LIGHT, 1))
    painter.end()
    return result


def _outlined(mask: Any) -> Any:
    """Return the mask's outline, light on dark so that it is seen on any picture."""
    mask = _hard(mask)  # a line around a soft edge would be grey
    result = _edge(mask, _DARK, 2)
    painter = QtGui.QPainter(result)
    painter.drawImage(0, 0, _edge(mask, _LIGHT, 1))
    painter.end()
    return result


def _hard(mask: Any) -> Any:
    """Return the mask with nothing between all and nothing."""
    plain = mask.convertToFormat(QtGui.QImage.Format.Format_Alpha8)
    width, height = _size(plain)
    stride = plain.bytesPerLine()
    data = bytes(plain.constBits().asstring(stride * height)).translate(_SOLID)
    return QtGui.QImage(data, width, height, stride, QtGui.QImage.Format.Format_Alpha8).copy()


def _edge(mask: Any, colour: Sequence[int], width: int) -> Any:
    """Return a line around the mask: what copies of it cover that are shifted, and it does not itself."""
    inner = _filled(mask, QtGui.QColor(*colour))
    outline = _empty(_size(mask))
    painter = QtGui.QPainter(outline)
    for dx, dy in ((-width, 0), (width, 0), (0, -width), (0, width)):
        painter.drawImage(dx, dy, inner)
    painter.setCompositionMode(QtGui.QPainter.CompositionMode.CompositionMode_DestinationOut)
    painter.drawImage(0, 0, inner)
    painter.end()
    return outline


def _filled(mask: Any, colour: Any) -> Any:
    image = _empty(_size(mask))
    image.fill(colour)
    painter = QtGui.QPainter(image)
    painter.setCompositionMode(QtGui.QPainter.CompositionMode.CompositionMode_DestinationIn)
    painter.drawImage(0, 0, mask)
    painter.end()
    return image


def _empty(size: Size) -> Any:
    image = QtGui.QImage(size[0], size[1], _FORM)
    image.fill(0)
    return image


def _size(image: Any) -> Size:
    return int(image.width()), int(image.height())
