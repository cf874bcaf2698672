"""What can go wrong while the worker's environment is made; `str(error)` is one sentence for a person."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Sequence

from smart_select_plugin.short_text import MOST_OF_PATH, in_short
from smart_select_plugin.translation import _, later


class SetupError(Exception):
    """Root of what the set-up raises on purpose: what is wrong and what to do, in one sentence."""


class _Unusable(SetupError):
    """What is at `path` can't be used, for a `reason`; each kind has a sentence that takes both."""

    sentence: ClassVar[str]

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(_(self.sentence, path=in_short(str(path), MOST_OF_PATH), reason=reason))
        self.path = path
        self.reason = reason


class SetupCancelled(SetupError):
    """The user stopped the set-up; the packages that have come are kept for the next time."""

    def __init__(self) -> None:
        super().__init__(
            _("The set-up was stopped and nothing was changed; it can be started again at any time.")
        )


class MachineUnsupported(SetupError):
    """There are no packages for this processor or operating system."""

    def __init__(self, reason: str) -> None:
        super().__init__(_("Smart Select can't run on this computer: {reason}.", reason=reason))
        self.reason = reason


class NoSuitablePython(SetupError):
    """No Python fits, and none could be brought; `refused` says per interpreter why."""

    def __init__(self, refused: Sequence[str], why_none_was_brought: str) -> None:
        found = (
            _("found: {list}", list="; ".join(refused)) if refused else _("there is none on this computer")
        )
        super().__init__(
            _(
                "Smart Select needs Python 3.11 to 3.14 ({found}) and could not bring its own "
                "({why}); install Python 3.13 and try again, or name an interpreter.",
                found=found,
                why=why_none_was_brought,
            )
        )
        self.refused = tuple(refused)
        self.why_none_was_brought = why_none_was_brought


class InterpreterRefused(_Unusable):
    """The interpreter that the user named can't be used."""

    sentence = later("{path} can't run Smart Select: {reason}; name a Python 3.11 to 3.14.")


class NotEnoughSpace(SetupError):
    """The disk can't hold the environment."""

    def __init__(self, folder: Path, needed_bytes: int, free_bytes: int) -> None:
        super().__init__(
            _(
                "The set-up needs {needed} MB in {folder} and {free} MB are free; make room and try again.",
                needed=round(needed_bytes / 1e6),
                folder=folder,
                free=round(free_bytes / 1e6),
            )
        )
        self.folder = folder
        self.needed_bytes = needed_bytes
        self.free_bytes = free_bytes


class DiskFull(SetupError):
    """The disk, or the user's share of it, filled up while the environment was made."""

    def __init__(self, folder: Path, needed_bytes: int) -> None:
        super().__init__(
            _(
                "The disk is full: the set-up needs {needed} MB in {folder}; make room and try again.",
                needed=round(needed_bytes / 1e6),
                folder=folder,
            )
        )
        self.folder = folder
        self.needed_bytes = needed_bytes


class FolderUnusable(_Unusable):
    """The data folder can't be written."""

    sentence = later(
        "{path} can't be used for the set-up ({reason}); "
        "make it writable, or set SMART_SELECT_HOME to a folder of your own."
    )


class WorkerAtWork(SetupError):
    """The worker was asked to leave and has not; it runs from what is to be removed."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            _(
                "{folder} can't be removed while Smart Select is at work; "
                "wait until it has finished or close GIMP and Krita, and try again.",
                folder=folder,
            )
        )
        self.folder = folder


class StillWritten(SetupError):
    """What is to be removed fills again: the tool of a set-up that was killed has not noticed yet."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            _(
                "{folder} can't be removed while another program writes into it; "
                "wait a minute and try again.",
                folder=folder,
            )
        )
        self.folder = folder


class PluginIncomplete(_Unusable):
    """The plug-in came without the engine it is to install, or with a damaged one."""

    sentence = later("The plug-in's folder {path} is not complete ({reason}); install the plug-in again.")


class BundleUnusable(_Unusable):
    """The offline bundle is not one, is damaged, or is for another system."""

    sentence = later("The offline bundle {path} can't be used: {reason}.")


class InstallFailed(SetupError):
    """A tool that was to make or fill the environment failed; its output is in the log."""

    def __init__(self, reason: str, advice: str, log: Path) -> None:
        super().__init__(
            _(
                "The set-up failed because {reason}; {advice} (details in {log}).",
                reason=reason,
                advice=advice,
                log=log,
            )
        )
        self.reason = reason
        self.advice = advice
        self.log = log
