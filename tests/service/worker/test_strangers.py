"""Whoever does not belong here is refused or closed within about a second; the worker goes on as before.

Fifteen hundred frames of noise by default; SMART_SELECT_TEST_FRAMES=100000 for the full number.
"""

import os
import random
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Client, Connection
from pathlib import Path

import pytest

from service.worker.waiting import wait_until
from service.worker.workshop import RED, RED_SQUARE, Workshop, lies_near, squares_picture
from smart_select.worker.serving import TICK_S
from smart_select.worker.session import HANDSHAKE_S
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.wire.channel import STALL_S, Channel
from smart_select_plugin.wire.codec import encode_message
from smart_select_plugin.wire.errors import WireError
from smart_select_plugin.wire.handshake import greet_worker
from smart_select_plugin.wire.meeting_place import MeetingPlace
from smart_select_plugin.wire.values import (
    PROTOCOL,
    AskStatus,
    Encode,
    Hello,
    Predict,
    Selection,
    Shutdown,
    Status,
)

SOON_S = 4.0
"""A second, on a machine that is very busy; what the worker itself allows is less than one, see below."""
FUZZED_FRAMES = int(os.environ.get("SMART_SELECT_TEST_FRAMES", "1500"))
MEMORY_SLACK_MIB = 24

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="speaks to a Unix socket")


@pytest.fixture
def client(workshop: Workshop) -> WorkerClient:
    """A client that is served before, during and after."""
    client = workshop.client()
    assert_served(client)
    return client


def assert_served(client: WorkerClient) -> None:
    """A click is still answered, and right."""
    reply = client.predict(squares_picture(), "colour", points=[RED]).wait(40)
    assert isinstance(reply, Selection)
    assert lies_near(reply.area, RED_SQUARE)


@contextmanager
def stranger(workshop: Workshop) -> Iterator[socket.socket]:
    """A connection of somebody who has not said anything yet."""
    contact = workshop.place.read_contact()
    assert contact is not None
    with socket.socket(socket.AF_UNIX) as stream:
        stream.settimeout(SOON_S)
        stream.connect(contact.address)
        yield stream


def connected(workshop: Workshop) -> Connection:
    contact = workshop.place.read_contact()
    assert contact is not None
    connection = Client(contact.address, contact.family)
    assert isinstance(connection, Connection)
    return connection


@contextmanager
def friend(workshop: Workshop) -> Iterator[Connection]:
    """A connection of somebody who holds the key and has said hello."""
    contact = workshop.place.read_contact()
    assert contact is not None
    with connected(workshop) as connection:
        greet_worker(connection, contact.key)
        Channel(connection).send(1, Hello(PROTOCOL, "", "friend"))
        Channel(connection).receive()
        yield connection


def assert_closed_soon(stream: socket.socket) -> None:
    """The worker hangs up; whatever it said before does not matter."""
    started = time.monotonic()
    with suppress(ConnectionError):
        while stream.recv(4096):
            pass
    assert time.monotonic() - started < SOON_S


def status(client: WorkerClient) -> Status:
    reply = client.call(AskStatus(), 40)
    assert isinstance(reply, Status)
    return reply


