"""What an embedding is the embedding of."""

import hashlib
from typing import Final

import numpy as np

from smart_select.values import Photo

PREPROCESSING_VERSION: Final = 1
"""Raised whenever resizing or normalising changes a number: embeddings from before are then not found."""


def model_key(encoder_digest: str, decoder_digest: str) -> str:
    """Return the name of an encoder/decoder pair's bytes together with our preprocessing."""
    text = f"{PREPROCESSING_VERSION}|{encoder_digest}|{decoder_digest}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def embedding_key(photo: Photo, model: str) -> str:
    """Return 64 hex digits for H×W×3 pixels under a model key."""
    digest = hashlib.blake2b(f"{model}|{photo.shape}".encode(), digest_size=32)
    digest.update(np.ascontiguousarray(photo).data)
    return digest.hexdigest()
