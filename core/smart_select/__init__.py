"""Click a thing in a photo and it is selected: SAM 2 and its kin, light and local.

import smart_select as ss

engine = ss.load("embedded")
embedding = engine.encode(image)
mask = engine.predict(embedding, ss.Prompt(points=[(x, y, 1)])).best.mask
"""

from smart_select.embeddings.cache import EmbeddingCache
from smart_select.encoding_job import EncodingJob
from smart_select.engine import Engine, load
from smart_select.errors import (
    Cancelled,
    DownloadFailed,
    HashMismatch,
    ImageTooLarge,
    ImageUnreadable,
    ModelNotInstalled,
    ModelUnknown,
    ModelUnusable,
    OutputUnwritable,
    PromptInvalid,
    SmartSelectError,
    StorageUnavailable,
)
from smart_select.runtime.cancelling import CancelToken
from smart_select.subject import NoSubject, select_subject
from smart_select.values import Candidate, Embedding, Prediction, Prompt

__version__ = "0.1.0"

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
