"""What can go wrong while plug-ins are installed or removed; `str(error)` is one sentence for a person."""

from __future__ import annotations

from pathlib import Path

from smart_select_plugin.system_reasons import is_full, system_reason


class InstallError(Exception):
    """Root of what the installer raises on purpose: what is wrong and what to do, in one sentence."""


class NoPackages(InstallError):
    """The plug-ins' packages are not where they were looked for."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"The plug-ins' packages are not in {folder}; unpack the whole release, or name its folder with "
            "--from."
        )
        self.folder = folder


class PackageUnusable(InstallError):
    """A package is damaged, or belongs to another release."""

    def __init__(self, package: Path, reason: str) -> None:
        super().__init__(f"{package} can't be used: {reason}.")
        self.package = package
        self.reason = reason


class NoHosts(InstallError):
    """There is neither GIMP nor Krita."""

    def __init__(self) -> None:
        super().__init__(
            "Neither GIMP 3 nor Krita was found for this user; install one, start it once, and try again."
        )


class ProfileUnusable(InstallError):
    """A host's folder can't be changed; everything is as it was."""

    def __init__(self, folder: Path, error: OSError) -> None:
        reason = system_reason(error)
        if is_full(error):
            sentence = f"The disk of {folder} is full; make room and try again. Everything is as it was."
        else:
            sentence = (
                f"{folder} can't be changed ({reason}); close GIMP and Krita, make it writable and try "
                "again. Everything is as it was."
            )
        super().__init__(sentence)
        self.folder = folder
        self.reason = reason


class LeftBehind(InstallError):
    """Something of ours can't be removed."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} can't be removed ({reason}); close GIMP and Krita and try again.")
        self.path = path
        self.reason = reason


class WorkerStays(InstallError):
    """The worker does not leave, so its files can't be removed."""

    def __init__(self, process: int) -> None:
        super().__init__(
            f"Smart Select is still at work for GIMP or Krita (process {process}); close them and try again."
        )
        self.process = process


class NoHome(InstallError):
    """The user has no home folder."""

    def __init__(self) -> None:
        super().__init__("This user has no home folder to install into; let HOME name one and try again.")


class NoRoom(InstallError):
    """The packages can't be unpacked."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(
            f"The packages can't be unpacked in {folder} ({reason}); make room, or let TMPDIR name another "
            "folder."
        )
        self.folder = folder
        self.reason = reason


class NobodyToAsk(InstallError):
    """There is no terminal to ask at, and removing is nothing to be done unasked."""

    def __init__(self) -> None:
        super().__init__("There is no terminal to ask at, so nothing was removed; add --yes.")


class WrongUser(InstallError):
    """Started by sudo, which would install for root."""

    def __init__(self, user: str) -> None:
        super().__init__(
            f"The plug-ins are installed for one user and need no administrator; run this as {user}, "
            "without sudo."
        )
        self.user = user
