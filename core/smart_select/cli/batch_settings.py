"""What results of a batch were made of, and with; a second run with other settings makes them anew.

A journal per folder of results, in the cache folder: a line for each result that was put in place. It is
lost without harm: results of which nothing is known count by their time alone.
"""

import argparse
import hashlib
import json
import logging
import threading
from contextlib import suppress
from pathlib import Path
from typing import Final, Self

from smart_select import __version__
from smart_select.errors import OutputUnwritable, SmartSelectError
from smart_select.paths import cache_dir
from smart_select.photo.files import write_file

_ASIDE: Final = frozenset(
    {"images", "output", "out", "again", "jobs", "json", "verbose", "suffix", "limit_pixels"}
)
"""Arguments that no pixel of a result depends on."""
_MOST_LINES: Final = 8
"""So many lines for a result on average, and the newest alone are kept."""

_log = logging.getLogger(__name__)


def fingerprint(args: argparse.Namespace) -> str:
    """Return what stands for all settings that results depend on, the files among them by size and time."""
    settings = {name: _plain(value) for name, value in vars(args).items() if name not in _ASIDE}
    text = json.dumps([__version__, settings], sort_keys=True, default=repr)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def version_of(picture: Path) -> str:
    """Return what tells a picture from others, and from what it was, wherever it lies."""
    try:
        found = picture.stat()
    except OSError:  # whoever reads it says why
        return ""
    return f"{found.st_size} {found.st_mtime_ns}"


class Journal:
    """Which result of a folder was made with which settings; used by several threads."""

    def __init__(self, path: Path | None, made: dict[str, str]) -> None:
        self._path = path
        self._made = made
        self._lock = threading.Lock()

    @classmethod
    def of(cls, folder: Path) -> Self:
        """Read the journal of a folder of results; what can't be read is left out."""
        made: dict[str, str] = {}
        try:
            name = hashlib.sha256(str(folder.resolve()).encode(errors="surrogateescape")).hexdigest()[:32]
            path = cache_dir() / "batches" / f"{name}.jsonl"
            path.parent.mkdir(parents=True, exist_ok=True)
            lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        except (OSError, UnicodeDecodeError, SmartSelectError):
            _log.info("no journal of %s", folder, exc_info=True)
            return cls(None, made)
        for line in lines:
            try:
                result, settings = json.loads(line)
            except ValueError:  # cut off by a full disk, or by the power
                continue
            made[str(result)] = str(settings)
        if len(lines) > _MOST_LINES * (len(made) + 1):
            with suppress(OutputUnwritable):
                write_file(path, "".join(map(_line, made, made.values())).encode())
        return cls(path, made)

    def made_otherwise(self, result: Path, settings: str) -> bool:
        """Whether a result is known to be of other settings."""
        return self._made.get(result.name, settings) != settings

    def add(self, result: Path, settings: str) -> None:
        """Note that a result was put in place; a journal that can't be written costs nothing but itself."""
        with self._lock:
            if self._path is None:
                return
            self._made[result.name] = settings
            try:
                # Also where that is known: another run may have put its own in the same place meanwhile.
                with self._path.open("a", encoding="utf-8") as journal:
                    journal.write(_line(result.name, settings))
            except OSError:
                _log.info("the journal can't be written", exc_info=True)
                self._path = None


def _line(result: str, settings: str) -> str:
    return json.dumps([result, settings]) + "\n"


def _plain(value: object) -> object:
    if isinstance(value, Path):
        try:
            found = value.stat()
        except OSError:
            return str(value)
        return [str(value.resolve()), found.st_size, found.st_mtime_ns]
    return value
