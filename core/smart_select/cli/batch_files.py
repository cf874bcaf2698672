"""Which pictures a batch is about, and what their results are called."""

import glob
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from smart_select.errors import ImageUnreadable
from smart_select.photo.files import real_path
from smart_select.photo.writing import FORMATS_BY_SUFFIX
from smart_select.system_reasons import system_reason

READABLE_SUFFIXES: Final = frozenset(
    {
        *(".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".avif", ".jp2", ".j2k", ".bmp", ".gif"),
        *(".ppm", ".pgm", ".pbm", ".pnm"),
    }
)
"""What is taken from a folder; files that are named are tried whatever they are called."""


@dataclass(frozen=True)
class Found:
    """The pictures that were named, each once; and the `other_names` of some, with the picture they mean."""

    pictures: tuple[Path, ...]
    other_names: tuple[tuple[Path, Path], ...]

    @property
    def note(self) -> str:
        """One sentence for who expects a result for each name; "" where there is nothing to tell."""
        if not self.other_names:
            return ""
        name, picture = self.other_names[0]
        if len(self.other_names) == 1:
            return f"{name} is the same picture as {picture}, so it gets no result of its own."
        return (
            f"{len(self.other_names)} names mean pictures that are there under another one, such as {name} "
            f"for {picture}; they get no result of their own."
        )


@dataclass(frozen=True)
class Work:
    """A picture, and the file that is made of it."""

    picture: Path
    result: Path


def find_pictures(arguments: Sequence[str]) -> Found:
    """Return the pictures that names, folders and patterns mean, each once, in the order given.

    Of a file's names the one with the fewest links in it gives the result its name: the file itself, and not
    a link to it or a way through a folder that links to itself; of several such the first. Names
    that are nowhere are kept: whoever reads them says what is wrong. Hidden files are not taken from folders,
    nor what lies in folders within. Raises ImageUnreadable for a folder that can't be looked into.
    """
    found: dict[Path, list[Path]] = {}
    for argument in arguments:
        path = Path(argument)
        # Unlike pathlib's, these never raise where permission is missing or a name is too long.
        if os.path.isdir(path):  # noqa: PTH112
            inside = _pictures_in(path)
        elif not os.path.exists(path) and glob.has_magic(argument):  # noqa: PTH110
            names = sorted(glob.glob(argument))  # noqa: PTH207 - a whole pattern, absolute or not
            inside = [Path(name) for name in names if _is_file_or_hidden(name)]
        else:
            inside = [path]
        for file in inside:
            found.setdefault(real_path(file), []).append(file)
    pictures, other_names = [], []
    for same in found.values():
        picture = min(same, key=_links_in)
        pictures.append(picture)
        others = {_spelled_out(name): name for name in same}
        others.pop(_spelled_out(picture))
        other_names += [(name, picture) for name in others.values()]
    return Found(tuple(pictures), tuple(other_names))


def plan(pictures: Sequence[Path], folder: Path, *, suffix: str | None, channels: int) -> list[Work]:
    """Return what is to be made of each picture in `folder`: files of `suffix`, or of the picture's own where
    that can hold so many channels, else PNG.

    Pictures of one name get their old suffix, or else a number, into their results' names: the same for the
    same pictures, so that a second run finds them.
    """
    ends = [f".{suffix}" if suffix else _fitting(picture, channels) for picture in pictures]
    plain = [f"{picture.stem}{end}" for picture, end in zip(pictures, ends, strict=True)]
    common = {name for name, count in Counter(name.casefold() for name in plain).items() if count > 1}
    taken: set[str] = set()
    works = []
    for picture, end, name in zip(pictures, ends, plain, strict=True):
        if name.casefold() in common:
            name = f"{picture.stem}-{picture.suffix[1:].lower()}{end}"
        number = 1
        unnumbered = name
        while name.casefold() in taken:
            number += 1
            name = f"{unnumbered[: -len(end)]}-{number}{end}"
        taken.add(name.casefold())
        works.append(Work(picture, folder / name))
    return works


def is_finished(work: Work) -> bool:
    """Whether the result is there already, and not older than its picture.

    Results are put in place whole, so one that is there is complete.
    """
    try:
        is_new = work.result.stat().st_mtime_ns >= work.picture.stat().st_mtime_ns
        return is_new and not work.result.samefile(work.picture)
    except OSError:
        return False


def _links_in(file: Path) -> int:
    """Return over how many links a name leads to its file."""
    name = Path(_spelled_out(file))
    # Unlike pathlib's, this never raises.
    return sum(os.path.islink(part) for part in (name, *name.parents))  # noqa: PTH114


def _spelled_out(file: Path) -> str:
    """Return what two spellings of one name have in common; a link's is not its target's."""
    return os.path.abspath(file)  # noqa: PTH100 - pathlib's leaves ".." in


def _pictures_in(folder: Path) -> list[Path]:
    try:
        return [file for file in sorted(folder.iterdir()) if _is_picture(file)]
    except OSError as error:
        raise ImageUnreadable(folder, system_reason(error)) from error


def _is_picture(file: Path) -> bool:
    if file.suffix.lower() not in READABLE_SUFFIXES or file.name.startswith("."):
        return False
    return _is_file_or_hidden(file)


def _is_file_or_hidden(file: str | Path) -> bool:
    """Whether this is a file, or can't be looked at, which whoever reads it says.

    A link that leads nowhere was a picture once, and of what is forbidden nobody knows.
    """
    return os.path.isfile(file) or not os.path.exists(file)  # noqa: PTH110, PTH113 - as above


def _fitting(picture: Path, channels: int) -> str:
    kind = FORMATS_BY_SUFFIX.get(picture.suffix.lower())
    return picture.suffix.lower() if kind is not None and channels in kind.channels else ".png"
