"""Both sides prove that they hold the same key, without showing it.

The worker sends a nonce; the client answers with a nonce of its own and HMAC-SHA256 of both; the worker then
proves itself over both, too. Fresh nonces make a recorded handshake worthless, and the role in front of them
keeps a proof from being sent back. Not `multiprocessing.connection`'s own, which falls back to MD5 between
Pythons before and from 3.12 on.
"""

from __future__ import annotations

import hmac
import secrets
from typing import Final, Protocol

from smart_select_plugin.wire.errors import HandshakeFailed

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 32
_PROOF_BYTES: Final = 32
_MAGIC: Final = b"smart-select 1\n"
"""Never changes: what comes after it is said in Hello."""
FRAME_LIMIT: Final = 128
"""No frame of a handshake is larger, so nothing larger is read from a stranger."""


class Frames(Protocol):
    """The part of a `multiprocessing` connection that a handshake needs."""

    def send_bytes(self, buf: bytes) -> None:
        """Send one frame."""

    def recv_bytes(self, maxlength: int) -> bytes:
        """Receive one frame; OSError when it is longer than `maxlength`, EOFError when nobody is there."""


def welcome_client(frames: Frames, key: bytes) -> None:
    """Be the worker's side; raises HandshakeFailed when the client does not hold `key`, or OSError."""
    ours = secrets.token_bytes(_NONCE_BYTES)
    frames.send_bytes(_MAGIC + ours)
    answer = _received(frames)
    theirs, proof = answer[:_NONCE_BYTES], answer[_NONCE_BYTES:]
    if len(answer) != _NONCE_BYTES + _PROOF_BYTES or not _same(proof, _proof(key, b"client", ours, theirs)):
        raise HandshakeFailed("the client does not hold the key")
    frames.send_bytes(_proof(key, b"worker", ours, theirs))


def greet_worker(frames: Frames, key: bytes) -> None:
    """Be the client's side; raises HandshakeFailed when the worker does not hold `key`, or OSError."""
    challenge = _received(frames)
    if challenge[: len(_MAGIC)] != _MAGIC or len(challenge) != len(_MAGIC) + _NONCE_BYTES:
        raise HandshakeFailed("this is no worker of Smart Select")
    theirs, ours = challenge[len(_MAGIC) :], secrets.token_bytes(_NONCE_BYTES)
    frames.send_bytes(ours + _proof(key, b"client", theirs, ours))
    if not _same(_received(frames), _proof(key, b"worker", theirs, ours)):
        raise HandshakeFailed("the worker does not hold the key")


def _proof(key: bytes, role: bytes, worker_nonce: bytes, client_nonce: bytes) -> bytes:
    return hmac.digest(key, b"smart-select " + role + worker_nonce + client_nonce, "sha256")


def _same(proof: bytes, expected: bytes) -> bool:
    return hmac.compare_digest(proof, expected)  # in constant time


def _received(frames: Frames) -> bytes:
    try:
        return frames.recv_bytes(FRAME_LIMIT)
    except EOFError as error:
        raise HandshakeFailed("the other side closed the connection") from error
