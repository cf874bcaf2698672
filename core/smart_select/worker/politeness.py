"""A worker must never be felt in the program that somebody is painting in."""

import logging
import os
import sys

from smart_select.runtime.machine import leave_a_core_free

_log = logging.getLogger(__name__)

_NICENESS = 5
_BELOW_NORMAL_PRIORITY_CLASS = 0x4000


def be_polite() -> None:
    """Lower this process's priority and leave a core to others; call it before any thread is started."""
    leave_a_core_free()
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL_PRIORITY_CLASS)
        return
    try:
        os.nice(_NICENESS)
    except OSError:  # a container that forbids it
        _log.info("The priority can't be lowered.")
