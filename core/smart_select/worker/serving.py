"""The worker as a whole: takes the lock, opens the door, leaves when nobody needs it."""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic
from types import FrameType
from typing import Final

from smart_select.doctor import EnvironmentState, Report, WorkerState, examine
from smart_select.engine import load
from smart_select.errors import SmartSelectError
from smart_select.paths import cache_dir
from smart_select.system_reasons import system_reason
from smart_select.worker.answering import Answering
from smart_select.worker.inference import Inferences, LocalInferences
from smart_select.worker.jobs import Job, JobQueue
from smart_select.worker.listening import Door
from smart_select.worker.pictures import Pictures
from smart_select.worker.politeness import be_polite
from smart_select.worker.speeds import Speeds
from smart_select_plugin.wire.file_lock import FileLock
from smart_select_plugin.wire.meeting_place import Contact, MeetingPlace, PlaceUnusable
from smart_select_plugin.wire.values import PROTOCOL, Done, Reply, Status

_log = logging.getLogger(__name__)

_LOCK_PATIENCE_S: Final = 30.0
"""A worker on its way out, which has removed its contact already, may still be computing."""
_LEAVE_PATIENCE_S: Final = 20.0
"""How long an ending worker still computes what it was asked for."""
_FLUSH_PATIENCE_S: Final = 2.0
TICK_S: Final = 0.2
"""How long whoever stops half-way stays unnoticed, at most."""
_LONG_TICK_S: Final = 5.0


class WorkerRunning(SmartSelectError):
    """There is a worker already, and there is never more than one."""

    def __init__(self, process: int | None) -> None:
        number = f" (process {process})" if process else ""
        super().__init__(f"A worker is running already{number}, and one is enough.")
        self.process = process


class NoMeetingPlace(SmartSelectError):
    """There is no private folder where worker and clients could meet, or nothing can be put into it."""


@dataclass(frozen=True)
class Options:
    """How a worker runs.

    `idle_s` is how long it stays with nothing to do; `environment` tells the doctor what the plug-ins' set-up
    has made; `home` is a file that is there for as long as the program is installed; `protocol` is for tests.
    """

    build: str
    place: MeetingPlace
    idle_s: float
    environment: Callable[[], EnvironmentState] = EnvironmentState
    picture_budget_bytes: int | None = None
    home: Path = Path(__file__)
    protocol: int = PROTOCOL


def serve(
    options: Options,
    *,
    inferences: Callable[[], Inferences] = LocalInferences,
    ready: Callable[[Contact], None] = lambda _contact: None,
) -> None:
    """Be the user's worker until nobody needs it, or somebody asks it to leave.

    `ready` is called when clients can come. Raises WorkerRunning or NoMeetingPlace.
    """
    be_polite()
    with _explained():
        options.place.prepare()
        lock = _take_lock(options.place)
    with lock:
        opened = inferences()
        with _explained():
            worker = Worker(options, opened)
        worker.run(ready)


