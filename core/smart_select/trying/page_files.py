"""The files that the page is made of."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from smart_select.trying.refusing import NotThere

_FOLDER: Final = Path(__file__).resolve().parent / "page"
_MEDIA_TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}

PROTECTION: Final = MappingProxyType(
    {
        "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
        "img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        # Not "no-referrer", under which some requests would not say their origin any more.
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
)
"""Headers of every answer: nothing from elsewhere, nothing to elsewhere, in nobody's frame, kept nowhere."""


@dataclass(frozen=True)
class PageFile:
    """A file as it is sent."""

    data: bytes
    media_type: str


def page_file(name: str) -> PageFile:
    """Return the file behind an address, "" being the page itself; raise NotThere."""
    found = _files().get(name or "index.html")
    if found is None:
        raise NotThere
    return found


@cache
def _files() -> dict[str, PageFile]:
    # All of them at once, so that no part of an address ever becomes part of a path.
    return {
        path.name: PageFile(path.read_bytes(), _MEDIA_TYPES[path.suffix])
        for path in sorted(_FOLDER.iterdir())
        if path.suffix in _MEDIA_TYPES
    }
