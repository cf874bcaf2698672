"""From a document to the picture that the model sees, a strip at a time so that Krita's window never waits.

Krita converts any colour model and depth to sRGB for us. What is transparent becomes a neutral grey.
"""

from __future__ import annotations

from typing import Any, Final, Iterator, Tuple

from smart_select_krita import documents
from smart_select_krita.failures import DocumentGone, layers_changed
from smart_select_krita.geometry import Area, Size, bands, fitted
from smart_select_krita.qt import Qt, QtCore, QtGui
from smart_select_plugin.picture import Picture

MODEL_SIDE: Final = 1024
"""What SAM 2 looks at; sending more would change nothing but the waiting."""

DETAIL_SIDE: Final = 2048
"""The longest side of an area that is sent for its edges."""

_STRIP_PIXELS: Final = 200_000
"""What is read at once: some milliseconds on a slow computer."""

_GREY: Final = 0xFF808080


class PictureReading:
    """Reads one area of a document: of all that is visible, of `merged` (see `labelled`), or of one layer.

    `source` is one of `documents.layers_of`.
    """

    def __init__(
        self,
        document: Any,
        source: str,
        area: Area | None = None,
        *,
        side: int = MODEL_SIDE,
        merged: Any = None,
    ) -> None:
        self.document_id = documents.identity(document)
        self.full_size: Size = documents.size_of(document)
        self.area: Area = area or (0, 0, *self.full_size)
        self.source = source
        self.merged = merged
        layers = documents.layers_of(document, source)
        self.layer_ids: Tuple[str, ...] = tuple(map(documents.node_id, layers))
        size = self.area[2] - self.area[0], self.area[3] - self.area[1]
        self.size: Size = fitted(size, side)
        self._image = QtGui.QImage(self.size[0], self.size[1], QtGui.QImage.Format.Format_RGB32)
        self._image.fill(_GREY)

    def steps(self) -> Iterator[None]:
        """Read, a little between two yields. Raises DocumentGone, Refusal."""
        size = self.area[2] - self.area[0], self.area[3] - self.area[1]
        for place, target in bands(size, self.size, _STRIP_PIXELS):
            document = self._document()
            if self.source == "layer":
                self._read_layer(document, place, target)
            else:
                self._read_strip(document if self.merged is None else self.merged, place, target)
            yield

    def pixels(self) -> bytes:
        """Return what was read: RGB, rows from the top, without padding."""
        return rgb_bytes(self._image)

    def picture(self) -> Picture:
        """Return what was read of a whole document."""
        return Picture.of(self.pixels(), self.size, full_size=self.full_size)

    @property
    def image(self) -> Any:
        """Return what was read as a QImage."""
        return self._image

    def _document(self) -> Any:
        document = documents.active(self.document_id)
        if document is None or documents.size_of(document) != self.full_size:
            raise DocumentGone
        return document

    def _read_strip(self, document: Any, place: Area, target: Area) -> None:
        x0, y0, x1, y1 = place
        left, above = self.area[0], self.area[1]
        strip = document.projection(left + x0, above + y0, x1 - x0, y1 - y0)
        self._draw(strip, QtCore.QRect(0, target[1], target[2], target[3] - target[1]))

    def _read_layer(self, document: Any, place: Area, target: Area) -> None:
        """Krita converts the colours of a layer for its thumbnail only: so a strip becomes one of its own."""
        layers = documents.layers_of(document, self.source)
        if tuple(map(documents.node_id, layers)) != self.layer_ids:
            raise layers_changed()
        for layer in layers:
            x0, y0, x1, y1 = place
            width, height = x1 - x0, y1 - y0
            pixels = bytes(layer.projectionPixelData(self.area[0] + x0, self.area[1] + y0, width, height))
            if pixels.count(0) == len(pixels):
                continue
            strip = document.createNode("", "paintlayer")
            own, colours = _colours(strip), _colours(layer)
            if own != colours:
                strip.setColorSpace(*colours)
            strip.setPixelData(pixels, 0, 0, width, height)
            filled = strip.bounds()
            if filled.isEmpty():
                continue
            image = QtGui.QImage(width, height, QtGui.QImage.Format.Format_ARGB32)
            image.fill(0)
            painter = QtGui.QPainter(image)
            painter.drawImage(filled.topLeft(), strip.thumbnail(filled.width(), filled.height()))
            painter.end()
            self._draw(image, QtCore.QRect(0, target[1], target[2], target[3] - target[1]))

    def _draw(self, image: Any, target: Any) -> None:
        if image.isNull():
            return
        scaled = image.scaled(
            target.size(),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        painter = QtGui.QPainter(self._image)
        painter.drawImage(target.topLeft(), scaled)
        painter.end()


def _colours(layer: Any) -> Tuple[str, str, str]:
    return str(layer.colorModel()), str(layer.colorDepth()), str(layer.colorProfile())


def rgb_bytes(image: Any) -> bytes:
    """Return an image's pixels as RGB without padding."""
    plain = image.convertToFormat(QtGui.QImage.Format.Format_RGB888)
    stride, row = plain.bytesPerLine(), plain.width() * 3
    data = bytes(plain.constBits().asstring(plain.height() * stride))
    if stride == row:
        return data
    return b"".join(data[y * stride : y * stride + row] for y in range(plain.height()))
