"""A place for a worker of a test's own, and clients that start it."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from pathlib import Path

from fakes.colour_model import two_squares
from service.worker.waiting import wait_until
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.connecting import Connector
from smart_select_plugin.picture import Picture
from smart_select_plugin.wire.file_lock import FileLock
from smart_select_plugin.wire.meeting_place import MeetingPlace

SCRIPT = Path(__file__).with_name("colour_worker.py")


@dataclass
class Workshop:
    """Where one test's worker lives."""

    place: MeetingPlace
    closing: ExitStack

    def command(self, **settings: object) -> list[str]:
        """Return the command that starts a worker here."""
        words = [f"{name}={value}" for name, value in settings.items()]
        return [sys.executable, str(SCRIPT), str(self.place.folder), *words]

    def connector(self, *, expects: str = "", start_s: float = 60.0, **settings: object) -> Connector:
        """Return what finds the worker, or starts one with these settings."""
        return Connector(self.place, self.command(**settings), build=expects, program="test", start_s=start_s)

    def client(self, *, expects: str = "", **settings: object) -> WorkerClient:
        """Return a client that is closed with the test."""
        return self.closing.enter_context(closing(WorkerClient(self.connector(expects=expects, **settings))))

    def process(self) -> int:
        """Return the number of the worker that runs."""
        contact = self.place.read_contact()
        assert contact is not None
        return contact.process

    def kill(self) -> int:
        """Kill the worker as nothing can be survived; return its number."""
        process = self.process()
        os.kill(process, signal.SIGKILL)
        return process

    def clear(self) -> None:
        """Close what was opened here, and end a worker that is still there."""
        self.closing.close()
        contact = self.place.read_contact()
        if contact is not None and not self.is_empty():
            with suppress(OSError):
                os.kill(contact.process, signal.SIGTERM)
            wait_until(self.is_empty)

    def is_empty(self) -> bool:
        """Whether no worker is alive."""
        lock = FileLock.take(self.place.worker_lock)
        if lock is not None:
            lock.release()
        return lock is not None


def open_workshop(home: Path) -> Iterator[Workshop]:
    """Give a place for a worker whose SMART_SELECT_HOME is `home`; for fixtures."""
    with ExitStack() as stack:
        shop = Workshop(MeetingPlace(home / "run"), stack)
        shop.place.prepare()
        yield shop
        shop.clear()


def squares_picture(width: int = 96, height: int = 64, name: str = "") -> Picture:
    """Return a grey picture with a red square on the left and a blue one on the right."""
    pixels = two_squares(width, height).tobytes()
    return Picture.of(pixels, (width, height), name=name)


RED = (24.0, 32.0, 1)
BLUE = (72.0, 32.0, 1)
RED_SQUARE = (12, 16, 36, 48)
BLUE_SQUARE = (60, 16, 84, 48)


def lies_near(area: tuple[int, int, int, int] | None, square: tuple[int, int, int, int]) -> bool:
    """Whether a mask's bounding box is a square's, but for a soft edge."""
    return area is not None and all(abs(a - b) <= 4 for a, b in zip(area, square, strict=True))
