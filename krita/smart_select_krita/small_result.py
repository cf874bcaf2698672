"""A small picture of what a verb would make, as a job."""

from __future__ import annotations

from typing import Any, Final, Generator

from smart_select_krita import documents
from smart_select_krita.composing import Ask, answered
from smart_select_krita.effects import fields_of
from smart_select_krita.geometry import Size, bands
from smart_select_krita.jobs import batched
from smart_select_krita.labelled import merged
from smart_select_krita.looking import Looks
from smart_select_krita.mask_scaling import scaled
from smart_select_krita.picture_reading import PictureReading
from smart_select_krita.qt import QtGui
from smart_select_krita.selected_pixels import SelectedPixels, window
from smart_select_krita.verb_settings import VerbSettings
from smart_select_plugin.effects import GroundPicture
from smart_select_plugin.wire.values import Compose, Composed

PREVIEW_SIDE: Final = 480
_STRIP_PIXELS: Final = 200_000
_CHEQUERS: Final = 8


def small_result(
    document_id: str,
    source: str,
    mask: SelectedPixels,
    settings: VerbSettings,
    ground: GroundPicture | None,
    ask: Ask,
    side: int = PREVIEW_SIDE,
) -> Generator[None, None, Any]:
    """Return a QImage of what would be made, its longer side `side`; a job."""
    document = documents.front(document_id)
    full = documents.size_of(document)
    Looks.of(document, source)  # or there would be nothing to look at
    shown = (yield from merged(document_id, source, (0, 0, *full))) if documents.is_label(source) else None
    reading = PictureReading(documents.front(document_id), source, side=side, merged=shown)
    yield from batched(reading.steps())
    size = reading.size
    small = yield from _small_mask(mask, full, size)
    fields = fields_of(settings, size, size[0] / full[0], ground)
    if settings.is_mask:
        fields.update(clean_colours=False)
    request = Compose(size=size, pixels=reading.pixels(), mask=small, mask_area=(0, 0, *size), **fields)
    made = yield from answered(ask(request))
    return _image_of(made, size)


def _small_mask(mask: SelectedPixels, full: Size, size: Size) -> Generator[None, None, bytearray]:
    small = bytearray()
    for place, (_x0, y0, _x1, y1) in bands(full, size, _STRIP_PIXELS):
        small += scaled(window(mask, place, full), (full[0], place[3] - place[1]), (size[0], y1 - y0))
        yield
    return small


def _image_of(made: Composed, size: Size) -> Any:
    """Return a picture as it would look, chequers where it is transparent."""
    x0, y0, x1, y1 = made.area
    width = x1 - x0
    shown = QtGui.QImage(*size, QtGui.QImage.Format.Format_RGB32)
    painter = QtGui.QPainter(shown)
    for top in range(0, size[1], _CHEQUERS):
        for left in range(0, size[0], _CHEQUERS):
            is_light = (top + left) // _CHEQUERS % 2 == 0
            painter.fillRect(
                left, top, _CHEQUERS, _CHEQUERS, QtGui.QColor("#c8c8c8" if is_light else "#969696")
            )
    pixels = bytes(made.pixels)
    form = QtGui.QImage.Format.Format_RGBA8888 if made.channels == 4 else QtGui.QImage.Format.Format_RGB888
    painter.drawImage(x0, y0, QtGui.QImage(pixels, width, y1 - y0, made.channels * width, form))
    painter.end()
    return shown