class Worker:
    """A worker that holds the lock. `run` returns when it has left."""

    def __init__(self, options: Options, inferences: Inferences) -> None:
        self._options = options
        self._contact = options.place.new_contact(protocol=options.protocol, build=options.build)
        budget = options.picture_budget_bytes
        pictures = Pictures(budget) if budget else Pictures()
        speeds = Speeds(cache_dir() / "speeds.json")
        self._answering = Answering(inferences, pictures, partial(_look, options, inferences), speeds)
        self._leaving = threading.Event()
        self._started = monotonic()
        self._used_at = monotonic()
        self._jobs = JobQueue(self._work)
        self._door = Door(self._contact, self)

    @property
    def key(self) -> bytes:
        """The secret that clients must hold."""
        return self._contact.key

    @property
    def protocol(self) -> int:
        """What this worker speaks."""
        return self._options.protocol

    @property
    def build(self) -> str:
        """What this worker was built from."""
        return self._options.build

    @property
    def process(self) -> int:
        """This process's number."""
        return self._contact.process

    @property
    def jobs(self) -> JobQueue:
        """The queue."""
        return self._jobs

    def touch(self) -> None:
        """Note that somebody wants something."""
        self._used_at = monotonic()

    def leave(self) -> None:
        """Begin to shut down."""
        self._leaving.set()
        self._door.opened.set()

    def status(self) -> Status:
        """Say what the worker is doing."""
        answering = self._answering
        return Status(
            process=self.process,
            build=self.build,
            uptime_s=monotonic() - self._started,
            jobs_waiting=self._jobs.waiting,
            job_running=self._jobs.running,
            connections=len(self._door.sessions()),
            pictures=answering.pictures.count,
            picture_bytes=answering.pictures.used_bytes,
            embedding_bytes=answering.inferences.cached_bytes,
            models=answering.inferences.open_models,
            answered=self._jobs.answered,
        )

    def run(self, ready: Callable[[Contact], None]) -> None:
        """Serve until it is time to leave."""
        try:
            with _explained():
                self._options.place.write_contact(self._contact)
            self._heed_signals()
            _log.info("The worker is ready: process %s, build %s.", os.getpid(), self.build)
            ready(self._contact)
            while not (self._leaving.is_set() or self._is_idle() or self._is_lost() or self._is_uprooted()):
                # Quick steps only while somebody is there; nothing wakes an idle machine for no reason.
                self._door.opened.wait(TICK_S if self._door.sessions() else self._quiet_s())
                self._door.opened.clear()
                self._door.turn_out_the_stalled()
        finally:
            self._end()

    def _work(self, job: Job) -> Reply:
        if self._is_uprooted():
            # What has not been loaded yet can't be any more. The client asks the next worker.
            job.abandon()
            self.leave()
            return Done()
        return self._answering.answer(job.request, job.token, job.tell)

    def _is_uprooted(self) -> bool:
        """Whether the program has been removed from under this process, by an upgrade perhaps."""
        if os.path.exists(self._options.home):  # noqa: PTH110 - False, too, where it can't be looked at
            return False
        _log.warning("The program is not installed any more.")
        return True

    def _is_idle(self) -> bool:
        return self._jobs.is_idle and self._unused_s() >= self._options.idle_s

    def _is_lost(self) -> bool:
        """Whether clients can't find this worker any more; the next one needs the lock."""
        if self._options.place.read_contact() == self._contact and self._door.is_there():
            return False
        _log.warning("The contact file or the socket has been removed.")
        return True

    def _unused_s(self) -> float:
        return monotonic() - max(self._used_at, self._jobs.used_at)

    def _quiet_s(self) -> float:
        return min(_LONG_TICK_S, max(TICK_S, self._options.idle_s - self._unused_s()))

    def _heed_signals(self) -> None:
        if threading.current_thread() is not threading.main_thread():
            return

        def leave(_number: int, _frame: FrameType | None) -> None:
            self.leave()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, leave)

    def _end(self) -> None:
        _log.info("The worker leaves.")
        # In this order: nobody finds it any more, what was asked for is answered, then the lock is free.
        self._door.close()
        try:
            self._options.place.remove_contact()
        except PlaceUnusable as error:  # clients find nobody behind it, and start another worker
            _log.warning("The contact file can't be removed.")
            _log.debug("%s", error)
        if not self._jobs.stop(_LEAVE_PATIENCE_S):
            _log.warning("A computation did not end in time.")
        for session in self._door.sessions():
            session.flush(_FLUSH_PATIENCE_S)
            session.channel.abort()


def _take_lock(place: MeetingPlace) -> FileLock:
    deadline = monotonic() + _LOCK_PATIENCE_S
    while True:
        lock = FileLock.take(place.worker_lock)
        if lock is not None:
            return lock
        contact = place.read_contact()
        if contact is not None or monotonic() > deadline:
            raise WorkerRunning(contact.process if contact else None)
        time.sleep(TICK_S)


@contextmanager
def _explained() -> Iterator[None]:
    """Turn what the system says about the meeting place into one sentence."""
    try:
        yield
    except PlaceUnusable as error:
        raise NoMeetingPlace(str(error)) from error
    except OSError as error:  # a lock or the socket; not of the inferences, whose errors have their own words
        raise NoMeetingPlace(
            f"The worker can't wait for plug-ins ({system_reason(error)}); free what is in its way, "
            "or set SMART_SELECT_HOME to a folder of your own."
        ) from error


def _look(options: Options, inferences: Inferences, tell: Callable[[str], None]) -> Report:
    """Ask the doctor. The model is opened anew: that it can be is part of the question."""
    tell("looking")
    return examine(
        options.build,
        models=inferences.statuses(),
        load_embedded=lambda: load("embedded", frugal=True, cache=None),
        worker=WorkerState(is_running=True, build=options.build),
        environment=options.environment(),
    )
