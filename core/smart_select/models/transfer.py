"""One attempt to bring (the rest of) a file from one address."""

import re
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import requests

from smart_select.models.catalog import ModelFile
from smart_select.models.part_file import PartFile
from smart_select.models.policy import DownloadPolicy
from smart_select.models.reports import Progress, Report, Stage, Stopped
from smart_select.models.sources import AddressRefused, Source
from smart_select.models.storage import ensure_free, megabytes
from smart_select.models.waiting import patiently

_OK, _PARTIAL, _TOO_FAR = 200, 206, 416
_WORTH_RETRYING = (408, 425, 429, 500, 502, 503, 504)
_CONTENT_RANGE = re.compile(r"bytes ([0-9]{1,18})-[0-9]{1,18}/([0-9]{1,18}|\*)")
_COUNT = re.compile(r"[0-9]{1,18}")  # up to an exabyte; longer numbers overflow on the way to a message
_NEVER_S = 1e9
"""Stands for any longer pause that a server may ask for."""

CHECK_PROXY = "check the proxy (HTTPS_PROXY, NO_PROXY)"
CHECK_CERTIFICATES = (
    "if your company or virus scanner inspects https, set REQUESTS_CA_BUNDLE to its certificate file, "
    "and check the computer's clock"
)


class AttemptFailed(Exception):
    """One attempt brought no complete file; `str()` says why.

    `again` = the same address may do better next time, after at least `pause_s`; `advice` = what the user
    could do about it, if anything particular.
    """

    def __init__(self, reason: str, *, again: bool, advice: str = "", pause_s: float = 0.0) -> None:
        super().__init__(reason)
        self.again = again
        self.advice = advice
        self.pause_s = pause_s


class _Session(requests.Session):
    """Leaves redirects to us: requests would go from https to http, and reads the body of each redirect."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """See no redirect."""


@dataclass(frozen=True)
class _Head:
    """What a server says before the bytes; header names in any case."""

    status: int
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Transfer:
    """What an attempt needs to know. `folder` is where the file grows."""

    file: ModelFile
    folder: Path
    policy: DownloadPolicy
    report: Report
    stopped: Stopped

    def attempt(self, source: Source, part: PartFile) -> bool:
        """Append to `part` until the server has no more; return whether all of it came in this one answer.

        Raises AttemptFailed, Cancelled or StorageUnavailable; whatever arrived before stays in `part`, unless
        it was found to be wrong.
        """
        whole = True
        for item in self._received(source, _request_headers(source, part)):
            if isinstance(item, _Head):
                whole = self._begin(item, source, part)
            else:
                self._append(item, part)
        if self.file.exact_bytes is not None and part.size < self.file.exact_bytes:
            raise AttemptFailed(f"ended after {megabytes(part.size)}", again=True)
        return whole

    def _received(self, source: Source, headers: dict[str, str]) -> Iterator[_Head | bytes]:
        """Yield what the server sends; only its own failures become AttemptFailed, not those of the disk."""
        try:
            yield from patiently(
                lambda: self._exchange(source, headers),
                stopped=self.stopped,
                patience_s=self.policy.connect_timeout_s + self.policy.read_timeout_s,
                what=f"Fetching {self.file.name}",
            )
        except (OSError, ValueError, AddressRefused) as error:
            raise _explained(error, self.policy) from error

    def _exchange(self, source: Source, headers: dict[str, str]) -> Generator[_Head | bytes, None, None]:
        """Yield the answer's head and, when it brings the file, its bytes; runs in the helper thread."""
        timeout = (self.policy.connect_timeout_s, self.policy.read_timeout_s)
        url = source.check(source.url)
        with _Session() as session:
            for _ in range(self.policy.redirects + 1):
                with closing(session.get(url, headers=headers, stream=True, timeout=timeout)) as response:
                    if not response.is_redirect:
                        yield _Head(response.status_code, response.headers)
                        if response.status_code in (_OK, _PARTIAL):
                            yield from response.iter_content(self.policy.chunk_bytes)
                        return
                    url = source.follow(url, response.headers["location"])
        raise AddressRefused(f"redirects more than {self.policy.redirects} times")

    def _begin(self, head: _Head, source: Source, part: PartFile) -> bool:
        """Judge the head and make `part` ready for the bytes; return whether they begin at the beginning."""
        if head.status == _TOO_FAR:
            part.restart()
            raise AttemptFailed("has no bytes after those that had arrived", again=True)
        if head.status == _OK:
            # The server ignores Range, or its file has changed since.
            if part.size:
                part.restart()
            announced = _number(head.headers.get("Content-Length"))
        elif head.status == _PARTIAL:
            announced = _total_of_range(head, part)
        else:
            raise _refused(head, self.policy)
        if head.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise AttemptFailed("sends the file in another encoding", again=False)
        self._weigh(announced, part)
        part.remember_origin(source.url, head.headers.get("ETag"))
        return head.status == _OK

    def _weigh(self, announced: int | None, part: PartFile) -> None:
        """Compare the announced size of the whole file with what is expected and with the free space."""
        if announced is None:
            return
        if self.file.exact_bytes is not None and announced != self.file.exact_bytes:
            # Often a proxy's or a hotel network's own page: the next attempt may reach the real server.
            raise AttemptFailed(
                f"offers {megabytes(announced)} instead of {megabytes(self.file.exact_bytes)}", again=True
            )
        if announced > self.file.limit_bytes:
            raise AttemptFailed(
                f"offers {megabytes(announced)} instead of about {megabytes(self.file.about_bytes)}",
                again=False,
            )
        ensure_free(self.folder, announced - part.size, self.policy.spare_bytes)

    def _append(self, chunk: bytes, part: PartFile) -> None:
        if part.size + len(chunk) > self.file.limit_bytes:
            part.restart()
            raise AttemptFailed(f"sends more than {megabytes(self.file.limit_bytes)}", again=False)
        part.write(chunk)
        self.report(Progress(Stage.FETCHING, self.file.name, part.size, self.file.about_bytes))


