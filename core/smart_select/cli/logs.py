"""Where details go that nobody wants on the screen."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from logging.handlers import RotatingFileHandler
from typing import Final

from smart_select.cli.output import on_one_line
from smart_select.paths import log_dir

_LOG_BYTES: Final = 1_000_000
_OLD_LOGS: Final = 2
_FORMAT: Final = "%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"


class _QuietFileHandler(RotatingFileHandler):
    """A log that never gets in the way: a full disk or a lost folder must not print tracebacks."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        del record

    def close(self) -> None:
        """Close the file; what it could not take is lost."""
        with suppress(OSError):
            super().close()


class _TerminalFormatter(logging.Formatter):
    """Lines that names of files can't command the terminal by."""

    def format(self, record: logging.LogRecord) -> str:
        return "\n".join(map(on_one_line, super().format(record).split("\n")))


@contextmanager
def logging_to_file(verbosity: int, name: str = "smart-select.log") -> Iterator[None]:
    """Log to `name` in the log folder while inside, and to stderr as -v (1) or -vv (2) ask for.

    Without a writable log folder there is no log, and nothing else changes. Raises StorageUnavailable where
    SMART_SELECT_HOME makes no sense.
    """
    logger = logging.getLogger("smart_select")
    level = logger.level
    handlers = [*_file_handlers(name), *_terminal_handlers(verbosity)]
    logger.setLevel(logging.DEBUG if verbosity > 1 else logging.INFO)
    logging.captureWarnings(True)
    for handler in handlers:
        logger.addHandler(handler)
        logging.getLogger("py.warnings").addHandler(handler)
    try:
        yield
    finally:
        for handler in handlers:
            logger.removeHandler(handler)
            logging.getLogger("py.warnings").removeHandler(handler)
            handler.close()
        logging.captureWarnings(False)
        logger.setLevel(level)


def _file_handlers(name: str) -> list[logging.Handler]:
    try:
        folder = log_dir()
        folder.mkdir(parents=True, exist_ok=True)
        handler = _QuietFileHandler(
            folder / name,
            maxBytes=_LOG_BYTES,
            backupCount=_OLD_LOGS,
            encoding="utf-8",
            errors="replace",
        )
    except OSError:
        # A handler that swallows all: without any, logging would print warnings to stderr by itself.
        return [logging.NullHandler()]
    handler.setFormatter(logging.Formatter(_FORMAT))
    return [handler]


def _terminal_handlers(verbosity: int) -> list[logging.Handler]:
    if not verbosity:
        return []
    handler = logging.StreamHandler()
    handler.setFormatter(_TerminalFormatter("%(name)s: %(message)s"))
    return [handler]
