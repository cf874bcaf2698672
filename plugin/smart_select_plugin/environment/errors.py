"""What can go wrong while the worker's environment is made; `str(error)` is one sentence for a person."""

from __future__ import annotations

from pathlib import Path
from typing import Sequence


class SetupError(Exception):
    """Root of what the set-up raises on purpose: what is wrong and what to do, in one sentence."""


class SetupCancelled(SetupError):
    """The user stopped the set-up; the packages that have come are kept for the next time."""

    def __init__(self) -> None:
        super().__init__(
            "The set-up was stopped and nothing was changed; it can be started again at any time."
        )


class MachineUnsupported(SetupError):
    """There are no packages for this processor or operating system."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Smart Select can't run on this computer: {reason}.")
        self.reason = reason


class NoSuitablePython(SetupError):
    """No Python fits, and none could be brought; `refused` says per interpreter why."""

    def __init__(self, refused: Sequence[str], why_none_was_brought: str) -> None:
        found = f"found: {'; '.join(refused)}" if refused else "there is none on this computer"
        super().__init__(
            f"Smart Select needs Python 3.11 to 3.14 ({found}) and could not bring its own "
            f"({why_none_was_brought}); install Python 3.13 and try again, or name an interpreter."
        )
        self.refused = tuple(refused)
        self.why_none_was_brought = why_none_was_brought


class InterpreterRefused(SetupError):
    """The interpreter that the user named can't be used."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} can't run Smart Select: {reason}; name a Python 3.11 to 3.14.")
        self.path = path
        self.reason = reason


class NotEnoughSpace(SetupError):
    """The disk can't hold the environment."""

    def __init__(self, folder: Path, needed_bytes: int, free_bytes: int) -> None:
        super().__init__(
            f"The set-up needs {needed_bytes / 1e6:.0f} MB in {folder} and {free_bytes / 1e6:.0f} MB are "
            "free; make room and try again."
        )
        self.folder = folder
        self.needed_bytes = needed_bytes
        self.free_bytes = free_bytes


class FolderUnusable(SetupError):
    """The data folder can't be written."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(
            f"{folder} can't be used for the set-up ({reason}); "
            "make it writable, or set SMART_SELECT_HOME to a folder of your own."
        )
        self.folder = folder
        self.reason = reason


class PluginIncomplete(SetupError):
    """The plug-in came without the engine it is to install, or with a damaged one."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(
            f"The plug-in's folder {folder} is not complete ({reason}); install the plug-in again."
        )
        self.folder = folder
        self.reason = reason


class BundleUnusable(SetupError):
    """The offline bundle is not one, is damaged, or is for another system."""

    def __init__(self, bundle: Path, reason: str) -> None:
        super().__init__(f"The offline bundle {bundle} can't be used: {reason}.")
        self.bundle = bundle
        self.reason = reason


class InstallFailed(SetupError):
    """A tool that was to make or fill the environment failed; its output is in the log."""

    def __init__(self, reason: str, advice: str, log: Path) -> None:
        super().__init__(f"The set-up failed because {reason}; {advice} (details in {log}).")
        self.reason = reason
        self.advice = advice
        self.log = log
