"""Everything that can go wrong, as one root error and leaves that carry their data.

`str(error)` is one sentence for a person: what is wrong and what to do. Details belong in the log.
"""

from collections.abc import Sequence
from pathlib import Path

_MOST_SHOWN = 80


class SmartSelectError(Exception):
    """Root of all errors that Smart Select raises on purpose."""


class Cancelled(SmartSelectError):
    """The caller asked for a running job to stop."""

    def __init__(self, what: str = "The job") -> None:
        super().__init__(f"{what} was cancelled.")
        self.what = what


class DownloadCancelled(Cancelled):
    """A model's download was stopped; what has arrived is kept for the next time."""

    def __init__(self, model: str) -> None:
        super().__init__(f"The download of {model}")
        self.args = (
            f"The download of {model} was stopped; "
            f'"smart-select models download {model}" continues where it ended.',
        )
        self.model = model


class ImageUnreadable(SmartSelectError):
    """A picture is missing, empty, truncated or of a kind that can't be read."""

    def __init__(self, path: str | Path, reason: str) -> None:
        super().__init__(f"{path} can't be opened: {reason}.")
        self.path = path
        self.reason = reason


class ImageTooLarge(ImageUnreadable):
    """A picture claims more pixels than the limit (a decompression bomb, or a scan to be cut down first)."""

    def __init__(self, path: str | Path, width: int, height: int, limit_pixels: int) -> None:
        megapixels, limit = width * height / 1e6, limit_pixels / 1e6
        super().__init__(
            path, f"it has {megapixels:,.0f} megapixels and the limit is {limit:,.0f}, so scale it down first"
        )
        self.width = width
        self.height = height
        self.limit_pixels = limit_pixels


class OutputUnwritable(SmartSelectError):
    """A result could not be written where the caller wanted it."""

    def __init__(self, path: str | Path, reason: str) -> None:
        super().__init__(f"{path} can't be written: {reason}.")
        self.path = path
        self.reason = reason


class PromptInvalid(SmartSelectError):
    """A point, box or mask does not make sense on this picture."""


class ModelUnknown(SmartSelectError):
    """A model id that is neither in the catalogue nor a folder."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(
            f'There is no model "{_in_short(name)}"; choose one of {", ".join(known)}, '
            "or name a folder that holds an encoder and a decoder in ONNX."
        )
        self.name = name
        self.known = tuple(known)


class ModelNotInstalled(SmartSelectError):
    """A catalogue model whose files are not on this machine yet."""

    def __init__(self, model: str) -> None:
        super().__init__(
            f'The model "{model}" is not on this machine yet; '
            f'fetch it with "smart-select models download {model}".'
        )
        self.model = model


class ModelUnusable(SmartSelectError):
    """Model files that are no ONNX, fit no known layout, or fail their self-test."""

    def __init__(self, where: str | Path, reason: str) -> None:
        super().__init__(f"The model in {where} can't be used: {reason}.")
        self.where = where
        self.reason = reason


class ModelBuiltIn(SmartSelectError):
    """The embedded model is part of the program: it can be neither removed nor replaced."""

    def __init__(self, model: str) -> None:
        super().__init__(f'The model "{model}" is part of Smart Select and stays as it is.')
        self.model = model


class ModelNameRefused(SmartSelectError):
    """A user's own model can't be kept under this name."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f'The name "{name}" can\'t be used for this model: {reason}.')
        self.name = name
        self.reason = reason


class DownloadFailed(SmartSelectError):
    """No source delivered the file; `reasons` holds one line per attempt that mattered."""

    def __init__(self, name: str, reasons: Sequence[str], advice: str) -> None:
        super().__init__(f"{name} could not be fetched ({'; '.join(reasons)}); {advice}.")
        self.name = name
        self.reasons = tuple(reasons)
        self.advice = advice


class HashMismatch(SmartSelectError):
    """A file's bytes are not the ones that the catalogue vouches for."""

    def __init__(self, path: str | Path, expected: str, found: str, advice: str = "fetch it again") -> None:
        super().__init__(
            f"{path} is not the file that was expected (sha256 {found[:12]}… instead of {expected[:12]}…), "
            f"so it was not used; {advice}."
        )
        self.path = path
        self.expected = expected
        self.found = found


class StorageUnavailable(SmartSelectError):
    """A folder of ours can't be written, or its disk is full."""

    def __init__(self, folder: str | Path, reason: str) -> None:
        super().__init__(f"{folder} can't be used for storage: {reason}.")
        self.folder = folder
        self.reason = reason


class NothingSelected(SmartSelectError):
    """The model answered a prompt with an empty mask."""

    def __init__(self) -> None:
        super().__init__(
            "Nothing was found there; click in the middle of the object, or draw a box around it."
        )


class NoSubject(SmartSelectError):
    """Nothing in the picture stands out as its subject."""

    def __init__(self) -> None:
        super().__init__("No subject stands out in this picture; click on what you want instead.")


class NothingLeft(SmartSelectError):
    """The selection was emptied by what was done to it: shrunk away, or turned round from all."""

    def __init__(self) -> None:
        super().__init__(
            "Nothing is left of the selection; shrink or smooth it less, or leave the inverting out."
        )


class NothingSeen(SmartSelectError):
    """The picture itself is transparent wherever the object is, so a result would show nothing of it."""

    def __init__(self) -> None:
        super().__init__(
            "The picture is transparent where the object is, so nothing of it would be seen; "
            "choose another picture, or point at something that is visible."
        )


class BackgroundTransparent(SmartSelectError):
    """A picture that was to come behind the object has nothing to see in it."""

    def __init__(self, path: str | Path) -> None:
        super().__init__(f"The background {path} is transparent throughout; choose another one.")
        self.path = path


class NoBackground(SmartSelectError):
    """The selection covers the whole picture, so that nothing can be done to what is around it."""

    def __init__(self) -> None:
        super().__init__(
            "The selection covers the whole picture and leaves no background; "
            "click on a smaller part, or draw a box around the object."
        )


def _in_short(text: str) -> str:
    """Return what somebody gave on one line, and not all of it where it is long."""
    line = " ".join(text[: 4 * _MOST_SHOWN].split())
    return (
        line if len(line) <= _MOST_SHOWN and len(text) <= 4 * _MOST_SHOWN else f"{line[: _MOST_SHOWN - 1]}…"
    )
