"""The client with a worker that a test plays by hand: in which order it asks, and asks again."""

import multiprocessing
import threading
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from smart_select_plugin.call import Call
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.picture import Picture
from smart_select_plugin.wire.channel import Channel
from smart_select_plugin.wire.values import Done, Encoded, PixelsWanted, Predict, Reply, Value
from smart_select_plugin.worker_errors import Superseded

SOON_S = 5.0
PICTURE = Picture.of(b"123", (1, 1))
ENCODED = Encoded(from_cache=False, seconds=0.1)
XS = [0.1, 0.2, 0.3, 0.4, 0.5]
"""Where is clicked, one after the other."""


class Hand:
    """A worker that the test plays by hand, message by message; `ends` are its connections so far."""

    def __init__(self) -> None:
        self.ends: list[Channel] = []
        self._connected = threading.Semaphore(0)

    def connect(self, stopped: Callable[[], bool]) -> Channel:
        ours, theirs = multiprocessing.Pipe()
        self.ends.append(Channel(theirs))
        self._connected.release()
        return Channel(ours)

    def next_end(self) -> Channel:
        """Wait for the client to connect once more."""
        assert self._connected.acquire(timeout=SOON_S)
        return self.ends[-1]


@pytest.fixture
def hand() -> Iterator[tuple[Hand, WorkerClient]]:
    """A hand and its client."""
    hand = Hand()
    with closing(WorkerClient(hand)) as client:
        yield hand, client
    for end in hand.ends:
        end.close()


def click(client: WorkerClient, x: float) -> Call:
    return client.predict(PICTURE, "m", points=[(x, 0.5, 1)])


def received(end: Channel, count: int) -> list[tuple[int, Value]]:
    return [end.receive_within(SOON_S) for _ in range(count)]


def clicked_at(heard: list[tuple[int, Value]]) -> list[float]:
    return [value.points[0][0] for _, value in heard if isinstance(value, Predict)]


def answer(end: Channel, heard: list[tuple[int, Value]], reply: Reply) -> None:
    for number, _ in heard:
        end.send(number, reply)


def test_prompts_that_had_to_wait_for_pixels_are_asked_again_in_their_order(
    hand: tuple[Hand, WorkerClient],
) -> None:
    worker, client = hand
    for x in XS:
        click(client, x)
    end = worker.next_end()
    for reply in (PixelsWanted(PICTURE.name), PixelsWanted(PICTURE.name), ENCODED):
        # The prompts, their encodes without pixels, those with.
        answer(end, received(end, len(XS)), reply)
    # An older one that finds the newest waiting is not asked again at all.
    last = clicked_at(received(end, 1))
    while last[-1] != XS[-1]:
        last += clicked_at(received(end, 1))
    assert last == sorted(last)


def test_what_a_lost_worker_was_asked_goes_to_the_next_one_in_its_order(
    hand: tuple[Hand, WorkerClient],
) -> None:
    worker, client = hand
    for x in XS:
        click(client, x)
    end = worker.next_end()
    assert clicked_at(received(end, len(XS))) == XS
    end.close()
    assert clicked_at(received(worker.next_end(), len(XS))) == XS


def test_a_prompt_that_had_to_wait_for_pixels_does_not_take_a_newer_one_s_place(
    hand: tuple[Hand, WorkerClient],
) -> None:
    worker, client = hand
    older = click(client, XS[0])
    end = worker.next_end()
    answer(end, received(end, 1), PixelsWanted(PICTURE.name))
    encode = received(end, 1)
    newer = click(client, XS[1])
    asked = received(end, 1)
    answer(end, encode, ENCODED)
    with pytest.raises(Superseded, match="A newer prompt took this one's place"):
        older.wait(SOON_S)
    answer(end, asked, Done())
    assert newer.wait(SOON_S) == Done()
