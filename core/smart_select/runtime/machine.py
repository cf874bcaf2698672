"""What of this machine decides how graphs are run and which cached ones fit it."""

import hashlib
import os
import platform
from pathlib import Path

import onnxruntime as ort

_SMT_FROM = 4
"""Above this many logical processors we take two to share a core; below, a small machine has few anyway."""


def thread_count() -> int:
    """Return how many threads a session should use: about one per physical core that we may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    logical = len(affinity(0)) if affinity else os.cpu_count() or 1
    return logical if logical <= _SMT_FROM else max(_SMT_FROM, logical // 2)


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
