"""Where an error came from, in words that name no file and no folder of the user's."""

import traceback
from pathlib import PurePath
from typing import Final

_FRAMES: Final = 6


def whereabouts(error: BaseException) -> str:
    """Return an error's type and the innermost lines that it came through, outermost first.

    Its message is left out: those of the system name files.
    """
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    lines = [f"{PurePath(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return f"{type(error).__name__} in {' > '.join(lines) or 'nowhere'}"
