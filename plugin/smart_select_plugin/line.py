"""The line to the worker: carries calls there and answers back, whichever worker that is at the moment.

One thread connects when there is something to send, and sends it; one listens to the connection. When the
worker dies, what it had not answered is sent once more, to the next one.
"""

from __future__ import annotations

import threading
from collections import deque
from typing import Callable, Deque, Dict, Final, List, Optional, Protocol

from smart_select_plugin.call import Call
from smart_select_plugin.picture import Picture
from smart_select_plugin.translation import _
from smart_select_plugin.wire.channel import Channel
from smart_select_plugin.wire.errors import Disconnected, TooLarge, WireError
from smart_select_plugin.wire.values import Cancel, Progress, Request, Value
from smart_select_plugin.worker_errors import (
    ClientClosed,
    RequestFailed,
    Superseded,
    WorkerError,
    WorkerLost,
    WorkerNotStarted,
)

_ATTEMPTS: Final = 2
"""Sent, and once more when the worker died."""


class Connects(Protocol):
    """The part of `connecting.Connector` that a client needs."""

    def connect(self, stopped: Callable[[], bool]) -> Channel:
        """Return a connection to a worker; raises WorkerError."""


class Line:
    """Calls on their way. `answered` gets each with what the worker said to it at last, progress apart."""

    def __init__(self, connector: Connects, answered: Callable[[Call, Value], None]) -> None:
        self._connector = connector
        self._answered = answered
        self._lock = threading.Condition()
        self._waiting: Deque[Call] = deque()
        self._cancelled: Deque[int] = deque()
        self._sent: Dict[int, Call] = {}
        self._channel: Optional[Channel] = None
        self._next_number = 1
        self._closed = False
        self._sender: Optional[threading.Thread] = None

    def begin(self, request: Request, picture: Optional[Picture]) -> Call:
        """Have a request sent and return at once."""
        with self._lock:
            call = Call(request, picture, number=self._new_number(), withdraw=self._withdraw)
            if self._closed:
                call.fail(ClientClosed())
                return call
            self._waiting.append(call)
            if self._sender is None:
                self._sender = threading.Thread(target=self._send_all, name="worker-client", daemon=True)
                self._sender.start()
            self._lock.notify_all()
        return call

    def again(self, call: Call) -> None:
        """Have an answered call sent again; a prompt that a newer one has overtaken fails instead."""
        error: Optional[WorkerError] = None
        with self._lock:
            if call.is_done:
                return
            if self._closed:
                error = ClientClosed()  # it was on no list that `close` goes through
            elif any(other.is_newer_prompt_than(call) for other in self._open_calls()):
                # The worker would take it for the newest.
                error = Superseded("Superseded", _("A newer prompt took this one's place."))
            else:
                self._put_back(call)
        if error is not None:
            call.fail(error)

    def close(self) -> None:
        """Drop the connection; open calls end with ClientClosed. The worker lives on."""
        with self._lock:
            self._closed = True
            calls = self._open_calls()
            self._waiting.clear()
            self._sent.clear()
            channel = self._channel
            self._lock.notify_all()
        for call in calls:
            call.fail(ClientClosed())
        if channel is not None:
            channel.abort()

    # The sending thread.

    def _send_all(self) -> None:
        """Connect when there is something to send, and send it."""
        try:
            while self._send_one():
                pass
        finally:
            # Only a bug ends this with calls still waiting; the next call then starts anew.
            with self._lock:
                self._sender = None
            self._fail_waiting(ClientClosed())

    def _send_one(self) -> bool:
        """Wait for something to send and send it; return False when the client is closed."""
        with self._lock:
            self._lock.wait_for(lambda: self._closed or self._waiting or self._cancelled)
            if self._closed:
                return False
            channel = self._channel
            # Taken in the same breath: what is noted as sent on a channel is repeated when that one is lost.
            number, value = self._take_next() if channel is not None else (0, None)
        if channel is None:
            self._connect()
        elif value is not None:
            self._send(channel, number, value)
        return True

    def _connect(self) -> None:
        with self._lock:
            self._cancelled.clear()  # whoever was asked is gone
            self._waiting = deque(call for call in self._waiting if not call.is_done)
            if not self._waiting:
                return
        try:
            channel = self._connector.connect(self._nobody_waits)
        except ClientClosed:
            return  # nobody waits for it any more, or somebody new has just begun to
        except WorkerError as error:
            self._fail_waiting(error)
            return
        except OSError as error:  # no file numbers left, a file system without locks
            self._fail_waiting(WorkerNotStarted.by_system(error))
            return
        with self._lock:
            self._channel = channel
            closed = self._closed
        reader = threading.Thread(target=self._read_all, args=(channel,), name="worker-replies", daemon=True)
        reader.start()
        if closed:
            channel.abort()

    def _send(self, channel: Channel, number: int, value: Value) -> None:
        try:
            channel.send(number, value)
        except Disconnected:
            channel.abort()  # the reading thread repeats what was sent
            with self._lock:
                self._lock.wait_for(lambda: self._closed or self._channel is not channel)
        except TooLarge:
            self._refuse(number, _("That is too much to be asked at once; give less, such as fewer points."))
        except WireError as error:
            self._refuse(number, f"This can't be asked: {error}.")

    def _refuse(self, number: int, sentence: str) -> None:
        with self._lock:
            call = self._sent.pop(number, None)
        if call is not None:
            call.fail(RequestFailed("RequestInvalid", sentence))

    def _take_next(self) -> "tuple[int, Optional[Value]]":
        """Return what is to be sent, now noted as sent; None when nothing is."""
        if self._cancelled:
            return self._new_number(), Cancel(self._cancelled.popleft())
        while self._waiting:
            call = self._waiting.popleft()
            if not call.is_done:
                self._sent[call.number] = call
                return call.number, call.message()
        return 0, None

    # The reading thread.

    def _read_all(self, channel: Channel) -> None:
        try:
            while True:
                number, value = channel.receive()
                self._hear(number, value)
        except WireError:
            pass  # it has gone, or talks nonsense: either way it is not listened to any more
        finally:
            self._lose(channel)

    def _hear(self, number: int, value: Value) -> None:
        with self._lock:
            call = self._sent.get(number)
            if call is None:  # a call that was cancelled, or the answer to Cancel
                return
            if isinstance(value, Progress):
                call.reached = value.stage
                return
            del self._sent[number]
        self._answered(call, value)

    def _lose(self, channel: Channel) -> None:
        """The worker is gone: repeat what it had not answered, once."""
        channel.abort()
        lost: List[Call] = []
        with self._lock:
            sent = list(self._sent.values())
            self._sent.clear()
            for call in sent:
                call.attempts += 1
                call.with_pixels = False
                if call.attempts < _ATTEMPTS:
                    self._put_back(call)
                else:
                    lost.append(call)
            self._channel = None
            self._lock.notify_all()
        channel.close()
        for call in lost:
            call.fail(WorkerLost())

    # Both.

    def _withdraw(self, call: Call) -> None:
        """Forget a call that was cancelled, and tell the worker."""
        with self._lock:
            if self._sent.pop(call.number, None) is not None and self._channel is not None:
                self._cancelled.append(call.number)
            self._lock.notify_all()

    def _open_calls(self) -> List[Call]:
        return [*self._waiting, *self._sent.values()]

    def _put_back(self, call: Call) -> None:
        """Have a call sent again, before all that were begun later; with the lock held."""
        later = sum(other.number > call.number for other in self._waiting)
        self._waiting.insert(len(self._waiting) - later, call)
        self._lock.notify_all()

    def _nobody_waits(self) -> bool:
        with self._lock:
            return self._closed or all(call.is_done for call in self._waiting)

    def _fail_waiting(self, error: WorkerError) -> None:
        with self._lock:
            calls = list(self._waiting)
            self._waiting.clear()
        for call in calls:
            call.fail(error)

    def _new_number(self) -> int:
        self._next_number += 1
        return self._next_number
