"""The client with workers that follow a script: what it sends, repeats and gives up."""

import multiprocessing
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest

from smart_select_plugin.call import Call
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.line import Line
from smart_select_plugin.picture import Picture
from smart_select_plugin.wire.channel import Channel
from smart_select_plugin.wire.errors import WireError
from smart_select_plugin.wire.values import (
    Cancel,
    Done,
    Encode,
    Encoded,
    Failed,
    PixelsWanted,
    Predict,
    Progress,
    Reply,
    Value,
    Warm,
)
from smart_select_plugin.worker_errors import (
    ClientClosed,
    RequestCancelled,
    RequestFailed,
    Superseded,
    WorkerError,
    WorkerLost,
    WorkerNotStarted,
)

SOON_S = 5.0
PICTURE = Picture.of(b"123", (1, 1))
Script = Callable[[Value], "list[Reply] | None"]
"""What a worker answers to a request; None is its death."""


class Stage:
    """Hands out connections to workers that follow the scripts, one script per connection."""

    def __init__(self, *scripts: Script) -> None:
        self.heard: list[Value] = []
        self.connections = 0
        self._scripts = list(scripts)

    def connect(self, stopped: Callable[[], bool]) -> Channel:
        if not self._scripts:
            raise WorkerNotStarted("there is no worker left")
        self.connections += 1
        ours, theirs = multiprocessing.Pipe()
        threading.Thread(target=self._play, args=(Channel(theirs), self._scripts.pop(0)), daemon=True).start()
        return Channel(ours)

    def _play(self, channel: Channel, script: Script) -> None:
        try:
            while True:
                number, value = channel.receive()
                self.heard.append(value)
                replies = script(value)
                if replies is None:
                    break
                for reply in replies:
                    channel.send(number, reply)
        except WireError:
            pass
        finally:
            channel.close()


@pytest.fixture
def play() -> Iterator[Callable[..., tuple[Stage, WorkerClient]]]:
    """Return a function that makes a stage and its client."""
    with ExitStack() as stack:

        def make(*scripts: Script) -> tuple[Stage, WorkerClient]:
            stage = Stage(*scripts)
            return stage, stack.enter_context(closing(WorkerClient(stage)))

        yield make


Play = Callable[..., tuple[Stage, WorkerClient]]
ENCODED = Encoded(from_cache=False, seconds=0.1)


def says(*replies: Reply) -> Script:
    return lambda _request: list(replies)


def dies(_request: Value) -> None:
    return None


def forgetful(request: Value) -> list[Reply]:
    """Know a picture only once its pixels have come."""
    if isinstance(request, Encode):
        return [ENCODED if len(request.pixels) else PixelsWanted(request.picture)]
    return [PixelsWanted(PICTURE.name)]


def test_nothing_is_connected_to_before_it_is_needed(play: Play) -> None:
    stage, client = play(says(Done()))
    assert stage.connections == 0
    assert client.call(Warm("m"), SOON_S) == Done()
    assert client.call(Warm("m"), SOON_S) == Done()
    assert stage.connections == 1


def test_pixels_are_sent_only_when_they_are_wanted(play: Play) -> None:
    stage, client = play(forgetful)
    assert client.encode(PICTURE, "m").wait(SOON_S) == ENCODED
    sent = [bytes(value.pixels) for value in stage.heard if isinstance(value, Encode)]
    assert sent == [b"", b"123"]


def test_a_prompt_on_a_forgotten_picture_encodes_it_and_asks_again(play: Play) -> None:
    known: list[Value] = []

    def worker(request: Value) -> list[Reply]:
        if isinstance(request, Predict) and known:
            return [Done()]
        if isinstance(request, Encode) and len(request.pixels):
            known.append(request)
        return forgetful(request)

    stage, client = play(worker)
    assert client.predict(PICTURE, "m", points=[(0.5, 0.5, 1)]).wait(SOON_S) == Done()
    assert [type(value).__name__ for value in stage.heard] == ["Predict", "Encode", "Encode", "Predict"]


def test_a_worker_that_forgets_at_once_is_not_asked_for_ever(play: Play) -> None:
    stage, client = play(forgetful)
    with pytest.raises(RequestFailed, match="not ready any more"):
        client.predict(PICTURE, "m", points=[(0.5, 0.5, 1)]).wait(SOON_S)
    assert len(stage.heard) < 12


def test_when_the_worker_dies_the_request_goes_to_the_next_one(play: Play) -> None:
    stage, client = play(dies, says(Done()))
    assert client.call(Warm("m"), SOON_S) == Done()
    assert stage.connections == 2


def test_when_the_next_one_dies_too_it_is_told(play: Play) -> None:
    _, client = play(dies, dies, says(Done()))
    with pytest.raises(WorkerLost):
        client.call(Warm("m"), SOON_S)
    assert client.call(Warm("m"), SOON_S) == Done()


def test_a_worker_that_can_not_be_started_fails_what_waits_and_no_more(play: Play) -> None:
    _, client = play()
    calls = [client.start(Warm("m")) for _ in range(3)]
    for call in calls:
        with pytest.raises(WorkerNotStarted):
            call.wait(SOON_S)


@pytest.mark.parametrize(
    ("kind", "error"),
    [("Superseded", Superseded), ("Cancelled", RequestCancelled), ("ModelUnknown", RequestFailed)],
)
def test_errors_keep_their_kind_and_their_words(play: Play, kind: str, error: type[WorkerError]) -> None:
    _, client = play(says(Failed(kind, "One sentence.")))
    with pytest.raises(error, match=r"One sentence\.") as caught:
        client.call(Warm("m"), SOON_S)
    assert isinstance(caught.value, RequestFailed)
    assert caught.value.kind == kind


def test_progress_is_no_answer(play: Play) -> None:
    _, client = play(says(Progress("loading"), Done()))
    call = client.start(Warm("m"))
    assert call.wait(SOON_S) == Done()
    assert call.stage == "loading"


def test_a_cancelled_call_ends_at_once_and_the_worker_is_told(play: Play) -> None:
    heard = threading.Event()

    def worker(request: Value) -> list[Reply]:
        if isinstance(request, Cancel):
            heard.set()
        return [] if isinstance(request, Warm) else [Done()]

    stage, client = play(worker)
    call = client.start(Warm("m"))
    while not stage.heard:
        threading.Event().wait(0.005)
    call.cancel()
    with pytest.raises(RequestCancelled):
        call.poll()
    assert heard.wait(SOON_S)


def test_a_closed_client_refuses(play: Play) -> None:
    _, client = play(says(Done()))
    client.close()
    with pytest.raises(ClientClosed):
        client.call(Warm("m"), SOON_S)


def test_answers_that_nobody_asked_for_are_overheard(play: Play) -> None:
    _, client = play(says(Done(), Done(), Done()))
    assert client.call(Warm("m"), SOON_S) == Done()
    assert client.call(Warm("m"), SOON_S) == Done()


def test_a_call_to_be_sent_again_ends_when_the_line_is_closed_just_then() -> None:
    def close_and_send_again(call: Call, _value: Value) -> None:
        line.close()
        line.again(call)

    line = Line(Stage(lambda value: [PixelsWanted("p")]), close_and_send_again)
    with pytest.raises(ClientClosed):
        line.begin(Warm("m"), None).wait(SOON_S)
