"""When a change that is only seen by looking now and then has come to rest."""

from __future__ import annotations

from typing import Set


class SteadyChange:
    """Tells a change once, after two looks that saw the same, and never again what was seen before.

    So neither a selection that is still being drawn is taken, nor one that Ctrl+Z has brought back.
    """

    def __init__(self, first: str) -> None:
        self._known: Set[str] = {first}
        self._last = first
        self.is_at_rest = True
        """Whether the last two looks saw the same."""

    def know(self, signature: str) -> None:
        """Take something as seen: it is of our own making."""
        self._known.add(signature)
        self._last = signature

    def forget(self, signature: str) -> None:
        """Take something for new when it is there again."""
        self._known.discard(signature)

    def look(self, signature: str) -> bool:
        """Return whether this is new and has come to rest."""
        self.is_at_rest = signature == self._last
        self._last = signature
        if not self.is_at_rest or signature in self._known:
            return False
        self._known.add(signature)
        return True