def _request_headers(source: Source, part: PartFile) -> dict[str, str]:
    # A compressed answer could not be continued at a byte offset.
    headers = {"Accept-Encoding": "identity", "User-Agent": "smart-select"}
    if part.size:
        headers["Range"] = f"bytes={part.size}-"
        etag = part.etag_for(source.url)
        if etag:
            headers["If-Range"] = etag
    return headers


def _total_of_range(head: _Head, part: PartFile) -> int | None:
    """Return the whole file's size from Content-Range; raise AttemptFailed when another part was sent."""
    match = _CONTENT_RANGE.fullmatch(head.headers.get("Content-Range", ""))
    if match is None or int(match[1]) != part.size:
        part.restart()
        raise AttemptFailed("sends another part of the file than was asked for", again=True)
    return _number(match[2])


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and _COUNT.fullmatch(text) else None


def _refused(head: _Head, policy: DownloadPolicy) -> AttemptFailed:
    reason = f"answers {head.status}"
    if head.status == requests.codes.proxy_authentication_required:
        return AttemptFailed(reason, again=False, advice=CHECK_PROXY)
    if head.status not in _WORTH_RETRYING:
        return AttemptFailed(reason, again=False)
    pause = _retry_after(head.headers.get("Retry-After"))
    if pause > policy.retry_after_limit_s:
        return AttemptFailed(f"{reason} and asks to wait {pause:.0f} s", again=False)
    return AttemptFailed(reason, again=True, pause_s=pause)


def _retry_after(text: str | None) -> float:
    """Return the seconds that a Retry-After header asks for, given as a number or as a date; 0 for none."""
    if not text:
        return 0.0
    text = text.strip()
    try:
        seconds = float(text) if text.isascii() and text.isdigit() else _seconds_until(text)
    except (ValueError, TypeError, OverflowError):
        return 0.0
    return min(max(0.0, seconds), _NEVER_S)


def _seconds_until(date: str) -> float:
    """Return how far away a date is; raises ValueError, TypeError or OverflowError for a strange one."""
    moment = parsedate_to_datetime(date)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - datetime.now(UTC)).total_seconds()


def _explained(error: OSError | ValueError | AddressRefused, policy: DownloadPolicy) -> AttemptFailed:
    """Say what a failure of the network means. Order matters: requests' errors inherit from each other."""
    if isinstance(error, AddressRefused):
        return AttemptFailed(str(error), again=False)
    if isinstance(error, requests.exceptions.ProxyError):
        return AttemptFailed("can't be reached through the proxy", again=True, advice=CHECK_PROXY)
    if isinstance(error, requests.exceptions.SSLError) and "certificate" not in str(error).lower():
        return AttemptFailed("broke off while the secure connection was made", again=True)
    if isinstance(error, requests.exceptions.SSLError):
        return AttemptFailed(
            "shows a certificate that is not trusted", again=False, advice=CHECK_CERTIFICATES
        )
    if isinstance(error, (requests.exceptions.Timeout, TimeoutError)):
        return AttemptFailed(f"was silent for {policy.read_timeout_s:.0f} s", again=True)
    if isinstance(
        error, (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError)
    ):
        return AttemptFailed("broke off", again=True)
    if isinstance(error, requests.exceptions.ConnectionError):
        # While a body is read, requests wraps a read time-out in its ConnectionError.
        if "timed out" in str(error):
            return AttemptFailed(f"was silent for {policy.read_timeout_s:.0f} s", again=True)
        return AttemptFailed("can't be reached", again=True)
    if isinstance(error, requests.exceptions.RequestException):
        return AttemptFailed(f"can't be asked ({type(error).__name__})", again=False)
    if not isinstance(error, OSError):
        # What requests passes on as it is: a chunk of negative length, a host's name too long to look up.
        return AttemptFailed(f"can't be understood ({type(error).__name__})", again=True)
    # What is left comes from before the request, such as a certificate file that isn't there.
    return AttemptFailed(f"can't be asked ({error})", again=False, advice=CHECK_CERTIFICATES)
