"""Click a thing in a photo and it is selected: SAM 2 and its kin, light and local.

import smart_select as ss

engine = ss.load("embedded")
embedding = engine.encode(image)
mask = engine.predict(embedding, ss.Prompt(points=[(x, y, 1)])).best.mask
"""

from typing import TYPE_CHECKING

import smart_select.no_telemetry  # noqa: F401 - first, before ONNX Runtime is loaded
from smart_select.errors import (
    Cancelled,
    DownloadFailed,
    HashMismatch,
    ImageTooLarge,
    ImageUnreadable,
    ModelNotInstalled,
    ModelUnknown,
    ModelUnusable,
    NoSubject,
    OutputUnwritable,
    PromptInvalid,
    SmartSelectError,
    StorageUnavailable,
)

if TYPE_CHECKING:
    from smart_select.embeddings.cache import EmbeddingCache
    from smart_select.encoding_job import EncodingJob
    from smart_select.engine import Engine, load
    from smart_select.runtime.cancelling import CancelToken
    from smart_select.subject import select_subject
    from smart_select.values import Candidate, Embedding, Prediction, Prompt

__version__ = "0.1.0"

_LATE = {
    "CancelToken": "runtime.cancelling",
    "Candidate": "values",
    "Embedding": "values",
    "EmbeddingCache": "embeddings.cache",
    "EncodingJob": "encoding_job",
    "Engine": "engine",
    "Prediction": "values",
    "Prompt": "values",
    "load": "engine",
    "select_subject": "subject",
}
"""Imported when they are first asked for: the doctor must run where ONNX Runtime can't be loaded."""

__all__ = [
    "CancelToken",
    "Cancelled",
    "Candidate",
    "DownloadFailed",
    "Embedding",
    "EmbeddingCache",
    "EncodingJob",
    "Engine",
    "HashMismatch",
    "ImageTooLarge",
    "ImageUnreadable",
    "ModelNotInstalled",
    "ModelUnknown",
    "ModelUnusable",
    "NoSubject",
    "OutputUnwritable",
    "Prediction",
    "Prompt",
    "PromptInvalid",
    "SmartSelectError",
    "StorageUnavailable",
    "load",
    "select_subject",
]


def __getattr__(name: str) -> object:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_LATE})
