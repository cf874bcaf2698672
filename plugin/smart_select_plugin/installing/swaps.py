"""Files and folders that take their places together, or not at all.

Everything new is first written beside its place, under `.NAME.new`; then one rename moves the old away, to
`.NAME.old`, and another moves the new in. Whatever goes wrong, and be it with the last of them, is undone.
A process that was killed between the two leaves what `mend` puts right.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from contextlib import suppress
from pathlib import Path
from typing import List, Optional, Tuple

from smart_select_plugin.installing.errors import ProfileUnusable


class Swaps:
    """Use it as a context: what was not carried out by its end never happened."""

    def __init__(self) -> None:
        self._planned: List[Tuple[Path, Optional[Path]]] = []
        self._made: List[Path] = []
        self._moved: List[Tuple[Path, Path]] = []
        self._placed: List[Path] = []
        self.left: List[Tuple[Path, OSError]] = []
        """What was moved out of the way and can't be removed, and why."""

    def __enter__(self) -> Swaps:
        return self

    def __exit__(self, *why: object) -> None:
        for _, new in self._planned:
            if new is not None:
                remove(new)
        for folder in reversed(self._made):
            with suppress(OSError):
                folder.rmdir()  # only when nothing came into it

    def put(self, place: Path) -> Path:
        """Return where to write what is to be at `place`; raises ProfileUnusable."""
        try:
            self._make(place.parent)
            mend(place)
            new = _beside(place, "new")
            remove(new)
        except OSError as error:
            raise ProfileUnusable(place.parent, error) from error
        self._planned.append((place, new))
        return new

    def put_text(self, place: Path, text: str) -> None:
        """Plan that a file has a text, and the permissions that it has now."""
        place = Path(os.path.realpath(place))  # a link to a settings file stays one
        new = self.put(place)
        try:
            with new.open("w", encoding="utf-8", errors="surrogateescape", newline="") as file:
                file.write(text)
            if place.exists():
                shutil.copymode(place, new)
        except OSError as error:
            raise ProfileUnusable(place, error) from error

    def take_away(self, place: Path) -> None:
        """Plan that there is nothing at `place`."""
        self._planned.append((place, None))

    def carry_out(self) -> None:
        """Do it all; raises ProfileUnusable, and then nothing has changed."""
        place = Path()
        try:
            for place, new in self._planned:
                if os.path.lexists(place):
                    old = _beside(place, "old")
                    remove(old)
                    place.rename(old)
                    self._moved.append((place, old))
                if new is not None:
                    new.rename(place)
                    self._placed.append(place)
        except OSError as error:
            self._undo()
            raise ProfileUnusable(place, error) from error
        self._made.clear()
        for _, old in self._moved:
            try:
                remove(old)
            except OSError as error:
                self.left.append((old, error))

    def _undo(self) -> None:
        for place in reversed(self._placed):
            with suppress(OSError):
                remove(place)
        for place, old in reversed(self._moved):
            with suppress(OSError):
                old.rename(place)

    def _make(self, folder: Path) -> None:
        missing = []
        while not folder.exists():
            missing.append(folder)
            folder = folder.parent
        if not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "", str(folder))
        for path in reversed(missing):
            path.mkdir()
            self._made.append(path)


def mend(place: Path) -> None:
    """Put right what a killed process has left around `place`; raises OSError."""
    old = _beside(place, "old")
    if os.path.lexists(old):
        if os.path.lexists(place):
            remove(old)
        else:
            old.rename(place)
    remove(_beside(place, "new"))


def leftovers(place: Path) -> Tuple[Path, Path]:
    """Return where a killed process may have left something that was to come to, or came from, `place`."""
    return _beside(place, "new"), _beside(place, "old")


def remove(path: Path) -> None:
    """Remove a file, a folder with all in it, or a link and not what it leads to; raises OSError.

    Folders that somebody has made read-only are no reason to leave what is in them.
    """
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        _make_writable(path)
        for folder, names, _files in os.walk(path):
            for name in names:
                _make_writable(Path(folder, name))
        shutil.rmtree(path)


def _make_writable(folder: Path) -> None:
    with suppress(OSError):
        if not folder.is_symlink():
            folder.chmod(stat.S_IMODE(folder.stat().st_mode) | stat.S_IRWXU)


def _beside(place: Path, what: str) -> Path:
    return place.with_name(f".{place.name}.{what}")
