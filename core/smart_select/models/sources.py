"""Where a file may be fetched from: which addresses are trusted, and the user's own mirror."""

import os
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import quote, urljoin, urlsplit

from smart_select.models.catalog import ModelFile

MIRROR_VARIABLE = "SMART_SELECT_MODEL_MIRROR"


class AddressRefused(Exception):
    """An address that must not be asked; `str()` says why."""


@dataclass(frozen=True)
class Source:
    """An address to begin with, and whether plain http to this very machine is fine for it.

    sha256 guards the bytes wherever they come from; https keeps what is fetched private and unhampered.
    """

    url: str
    loopback_http: bool = False

    @property
    def host(self) -> str:
        """The server's name for people, without any password that the address may hold."""
        return host_of(self.url)

    def check(self, url: str) -> str:
        """Return `url` (of this source or of a redirect), or raise AddressRefused."""
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
        except ValueError as error:
            raise AddressRefused("gave an address that can't be read") from error
        if parts.scheme == "https" and host:
            return url
        if parts.scheme == "http" and self.loopback_http and _is_loopback(host):
            return url
        raise AddressRefused(
            f"leads to an address that is not https ({parts.scheme or 'no scheme'}://{host})"
        )

    def follow(self, url: str, location: str) -> str:
        """Return where a redirect from `url` leads, or raise AddressRefused, as for a downgrade to http."""
        try:
            target = urljoin(url, location)
        except ValueError as error:
            raise AddressRefused("redirects to an address that can't be read") from error
        return self.check(target)


def sources_of(model: str, file: ModelFile, *, allow_loopback_http: bool) -> tuple[Source, ...]:
    """Return the addresses of a model's file in the order to try them.

    The environment variable SMART_SELECT_MODEL_MIRROR may hold the base address of one's own server, e.g.
    `https://files.example.org/models`; then `<base>/<model id>/<file name>` is tried first, for example
    `https://files.example.org/models/sam2.1-tiny/mask-object-sam21-tiny.dtmodel`, and the catalogue's
    addresses after it. File names are the catalogue's: a copy of its downloads is a mirror. It must be
    https, or http on this machine (a tunnel); anything else raises AddressRefused when it is used.
    """
    catalogued = tuple(Source(url, allow_loopback_http) for url in file.urls)
    base = os.environ.get(MIRROR_VARIABLE, "").strip().rstrip("/")
    if not base:
        return catalogued
    return (Source(f"{base}/{quote(model)}/{quote(file.name)}", loopback_http=True), *catalogued)


def host_of(url: str) -> str:
    """Return an address's host and port for people."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or url
        return f"{host}:{parts.port}" if parts.port else host
    except ValueError:
        return "the server"


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
