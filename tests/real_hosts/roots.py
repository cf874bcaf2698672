"""The test hosts of `packaging/test_hosts` as the tests see them: where they are, and commands run inside.

`make test-hosts` builds them and sets SMART_SELECT_TEST_HOSTS; without it their tests are skipped, so that
`make test` stays quick.
"""

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
INSIDE = Path("/smart-select")
"""Where a host has the repository, read-only."""

ENGINE_PYTHON = Path("/opt/engine/bin/python")
"""A host's Python with the engine's packages and the repository's code: `python -m smart_select worker`."""

RELEASES = ("trixie", "forky")

_RUN = REPOSITORY / "packaging" / "test_hosts" / "run_in_root.sh"


@dataclass(frozen=True)
class Root:
    """One test host: a Debian release with GIMP, Krita and Python as it has them."""

    release: str

    @property
    def folder(self) -> Path:
        """Where its files are, seen from this machine."""
        return _roots() / self.release

    def run(
        self,
        command: Sequence[str],
        *,
        home: Path,
        binds: Sequence[Path] = (),
        variables: Mapping[str, str] | None = None,
        offline: bool = True,
        timeout_s: float = 120,
    ) -> subprocess.CompletedProcess[str]:
        """Run a command inside and return what it printed; what it has started ends with it.

        `home` and `binds` are folders of this machine that have the same path inside. Everything else that is
        written there is forgotten.
        """
        with self.start(command, home=home, binds=binds, variables=variables, offline=offline) as process:
            try:
                output, errors = process.communicate(timeout=timeout_s)
            except BaseException:
                process.kill()  # and with it all that runs in its namespace
                raise
        return subprocess.CompletedProcess(process.args, process.returncode, output, errors)

    def start(
        self,
        command: Sequence[str],
        *,
        home: Path,
        binds: Sequence[Path] = (),
        variables: Mapping[str, str] | None = None,
        offline: bool = True,
    ) -> subprocess.Popen[str]:
        """Begin a command as `run` does and return its process."""
        options = ["--offline"] if offline else []
        for folder in binds:
            options += ["--bind", str(folder)]
        settings = [f"{name}={value}" for name, value in (variables or {}).items()]
        return subprocess.Popen(
            [str(_RUN), *options, str(self.folder), str(home), "env", *settings, *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )


def are_asked_for() -> bool:
    """Whether tests in the hosts shall run."""
    return os.environ.get("SMART_SELECT_TEST_HOSTS", "") == "yes"


def why_unusable(root: Root) -> str:
    """Return why nothing can be run in this host, or "" when it can."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "only root can enter a test host"
    if not (root.folder / ".ready").exists():
        return f"there is no test host in {root.folder}; `make test-hosts` builds it"
    return ""


def _roots() -> Path:
    named = os.environ.get("SMART_SELECT_TEST_ROOTS", "")
    return Path(named) if named else Path.home() / ".cache" / "smart-select-tests" / "roots"
