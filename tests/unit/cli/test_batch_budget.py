"""How many of a batch's pictures are in memory at once."""

import threading
from pathlib import Path

import pytest

from smart_select.cli.pixel_budget import PixelBudget
from smart_select.errors import Cancelled
from smart_select.values import Embedding, Photo
from unit.cli.conftest import Run
from unit.cli.fake_engine import FakeEngine

BATCH = ("cutout", "shop", "--subject", "--out", "out")

pytestmark = pytest.mark.usefixtures("shop")


class CountingEngine(FakeEngine):
    """Remembers how many pictures it had in hand at once."""

    def __init__(self) -> None:
        super().__init__()
        self.most = self._now = 0
        self._lock = threading.Lock()

    def encode(self, image: Photo, /) -> Embedding:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        try:
            return super().encode(image)
        finally:
            with self._lock:
                self._now -= 1


def test_one_job_is_one_picture_at_a_time(cli: Run) -> None:
    engine = CountingEngine()
    assert cli(*BATCH, "--jobs", "1", engine=engine).code == 0
    assert engine.most == 1
    assert len(engine.seen) == 3


def test_pictures_wait_until_there_is_room(folder: Path) -> None:
    budget = PixelBudget(pixels=3000)  # one of 40×50 at a time
    entered = threading.Event()

    def enter() -> None:
        with budget.room_for(Path("shop/b.png")):
            entered.set()

    with budget.room_for(Path("shop/a.jpg")):
        thread = threading.Thread(target=enter)
        thread.start()
        assert not entered.wait(0.05)
    thread.join(10)
    assert entered.is_set()


def test_a_picture_larger_than_the_budget_comes_in_alone(folder: Path) -> None:
    with PixelBudget(pixels=10).room_for(Path("shop/a.jpg")):
        pass


def test_a_closed_budget_lets_nobody_in(folder: Path) -> None:
    budget = PixelBudget()
    budget.close()
    with pytest.raises(Cancelled), budget.room_for(Path("shop/a.jpg")):
        pass
