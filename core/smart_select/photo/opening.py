"""Opens a picture file as far as its header: what it is and how big, before any pixel is decoded."""

import logging
import struct
from pathlib import Path
from typing import IO, Final

from PIL import Image, ImageFile

from smart_select.errors import ImageUnreadable

FORMATS: Final = ("PNG", "JPEG", "TIFF", "WEBP", "AVIF", "JPEG2000", "BMP", "GIF", "PPM")
"""Pillow's names of what is read; not all of Pillow, which would hand PostScript to Ghostscript."""

DECODING_ERRORS: Final = (
    OSError,
    SyntaxError,  # how Pillow says "not what it claims to be"
    ValueError,
    TypeError,
    LookupError,
    EOFError,
    OverflowError,
    RuntimeError,
    struct.error,
    Image.DecompressionBombError,
)
"""What Pillow's decoders raise on damaged files."""

_RAW_SUFFIXES: Final = {
    ".arw",
    ".cr2",
    ".cr3",
    ".dng",
    ".nef",
    ".nrw",
    ".orf",
    ".pef",
    ".raf",
    ".rw2",
    ".srw",
}

_OTHER_KINDS: Final = (
    (0, b"gimp xcf", "it is a GIMP project, so export it as PNG first"),
    (0, b"8BPS", "it is a Photoshop file, so export it as PNG first"),
    (0, b"PK\x03\x04", "it is an archive or a Krita project, so export the picture as PNG first"),
    (0, b"%PDF", "it is a PDF document, so export the page as PNG first"),
    (0, b"%!PS", "it is a PostScript document, so export it as PNG first"),
    (0, b"<svg", "it is a vector drawing, so export it as PNG first"),
    (4, b"ftyphe", "it is a HEIC photo, so save it as JPEG or PNG first"),
    (4, b"ftypmif1", "it is a HEIC photo, so save it as JPEG or PNG first"),
)
"""Offset, signature and advice for files that people who edit pictures have lying beside them."""

_log = logging.getLogger(__name__)


def open_header(file: IO[bytes], path: Path) -> ImageFile.ImageFile:
    """Return the picture in `file` with its size and mode known and its pixels still undecoded.

    `path` is only for messages and for the raw-photo check. The caller keeps `file` open until the pixels are
    loaded. Raises ImageUnreadable when it is no picture of a known kind.
    """
    if path.suffix.lower() in _RAW_SUFFIXES:
        # These open as TIFF and would give their thumbnail.
        raise ImageUnreadable(path, "it is a camera's raw photo, so develop it to JPEG, PNG or TIFF first")
    prefix = file.read(16)
    if not prefix:
        raise ImageUnreadable(path, "the file is empty, so copy or download it again")
    Image.init()
    for name in FORMATS:
        # Not Image.open: its limit on pixels is one number for the whole process, and it warns on stderr.
        factory, accept = Image.OPEN.get(name, (None, None))
        if factory is None or (accept is not None and accept(prefix) is not True):
            continue
        file.seek(0)
        try:
            return factory(file, str(path))
        except DECODING_ERRORS as error:
            _log.info("%s looks like %s but has no readable header", path, name, exc_info=True)
            raise ImageUnreadable(path, damage_reason(error)) from error
    raise ImageUnreadable(path, _unknown_kind(prefix))


def damage_reason(error: BaseException) -> str:
    """Return what a decoder's error means, to follow "… can't be opened: "."""
    if isinstance(error, EOFError) or "truncated" in str(error).lower():
        return "it breaks off in the middle, so copy or download it again"
    return "its contents are damaged or of a kind that can't be read, so save it again as PNG"


def _unknown_kind(prefix: bytes) -> str:
    for offset, signature, advice in _OTHER_KINDS:
        if prefix[offset:].startswith(signature):
            return advice
    return "it is no picture of a kind that can be read, so save it as PNG, JPEG, TIFF or WebP first"
