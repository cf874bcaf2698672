"""The plug-in's log file, beside the worker's."""

from __future__ import annotations

import logging
import logging.handlers
from pathlib import Path
from typing import Final, Optional

from smart_select_plugin.environment.errors import FolderUnusable
from smart_select_plugin.environment.places import user_places

_BYTES: Final = 256 << 10
_NAME: Final = "gimp.log"
_log: Final = logging.getLogger("smart_select_gimp")


def start_log() -> Optional[Path]:
    """Let the log go to its file and return that; None, and no log, where it can't be written."""
    try:
        folder = user_places().log_folder
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            folder / _NAME, maxBytes=_BYTES, backupCount=1, encoding="utf-8", delay=True
        )
    except (OSError, FolderUnusable):
        _log.addHandler(logging.NullHandler())
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(message)s"))
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)
    _log.propagate = False
    return folder / _NAME
