"""What of this machine decides how graphs are run and which cached ones fit it."""

import hashlib
import os
import platform
from pathlib import Path

import onnxruntime as ort

_SMT_FROM = 4
"""Above this many logical processors we take two to share a core; below, a small machine has few anyway."""

_spare_cores = 0


def leave_a_core_free() -> None:
    """From now on let sessions of this process leave one core to others, where there are more than two."""
    global _spare_cores
    _spare_cores = 1


def thread_count() -> int:
    """Return how many threads a session should use: about one per physical core that we may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    logical = len(affinity(0)) if affinity else os.cpu_count() or 1
    spare = _spare_cores if logical > 2 else 0
    return logical - spare if logical <= _SMT_FROM else max(_SMT_FROM, logical // 2) - spare


def environment_key() -> str:
    """Return a short digest of ONNX Runtime's version and the processor's features.

    Optimised graphs hold blocked weight layouts that suit one version on one kind of processor.
    """
    text = "|".join([ort.__version__, platform.system(), platform.machine(), _processor_features()])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _processor_features() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return platform.processor()
    flags = (line.partition(":")[2] for line in lines if line.lower().startswith(("flags", "features")))
    return " ".join(sorted(set(next(flags, "").split())))
