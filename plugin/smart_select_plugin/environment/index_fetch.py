"""Fetching one locked file from a package index with the standard library alone.

This is how uv comes to a computer on which no Python has pip. https only (http for this computer itself), a
stopped download goes on where it ended, and nothing counts that is not in our lock.
"""

from __future__ import annotations

import hashlib
import html.parser
import http.client
import json
import ssl
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Callable, FrozenSet, List, Mapping, Optional, Tuple

from smart_select_plugin.environment.errors import SetupCancelled

_TIMEOUT_S = 30
_PAGE_LIMIT_BYTES = 20_000_000
_FILE_LIMIT_BYTES = 100_000_000
_BLOCK = 1 << 16
_PAGE_TYPES = "application/vnd.pypi.simple.v1+json, text/html;q=0.5"


class FetchFailed(Exception):
    """A file could not be fetched; `str(error)` is a line for the log, as a tool would print it."""


def find_file(
    index: str, package: str, wanted: Callable[[str], bool], variables: Mapping[str, str]
) -> Tuple[str, str]:
    """Return (file name, address) of the first file of `package` in `index` whose name is `wanted`.

    Raises FetchFailed.
    """
    address = index.rstrip("/") + f"/{package}/"
    with _open(address, {"Accept": _PAGE_TYPES}, variables) as answer:
        page = _read(answer, _PAGE_LIMIT_BYTES)
        if len(page) < min(_announced_bytes(answer), _PAGE_LIMIT_BYTES):
            raise FetchFailed("connection aborted: the index's page came in part only")
        links = _links(page, answer.headers.get_content_type() == "application/vnd.pypi.simple.v1+json")
        base = answer.geturl()
    for link in links:
        name = urllib.parse.unquote(urllib.parse.urlsplit(link).path.rpartition("/")[2])
        if wanted(name):
            return name, urllib.parse.urldefrag(urllib.parse.urljoin(base, link)).url
    raise FetchFailed(f"no matching distribution found for {package} in the index")


def fetch(
    address: str,
    path: Path,
    allowed: FrozenSet[str],
    variables: Mapping[str, str],
    *,
    tell: Callable[[int, int], None],
    stopped: Callable[[], bool],
) -> None:
    """Download `address` to `path` by way of `path.part`; `tell` gets (bytes so far, bytes in all).

    Raises FetchFailed, also when the sha256 is not one of `allowed` (then nothing is kept); SetupCancelled;
    OSError where the file can't be written.
    """
    part = path.with_name(path.name + ".part")
    for attempt in (1, 2):
        have = part.stat().st_size if part.exists() else 0
        try:
            with _open(address, {"Range": f"bytes={have}-"} if have else {}, variables) as answer:
                goes_on = answer.status == 206 and have > 0
                _write(answer, part, have if goes_on else 0, tell, stopped)
            break
        except FetchFailed as error:
            # What we have is already all of it, or belongs to another file.
            if attempt == 2 or "HTTP 416" not in str(error):
                raise
            part.unlink()
    digest = hashlib.sha256(part.read_bytes()).hexdigest()
    if digest not in allowed:
        part.unlink()
        raise FetchFailed(f"hash mismatch: {path.name} has sha256 {digest}, which is not in our lock")
    part.replace(path)


def _write(
    answer: "urllib.request._UrlopenRet",
    part: Path,
    have: int,
    tell: Callable[[int, int], None],
    stopped: Callable[[], bool],
) -> None:
    length = _announced_bytes(answer)
    total = have + length
    with part.open("ab" if have else "wb") as file:
        while True:
            if stopped():
                raise SetupCancelled
            block = _read(answer, _BLOCK)
            if not block:
                break
            have += len(block)
            if have > _FILE_LIMIT_BYTES:
                raise FetchFailed("hash mismatch: the file is far too long")
            file.write(block)
            tell(have, max(total, have))
    if length and have < total:
        raise FetchFailed("connection aborted: the file came in part only")


def _read(answer: "urllib.request._UrlopenRet", count: int) -> bytes:
    """Return the next bytes, at most `count`, and none at the end."""
    try:
        block: bytes = answer.read(count)
    except (OSError, http.client.HTTPException) as error:
        raise FetchFailed(f"connection reset: {error}") from error
    return block


def _announced_bytes(answer: "urllib.request._UrlopenRet") -> int:
    """Return how long the answer says it is, 0 where it does not say."""
    length = answer.headers.get("Content-Length") or ""
    return int(length) if length.isdecimal() else 0


def _open(
    address: str, headers: Mapping[str, str], variables: Mapping[str, str]
) -> "urllib.request._UrlopenRet":
    parts = urllib.parse.urlsplit(address)
    if parts.scheme != "https" and not (
        parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")
    ):
        raise FetchFailed(f"could not connect: {parts.scheme}://{parts.hostname} is not https")
    opener = urllib.request.build_opener(
        urllib.request.HTTPSHandler(context=_trust(variables)), _StaysSecure()
    )
    request = urllib.request.Request(address, headers=dict(headers))  # noqa: S310 - the scheme is checked above
    try:
        return opener.open(request, timeout=_TIMEOUT_S)
    except urllib.error.HTTPError as error:
        raise FetchFailed(f"HTTP {error.code} error: {error.reason}") from error
    except urllib.error.URLError as error:
        raise FetchFailed(f"could not connect: {error.reason}") from error
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise FetchFailed(f"could not connect: {error}") from error


class _StaysSecure(urllib.request.HTTPRedirectHandler):
    """Follows no redirection from https to anything else."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: object,
        code: int,
        msg: str,
        headers: object,
        newurl: str,
    ) -> Optional[urllib.request.Request]:
        """Return the request that follows, or refuse it."""
        if req.full_url.startswith("https:") and not newurl.startswith("https:"):
            raise urllib.error.URLError("the server redirects to an insecure address")
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def _trust(variables: Mapping[str, str]) -> ssl.SSLContext:
    context = ssl.create_default_context()
    for name in ("SSL_CERT_FILE", "PIP_CERT", "REQUESTS_CA_BUNDLE"):
        path = variables.get(name, "")
        if path and Path(path).is_file():
            try:
                context.load_verify_locations(cafile=path)
            except OSError:  # no certificates, or not for this user to read
                continue
    return context


class _Links(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: List[str] = []

    def handle_starttag(self, tag: str, attrs: List[Tuple[str, Optional[str]]]) -> None:
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.found.append(href)


def _links(page: bytes, is_json: bool) -> List[str]:
    if not is_json:
        parser = _Links()
        parser.feed(page.decode("utf-8", "replace"))
        return parser.found
    try:
        return [str(file["url"]) for file in json.loads(page)["files"]]
    except (ValueError, KeyError, TypeError) as error:
        raise FetchFailed("could not connect: the index's page is no list of files") from error