def memory_mib(process: int) -> float:
    """Return the resident size; 0 where that can't be read."""
    path = Path(f"/proc/{process}/statm")
    return int(path.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20 if path.exists() else 0.0


def test_the_limits_add_up_to_less_than_a_second() -> None:
    assert max(HANDSHAKE_S, STALL_S) + TICK_S < 1


def test_a_wrong_key_is_refused(workshop: Workshop, client: WorkerClient) -> None:
    with connected(workshop) as connection, pytest.raises(WireError):
        greet_worker(connection, b"x" * 32)
    assert_served(client)


def test_a_recorded_handshake_is_worth_nothing(workshop: Workshop, client: WorkerClient) -> None:
    contact = workshop.place.read_contact()
    assert contact is not None

    class Recorder:
        def __init__(self, connection: Connection) -> None:
            self.connection = connection
            self.sent: list[bytes] = []

        def send_bytes(self, buf: bytes) -> None:
            self.sent.append(buf)
            self.connection.send_bytes(buf)

        def recv_bytes(self, maxlength: int) -> bytes:
            return self.connection.recv_bytes(maxlength)

    with connected(workshop) as connection:
        recorder = Recorder(connection)
        greet_worker(recorder, contact.key)
    with connected(workshop) as connection:
        connection.recv_bytes(1000)
        connection.send_bytes(recorder.sent[0])
        with pytest.raises((EOFError, OSError)):
            connection.recv_bytes(1000)
    assert_served(client)


@pytest.mark.parametrize(
    "claim",
    [struct.pack("!i", 2**31 - 1), struct.pack("!i", -1) + struct.pack("!Q", 2**31)],
    ids=["2 GB", "long form"],
)
def test_a_header_of_2_gb_is_not_waited_for(workshop: Workshop, client: WorkerClient, claim: bytes) -> None:
    before = memory_mib(workshop.process())
    with stranger(workshop) as stream:
        stream.sendall(claim + b"x" * 100)
        assert_closed_soon(stream)
    with friend(workshop) as connection:
        os.write(connection.fileno(), claim + b"x" * 100)
        with pytest.raises((EOFError, OSError)):
            connection.recv_bytes(1000)
    assert memory_mib(workshop.process()) - before < MEMORY_SLACK_MIB
    assert_served(client)


def test_parts_of_gigabytes_are_refused_before_there_is_room_for_them(
    workshop: Workshop, client: WorkerClient
) -> None:
    before = memory_mib(workshop.process())
    header, _ = encode_message(2, Encode("p", "colour", (4, 4), (4, 4), b"1" * 48))
    with friend(workshop) as connection:
        connection.send_bytes(header.replace(b"[48]", b"[2147483648]"))
        with pytest.raises((EOFError, OSError)):
            connection.recv_bytes(1000)
    assert memory_mib(workshop.process()) - before < MEMORY_SLACK_MIB
    assert_served(client)


@pytest.mark.parametrize("beginning", [b"", b"\0\0", struct.pack("!i", 64) + b"half of a proof"])
def test_a_stranger_who_stops_half_way_is_closed(
    workshop: Workshop, client: WorkerClient, beginning: bytes
) -> None:
    with stranger(workshop) as stream:
        stream.sendall(beginning)
        assert_served(client)  # nobody has to wait meanwhile
        assert_closed_soon(stream)


def test_a_client_who_stops_half_way_through_a_message_is_closed(
    workshop: Workshop, client: WorkerClient
) -> None:
    header, _ = encode_message(2, Encode("p", "colour", (400, 400), (400, 400), b"1" * 480_000))
    with friend(workshop) as connection:
        connection.send_bytes(header)
        connection.send_bytes(b"1" * 1000)
        started = time.monotonic()
        with pytest.raises((EOFError, OSError)):
            connection.recv_bytes(1000)
        assert time.monotonic() - started < SOON_S
    assert_served(client)


def test_a_client_who_is_only_quiet_stays(workshop: Workshop, client: WorkerClient) -> None:
    with friend(workshop) as connection:
        time.sleep(STALL_S + 3 * TICK_S)
        Channel(connection).send(3, AskStatus())
        assert isinstance(Channel(connection).receive()[1], Status)


def test_a_crowd_of_strangers_keeps_nobody_out_for_long(workshop: Workshop, client: WorkerClient) -> None:
    contact = workshop.place.read_contact()
    assert contact is not None
    crowd = [socket.socket(socket.AF_UNIX) for _ in range(100)]
    for stream in crowd:
        stream.settimeout(SOON_S)
        with suppress(OSError):
            stream.connect(contact.address)
    assert_served(workshop.client())
    for stream in crowd:
        stream.close()
    wait_until(lambda: status(client).connections <= 2)


def test_clients_that_vanish_leave_nothing_behind(workshop: Workshop, tmp_path: Path) -> None:
    hold = tmp_path / "hold"
    client = workshop.client(hold=hold)
    assert_served(client)
    hold.touch()
    click = client.predict(squares_picture(), "colour", points=[RED])
    wait_until(lambda: status(client).job_running == "Predict")
    for _ in range(20):
        with friend(workshop) as connection:
            Channel(connection).send(2, Predict(squares_picture().name, "colour", points=(RED,)))
    wait_until(lambda: status(client).connections == 1)
    assert status(client).jobs_waiting == 0  # nobody waits for those answers, so they are not computed
    hold.unlink()
    assert isinstance(click.wait(40), Selection)


def test_random_bytes_do_no_harm(workshop: Workshop, client: WorkerClient) -> None:
    dice = random.Random(1)
    good, _ = encode_message(5, Predict("p", "colour", points=(RED,)))
    process = workshop.process()
    for index in range(FUZZED_FRAMES):
        if index == FUZZED_FRAMES // 4:
            settled = memory_mib(process)
        with suppress(OSError, EOFError, WireError):
            send_noise(workshop, dice, good, as_friend=index % 3 == 0)
    assert memory_mib(process) - settled < MEMORY_SLACK_MIB
    assert workshop.process() == process
    wait_until(lambda: status(client).connections == 1)
    assert_served(client)


def send_noise(workshop: Workshop, dice: random.Random, good: bytes, *, as_friend: bool) -> None:
    """Send one frame of noise, or of a message with a few bytes changed."""
    if not as_friend:
        with stranger(workshop) as stream:
            stream.sendall(dice.randbytes(dice.randrange(1, 300)))
        return
    with friend(workshop) as connection:
        noise = bytearray(good)
        for _ in range(dice.randrange(1, 4)):
            noise[dice.randrange(len(noise))] = dice.randrange(256)
        connection.send_bytes(noise if dice.random() < 0.7 else dice.randbytes(dice.randrange(1, 300)))


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="becomes another user, which needs root"
)
def test_another_user_gets_nowhere(workshop: Workshop) -> None:
    # Not in pytest's folder, which is private to begin with.
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        open_shop = Workshop(MeetingPlace(Path(name) / "run"), workshop.closing)
        assert_served(open_shop.client())
        contact = open_shop.place.read_contact()
        assert contact is not None
        script = (
            "import os, socket, sys; os.setgid(65534); os.setuid(65534)\n"
            "for attempt in (lambda: socket.socket(socket.AF_UNIX).connect(sys.argv[1]), "
            "lambda: open(sys.argv[2]), lambda: os.listdir(os.path.dirname(sys.argv[2]))):\n"
            "    try: attempt()\n"
            "    except PermissionError: print('refused')\n"
        )
        file = str(open_shop.place.folder / "worker.json")
        done = subprocess.run(
            [sys.executable, "-S", "-c", script, contact.address, file],
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
        assert done.stdout.split() == ["refused"] * 3, done.stderr
        assert_served(open_shop.client())
        open_shop.client().call(Shutdown(), 40)
        wait_until(open_shop.is_empty)


def test_what_lies_in_the_folder_is_for_the_user_alone(workshop: Workshop, client: WorkerClient) -> None:
    assert workshop.place.folder.stat().st_mode & 0o777 == 0o700
    for path in workshop.place.folder.iterdir():
        if path.name in ("worker.json", "worker.lock", "start.lock", "worker.sock"):
            assert path.stat().st_mode & 0o777 == 0o600, path.name
