"""Where a file may be fetched from: which addresses are trusted, and the user's own mirror."""

import os
from dataclasses import dataclass, replace
from ipaddress import ip_address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import requests

from smart_select.models.catalog import ModelFile

MIRROR_VARIABLE = "SMART_SELECT_MODEL_MIRROR"


class AddressRefused(Exception):
    """An address that must not be asked; `str()` says why."""


@dataclass(frozen=True)
class Source:
    """An address to begin with, and whether plain http to this very machine is fine (never after https).

    sha256 guards the bytes wherever they come from; https keeps what is fetched private and unhampered.
    """

    url: str
    loopback_http: bool = False

    @property
    def host(self) -> str:
        """The server's name for people, without any password that the address may hold."""
        return host_of(self.url)

    def check(self, url: str) -> str:
        """Return `url` (of this source or of a redirect) as it is to be asked, or raise AddressRefused."""
        prepared = _prepared(url)
        parts = urlsplit(prepared)
        if parts.scheme == "https" and parts.hostname:
            return prepared
        if self.loopback_http and _is_loopback_http(parts):
            return prepared
        raise AddressRefused(
            f"leads to an address that is not https ({parts.scheme}://{parts.hostname or ''})"
        )

    def follow(self, url: str, location: str) -> str:
        """Return where a redirect from `url` leads, or raise AddressRefused, as for a downgrade to http."""
        try:
            target = urljoin(url, location)
        except ValueError as error:
            raise AddressRefused("redirects to an address that can't be read") from error
        secure = urlsplit(url).scheme == "https"
        return replace(self, loopback_http=self.loopback_http and not secure).check(target)


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


def _prepared(url: str) -> str:
    """Return the plain form in which requests asks for `url`; raises AddressRefused.

    Parsers disagree about which host is meant by `http://one\\@two/`, so what is checked has to be this.
    """
    if not url.isprintable():
        raise AddressRefused("gave an address that can't be read")
    try:
        return requests.Request("GET", url).prepare().url or ""
    except (requests.RequestException, ValueError) as error:
        raise AddressRefused("gave an address that can't be read") from error


def _is_loopback_http(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    if parts.scheme != "http":
        return False
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
