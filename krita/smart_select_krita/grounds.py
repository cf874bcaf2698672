"""Pictures that come behind the object: a file that Qt can read, or another layer of the document."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Callable, Final, Generator, List

from smart_select_krita import documents
from smart_select_krita.colour_spaces import SRGB, Read, Space, convert, fill, sampled, unseen
from smart_select_krita.failures import Refusal
from smart_select_krita.geometry import Area, Size, bands, fitted
from smart_select_krita.picture_reading import rgb_bytes
from smart_select_krita.qt import Qt, QtCore, QtGui
from smart_select_krita.verb_settings import VerbSettings
from smart_select_plugin.effects import GroundPicture
from smart_select_plugin.translation import _

_LARGER: Final = 2
"""So many times the picture's longer side a background is handed over at most."""
_MOST_PIXELS: Final = 200_000_000
_STRIP_PIXELS: Final = 200_000
_GREY: Final = 0xFF808080

Reduced = Callable[[Size], Size]
"""Returns the size that a picture of this size is handed over in."""


def ground_of(
    settings: VerbSettings, document_id: str, longest: int, scale: float = 1.0
) -> Generator[None, None, GroundPicture | None]:
    """Return the picture that comes behind, None where a colour, a gradient or nothing does; a job.

    `longest` is the longer side of what it is put into, or of what that is a copy of, `scale` times as large.
    Raises Refusal.
    """

    def reduced(size: Size) -> Size:
        if settings.fit != "tile":
            return fitted(size, max(1, round(_LARGER * longest * scale)))
        # What is repeated has to be as much smaller as the copy is.
        width, height = fitted(size, _LARGER * longest)
        return max(1, round(width * scale)), max(1, round(height * scale))

    if settings.ground == "file":
        return (yield from _of_file(settings.file, reduced))
    if settings.ground == "layer":
        return (yield from _of_layer(settings.layer, document_id, reduced))
    return None


def _of_file(path: str, reduced: Reduced) -> Generator[None, None, GroundPicture]:
    """Read in a thread: a large picture takes a second. Of an animation the first picture is taken."""
    if not path.strip():
        raise Refusal(_("Choose the picture file that is to be behind the object."))
    if not Path(path).is_file():
        raise _unreadable(path)
    found: List[Any] = []
    refused: List[Refusal] = []

    def decode() -> None:
        try:
            found.append(_decoded(path, reduced))
        except Refusal as refusal:
            refused.append(refusal)

    thread = threading.Thread(target=decode, daemon=True)
    thread.start()
    while thread.is_alive():
        yield
    if not found:
        raise refused[0] if refused else _unreadable(path)
    image = found[0]
    return GroundPicture((image.width(), image.height()), rgb_bytes(image))


def _decoded(path: str, reduced: Reduced) -> Any:
    """Return the file's picture over grey; raises Refusal for one that is none, or shows nothing."""
    reader = QtGui.QImageReader(path)
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if size.isValid():
        width, height = size.width(), size.height()
        if width * height > _MOST_PIXELS:
            raise _unreadable(path)
        smaller = reduced((width, height))
        if smaller != (width, height):
            reader.setScaledSize(QtCore.QSize(*smaller))
    image = reader.read()
    if image.isNull():
        raise _unreadable(path)
    if _is_clear(image):
        raise Refusal(_("The background {name} is transparent throughout; choose another one.", name=path))
    return _over_grey(image)


def _of_layer(layer_id: str, document_id: str, reduced: Reduced) -> Generator[None, None, GroundPicture]:
    document = yield from documents.settled(document_id)
    for layer in documents.all_nodes(document):
        if layer_id and documents.node_id(layer) == layer_id:
            break
    else:
        raise Refusal(_("Choose the layer that is to be behind the object."))
    bounds = layer.bounds()
    size: Size = (bounds.width(), bounds.height())
    if min(size) < 1:
        raise Refusal(
            _("There is nothing to see on the layer “{name}”; choose another one.", name=layer.name())
        )
    image = _grey(reduced(size))

    def own(x: int, y: int, width: int, height: int) -> Any:
        return layer.projectionPixelData(bounds.x() + x, bounds.y() + y, width, height)

    with ExitStack() as kept:
        read: Read = own
        space = Space.of(layer)
        if not space.is_srgb:
            step = max(1, min(size[0] // (2 * image.width()), size[1] // (2 * image.height())))
            size, read = (-(-size[0] // step), -(-size[1] // step)), sampled(read, size, step)
            copy = kept.enter_context(unseen(size, space))
            yield from fill(copy, read, size)
            read = yield from convert(copy, SRGB)
        for (x0, y0, x1, y1), target in bands(size, (image.width(), image.height()), _STRIP_PIXELS):
            width, height = x1 - x0, y1 - y0
            pixels = bytes(read(x0, y0, width, height))
            strip = QtGui.QImage(pixels, width, height, 4 * width, QtGui.QImage.Format.Format_ARGB32)
            _draw(image, strip, target)
            yield
    return GroundPicture((image.width(), image.height()), rgb_bytes(image))


def _over_grey(image: Any) -> Any:
    """Return an image without transparency."""
    plain = _grey((image.width(), image.height()))
    _draw(plain, image, (0, 0, image.width(), image.height()))
    return plain


def _is_clear(image: Any) -> bool:
    if not image.hasAlphaChannel():
        return False
    alpha = image.convertToFormat(QtGui.QImage.Format.Format_Alpha8)
    stride, width = alpha.bytesPerLine(), alpha.width()
    rows = bytes(alpha.constBits().asstring(stride * alpha.height()))
    return not any(any(rows[start : start + width]) for start in range(0, len(rows), stride))


def _grey(size: Size) -> Any:
    image = QtGui.QImage(*size, QtGui.QImage.Format.Format_RGB32)
    image.fill(_GREY)
    return image


def _draw(target: Any, image: Any, place: Area) -> None:
    x0, y0, x1, y1 = place
    scaled = image.scaled(
        x1 - x0, y1 - y0, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    painter = QtGui.QPainter(target)
    painter.drawImage(x0, y0, scaled)
    painter.end()


def _unreadable(path: str) -> Refusal:
    return Refusal(_("The background {path} cannot be opened as a picture; choose another file.", path=path))
