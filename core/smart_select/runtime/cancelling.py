"""A way to stop a running session from another thread."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import onnxruntime as ort


class CancelToken:
    """Handed to a job by whoever may want to stop it; `cancel` works before, during and after the run."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cancelled = False
        self._running: list[ort.RunOptions] = []

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._cancelled

    def cancel(self) -> None:
        """Ask to stop; ONNX Runtime leaves a running session between two operators."""
        with self._lock:
            self._cancelled = True
            for options in self._running:
                options.terminate = True

    @contextmanager
    def watching(self, options: ort.RunOptions) -> Iterator[None]:
        """Tie a run to this token for as long as the context lasts."""
        with self._lock:
            options.terminate = self._cancelled
            self._running.append(options)
        try:
            yield
        finally:
            with self._lock:
                self._running.remove(options)
