"""Fetching one file: several addresses, several attempts, and only the right bytes under the final name."""

import secrets
import time
from collections.abc import Sequence
from pathlib import Path

from smart_select.errors import Cancelled, DownloadFailed
from smart_select.models.catalog import ModelFile
from smart_select.models.part_file import PartFile
from smart_select.models.policy import DownloadPolicy
from smart_select.models.reports import Progress, Report, Stage, Stopped, never, unheard
from smart_select.models.sources import Source
from smart_select.models.storage import ensure_free, sha256_of
from smart_select.models.transfer import AttemptFailed, Transfer

_TICK_S = 0.05
_ADVICE = 'check the network and try again, or fetch the file elsewhere and use "smart-select models add"'


def fetch_file(
    file: ModelFile,
    target: Path,
    sources: Sequence[Source],
    *,
    policy: DownloadPolicy,
    report: Report = unheard,
    stopped: Stopped = never,
) -> None:
    """Bring `target` into being with exactly the bytes that `file.sha256` names, if it isn't there yet.

    The caller keeps others away from `target` (`models.file_lock`). While it grows it is `<target>.part`,
    which a later call continues. Raises DownloadFailed with a reason per attempt, Cancelled (the part is
    kept), or StorageUnavailable.
    """
    if target.is_file():
        if sha256_of(target, report=report, stopped=stopped) == file.sha256:
            return
        target.unlink()
    with PartFile(target, report=report, stopped=stopped) as part:
        if part.size > file.limit_bytes:
            part.restart()
        if part.sha256 != file.sha256:
            ensure_free(target.parent, file.about_bytes - part.size, policy.spare_bytes)
            _Fetch(Transfer(file, target.parent, policy, report, stopped), part).run(sources)
        part.publish()


class _Fetch:
    """The attempts for one file, and the reasons why they failed."""

    def __init__(self, transfer: Transfer, part: PartFile) -> None:
        self._transfer = transfer
        self._part = part
        self._reasons: list[str] = []
        self._advice: list[str] = []

    def run(self, sources: Sequence[Source]) -> None:
        """Return when the part has the right hash; raise DownloadFailed when no source is left."""
        for source in sources:
            if self._reasons:
                self._say(f"{self._reasons[-1]}; trying {source.host}")
            if self._fetch_from(source):
                return
        name = self._transfer.file.name
        raise DownloadFailed(name, _counted(self._reasons), "; ".join(dict.fromkeys(self._advice)) or _ADVICE)

    def _fetch_from(self, source: Source) -> bool:
        policy = self._transfer.policy
        failures = 0
        furthest = self._part.size
        while True:
            failure = self._attempt(source)
            if failure is None:
                return True
            self._reasons.append(f"{source.host} {failure}")
            if failure.advice:
                self._advice.append(failure.advice)
            moved = self._part.size >= furthest + policy.progress_bytes
            furthest = max(furthest, self._part.size)
            failures = 1 if moved else failures + 1
            if not failure.again or failures >= policy.attempts:
                return False
            self._pause(failures, failure)

    def _attempt(self, source: Source) -> AttemptFailed | None:
        resumed = self._part.size > 0
        try:
            whole = self._transfer.attempt(source, self._part)
        except AttemptFailed as failure:
            return failure
        if self._part.sha256 == self._transfer.file.sha256:
            return None
        self._part.restart()
        # When it was glued to older bytes those may be to blame, so the same server gets a second chance.
        return AttemptFailed("sends other bytes than the catalogue vouches for", again=resumed and not whole)

    def _pause(self, failures: int, failure: AttemptFailed) -> None:
        """Wait before the next attempt: longer each time, longer still when the server asks for it."""
        policy = self._transfer.policy
        backoff = min(policy.backoff_s * 2 ** (failures - 1), policy.backoff_limit_s)
        share = secrets.SystemRandom().uniform(1.0, 1.0 + policy.jitter)
        pause = max(backoff * share, failure.pause_s)
        self._say(f"{self._reasons[-1]}; trying again in {pause:.0f} s")
        deadline = time.monotonic() + pause
        while (left := deadline - time.monotonic()) > 0:
            if self._transfer.stopped():
                raise Cancelled(f"Fetching {self._transfer.file.name}")
            time.sleep(min(_TICK_S, left))

    def _say(self, note: str) -> None:
        file = self._transfer.file
        self._transfer.report(Progress(Stage.FETCHING, file.name, self._part.size, file.about_bytes, note))


def _counted(reasons: Sequence[str]) -> list[str]:
    """Say repeated reasons once, with how often they occurred."""
    return [
        reason if (times := reasons.count(reason)) == 1 else f"{reason} ({times} times)"
        for reason in dict.fromkeys(reasons)
    ]
