"""How long each model takes for a picture on this computer, kept for the next worker."""

import json
import logging
from pathlib import Path
from typing import Final

_MOST: Final = 64
_WORTH_A_WRITE: Final = 0.2
"""Times differ from picture to picture: so much, as a share, is another one."""
_log = logging.getLogger(__name__)


class Speeds:
    """Seconds by a model's id; in a file, or only in memory."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._seconds = {} if file is None else _read(file)
        self._written = dict(self._seconds)

    def of(self, model: str) -> float:
        """Return the seconds that were last measured; 0 where none were."""
        return self._seconds.get(model, 0.0)

    def measured(self, model: str, seconds: float) -> None:
        """Take in how long a picture took; a folder that can't be written is none of the user's problems."""
        self._seconds[model] = seconds
        last = self._written.get(model, 0.0)
        if self._file is None or abs(seconds - last) <= _WORTH_A_WRITE * last:
            return
        kept = dict(list(self._seconds.items())[-_MOST:])
        part = self._file.with_name(self._file.name + ".part")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(kept), encoding="utf-8")
            part.replace(self._file)
        except OSError as error:
            _log.info("how long models take is not kept: %s", type(error).__name__)
        self._written = kept


def _read(file: Path) -> dict[str, float]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        return {str(model): float(seconds) for model, seconds in found.items() if 0 < float(seconds) < 1e6}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}  # there is none, or a damaged one: it is measured anew
