"""Messages over a connection, with both ends in one process."""

import multiprocessing
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection

import pytest

from smart_select_plugin.wire.channel import STALL_S, Channel
from smart_select_plugin.wire.codec import encode_message
from smart_select_plugin.wire.errors import Disconnected, HandshakeFailed, WireError
from smart_select_plugin.wire.values import Done, Encode, Predict

KEY = b"k" * 32
Ends = tuple[Connection, Connection]


@pytest.fixture
def ends() -> Iterator[Ends]:
    """Two ends of one connection."""
    ours, theirs = multiprocessing.Pipe()
    with ours, theirs:
        yield ours, theirs


def shake(ends: Ends, worker_key: bytes, client_key: bytes) -> None:
    """Let both sides prove themselves; raises what the client's side raises."""
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(Channel(ends[0]).prove_as_worker, worker_key, 5)
        try:
            Channel(ends[1]).prove_as_client(client_key, 5)
        finally:
            ends[1].close()
            if answer.exception() is not None:
                assert isinstance(answer.exception(), WireError)


def test_the_same_key_opens(ends: Ends) -> None:
    shake(ends, KEY, KEY)


def test_another_key_does_not() -> None:
    ours, theirs = multiprocessing.Pipe()
    with ThreadPoolExecutor(2) as pool:
        worker = pool.submit(Channel(ours).prove_as_worker, KEY, 5)
        client = pool.submit(Channel(theirs).prove_as_client, b"x" * 32, 5)
        with pytest.raises(HandshakeFailed):
            worker.result(5)
        ours.close()
        with pytest.raises(WireError):
            client.result(5)
    theirs.close()


def test_a_client_that_sends_the_challenge_back_is_refused(ends: Ends) -> None:
    with ThreadPoolExecutor(1) as pool:
        worker = pool.submit(Channel(ends[0]).prove_as_worker, KEY, 5)
        challenge = ends[1].recv_bytes()
        ends[1].send_bytes(challenge[-32:] + challenge[-32:])
        with pytest.raises(HandshakeFailed):
            worker.result(5)


def test_something_else_that_listens_is_not_taken_for_a_worker(ends: Ends) -> None:
    ends[0].send_bytes(b"220 mail.example.com ESMTP")
    with pytest.raises(HandshakeFailed, match="no worker of Smart Select"):
        Channel(ends[1]).prove_as_client(KEY, 5)


def test_a_worker_that_says_nothing_is_given_up(ends: Ends) -> None:
    with pytest.raises(WireError):
        Channel(ends[1]).prove_as_client(KEY, 0.1)


@pytest.mark.parametrize("length", [0, 3, (1 << 18) - 1, 1 << 18, 3_000_000])
def test_messages_of_any_size_arrive(ends: Ends, length: int) -> None:
    pixels = bytes(range(256)) * (length // 256 + 1)
    value = Encode("p", "m", (1, 1), (1, 1), pixels[:length])
    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(Channel(ends[0]).send, 8, value)
        number, found = Channel(ends[1]).receive()
        sending.result(5)
    assert number == 8
    assert isinstance(found, Encode)
    assert bytes(found.pixels) == pixels[:length]


def test_several_parts_keep_their_borders(ends: Ends) -> None:
    value = Predict("p", "m", rough=b"12345", rough_area=(0, 0, 5, 1), previous=b"6789", previous_size=(1, 1))
    Channel(ends[0]).send(1, value)
    _, found = Channel(ends[1]).receive()
    assert isinstance(found, Predict)
    assert (bytes(found.rough), bytes(found.previous)) == (b"12345", b"6789")


def test_an_end_that_closes_is_disconnected(ends: Ends) -> None:
    ends[0].close()
    with pytest.raises(Disconnected):
        Channel(ends[1]).receive()
    with pytest.raises(Disconnected):
        Channel(ends[1]).send(1, Done())


def test_giving_up_wakes_whoever_waits(ends: Ends) -> None:
    channel = Channel(ends[1])
    threading.Timer(0.05, channel.abort).start()
    with pytest.raises(Disconnected):
        channel.receive()


def test_closing_leaves_the_connection_open_until_whoever_sends_has_left(ends: Ends) -> None:
    channel = Channel(ends[1])
    errors: list[Exception] = []
    pixels = Encode("p", "m", (1, 1), (1, 1), bytes(1 << 24))

    def send() -> None:
        try:
            channel.send(1, pixels)
        except Exception as error:  # whatever it is, it is what this is about
            errors.append(error)

    thread = threading.Thread(target=send)
    thread.start()
    ends[0].recv_bytes()  # the header; nobody takes the rest, and no buffer holds it
    channel.close()
    assert not ends[1].closed
    channel.abort()
    thread.join(10)
    assert [type(error) for error in errors] == [Disconnected]
    assert ends[1].closed


def test_a_closed_channel_is_disconnected_and_can_be_given_up_again(ends: Ends) -> None:
    channel = Channel(ends[1])
    channel.close()
    channel.close()
    channel.abort()
    with pytest.raises(Disconnected):
        channel.send(1, Done())
    with pytest.raises(Disconnected):
        channel.receive()


def test_waiting_for_a_message_is_no_stall_but_half_a_message_is(ends: Ends) -> None:
    channel = Channel(ends[1])
    errors: list[Exception] = []

    def receive() -> None:
        try:
            channel.receive()
        except WireError as error:
            errors.append(error)

    thread = threading.Thread(target=receive)
    thread.start()
    time.sleep(STALL_S + 0.1)
    assert not channel.stalled()
    header, _ = encode_message(1, Encode("p", "m", (1, 1), (1, 1), b"123"))
    ends[0].send_bytes(header)
    deadline = time.monotonic() + 10 * STALL_S
    while not channel.stalled():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    channel.abort()
    thread.join()
    assert isinstance(errors[0], Disconnected)
