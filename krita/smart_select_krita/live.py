"""Live mode: notices a new selection that the user has drawn with Krita's own tools. No Krita in here."""

from __future__ import annotations

from typing import Any, Final, Set

_STILL_LOOKS: Final = 2
"""A selection that looked the same so many times is not being drawn any more."""


class LiveSelection:
    """Krita tells nobody that a selection has changed, so somebody looks every now and then and tells this.

    A digest is what `documents.selection_digest` returns; its first part is None where nothing is selected.
    """

    def __init__(self) -> None:
        self.is_on = False
        self._document_id = ""
        self._known: Set[Any] = set()
        self._seen: Any = None
        self._still = 0

    def start(self, document_id: str, digest: Any) -> None:
        """Look at this document from now on; what is selected already is no new drawing."""
        self.is_on = True
        self._document_id = document_id
        self._known = {digest}
        self._seen, self._still = digest, 0

    def stop(self) -> None:
        """Look no more."""
        self.is_on = False

    def know(self, digest: Any) -> None:
        """Take a selection for one that we made."""
        self._known.add(digest)

    def look(self, document_id: str, digest: Any) -> bool:
        """Tell whether this is a drawing that is finished and new.

        What was there before, as after Ctrl+Z, is not new.
        """
        if not self.is_on:
            return False
        if document_id != self._document_id:
            self.start(document_id, digest)
            return False
        self._still = self._still + 1 if digest == self._seen else 0
        self._seen = digest
        if digest in self._known or digest[0] is None or self._still < _STILL_LOOKS:
            return False
        self._known.add(digest)
        return True
