"""The body of a request: as long as it says, and no longer than is allowed."""

from email.message import Message
from io import BufferedIOBase
from typing import Final

from smart_select.trying.refusing import BrokenOff, LengthUnknown

_BLOCK_BYTES: Final = 1 << 16
_LONGEST_LENGTH: Final = 15


class Body:
    """What a client sends after the headers; `length` and `left` are bytes."""

    def __init__(self, headers: Message, stream: BufferedIOBase) -> None:
        self._stream = stream
        lengths = headers.get_all("Content-Length", ["0"])
        # Chunks, or two lengths that differ, are how requests are smuggled; browsers send neither.
        if "Transfer-Encoding" in headers or len(set(lengths)) != 1:
            raise LengthUnknown
        text = lengths[0].strip()
        if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_LENGTH):
            raise LengthUnknown
        self.length = self.left = int(text)

    def read(self, count: int) -> bytes:
        """Return the next bytes, at most `count`; raise BrokenOff when fewer come than were announced."""
        wanted = min(count, self.left)
        block = self._stream.read(wanted)
        self.left -= len(block)
        if len(block) < wanted:
            raise BrokenOff
        return block

    def discard(self, limit: int) -> bool:
        """Read what is left, if that is at most `limit` bytes; return whether nothing is left.

        A client that is still sending when the connection closes never sees the answer.
        """
        if self.left > limit:
            return False
        try:
            while self.left:
                self.read(_BLOCK_BYTES)
        except (OSError, BrokenOff):
            return False
        return True
