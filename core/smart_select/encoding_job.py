"""An encoder at work in the background, which can be waited for or cancelled."""

import threading
from collections.abc import Callable
from concurrent.futures import Future

from smart_select.runtime.cancelling import CancelToken
from smart_select.values import Embedding


class EncodingJob:
    """Runs `encode` in a thread of its own from the moment it is made."""

    def __init__(self, encode: Callable[[CancelToken], Embedding]) -> None:
        self._token = CancelToken()
        self._future: Future[Embedding] = Future()
        # A daemon: an abandoned job must not keep the program from ending.
        threading.Thread(target=self._work, args=(encode,), name="encode", daemon=True).start()

    @property
    def done(self) -> bool:
        """Whether the job has ended, in whichever way."""
        return self._future.done()

    def cancel(self) -> None:
        """Ask the encoder to stop; `result` then raises Cancelled unless it had finished before."""
        self._token.cancel()

    def result(self, timeout_s: float | None = None) -> Embedding:
        """Wait for the embedding; raise what the encoder raised, or TimeoutError after `timeout_s`."""
        return self._future.result(timeout_s)

    def _work(self, encode: Callable[[CancelToken], Embedding]) -> None:
        try:
            self._future.set_result(encode(self._token))
        except BaseException as error:  # handed on to whoever waits
            self._future.set_exception(error)
