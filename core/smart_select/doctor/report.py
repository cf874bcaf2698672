"""What the doctor found: as a record for scripts, and as a text to paste into a report.

Neither names the user: the home folder is written as ~.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from smart_select.doctor.folders import Folder
from smart_select.doctor.hosts import HostProfile
from smart_select.doctor.trial import Trial
from smart_select.models import ModelState, ModelStatus

EMBEDDED: Final = "embedded"

_LITTLE_SPACE_BYTES: Final = 1_000_000_000
_LABEL_WIDTH: Final = 14


@dataclass(frozen=True)
class WorkerState:
    """Whether a worker runs; `build` is the version it says it is, `problem` why none can be had."""

    is_running: bool = False
    build: str = ""
    problem: str = ""


@dataclass(frozen=True)
class EnvironmentState:
    """The environment that the plug-ins made; `folder` is empty where there is none.

    `problem` says why the one that was made is of no use, and what to do.
    """

    folder: str = ""
    version: str = ""
    size_bytes: int = 0
    made_with: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Report:
    """Everything that was looked at. Sizes are bytes, times seconds."""

    versions: Mapping[str, str | int]
    interpreter: str
    providers: Sequence[str]
    folders: Sequence[Folder]
    models: Sequence[ModelStatus]
    worker: WorkerState
    environment: EnvironmentState
    hosts: Sequence[HostProfile]
    trial: Trial
    home: Path

    @property
    def problems(self) -> list[str]:
        """Return one sentence for each thing that does not work: what is wrong and what to do."""
        return [self._private(problem) for problem in self._problems()]

    def record(self) -> dict[str, Any]:
        """Return all of it in JSON's types."""
        record = {
            "versions": dict(self.versions),
            "interpreter": self.interpreter,
            "providers": list(self.providers),
            "folders": [asdict(folder) for folder in self.folders],
            "models": {status.id: str(status.state) for status in self.models},
            "worker": asdict(self.worker),
            "environment": asdict(self.environment),
            "hosts": [asdict(host) for host in self.hosts],
            "trial": asdict(self.trial),
            "problems": self.problems,
        }
        private: dict[str, Any] = _map_texts(record, self._private)
        return private

    def text(self) -> str:
        """Return it in lines for people."""
        lines = [_line(label, self._private(value)) for label, value in self._lines()]
        verdict = [f"Problem: {problem}" for problem in self.problems] or ["All is well."]
        return "\n".join([*lines, "", *verdict])

    def _lines(self) -> Iterator[tuple[str, str]]:
        yield from ((name, str(value)) for name, value in self.versions.items())
        yield "runs in", self.interpreter
        yield "providers", ", ".join(self.providers) or "none"
        yield from (
            (f"{folder.purpose} folder", f"{folder.path} ({_free(folder)})") for folder in self.folders
        )
        for status in self.models:
            if status.state is not ModelState.ABSENT:
                yield "model", f"{status.id} ({status.state}, {status.disk_bytes / 1e6:.1f} MB)"
        yield "worker", _worker(self.worker)
        yield "environment", _environment(self.environment)
        for host in self.hosts:
            plugin = f"plug-in {host.plugin}" if host.plugin else "no plug-in of ours"
            yield host.host, f"{host.folder} ({host.packaging}; {plugin})"
        if not self.hosts:
            yield "hosts", "no profile of GIMP 3 or Krita"
        yield "one click", _trial(self.trial)

    def _problems(self) -> Iterator[str]:
        for folder in self.folders:
            if folder.problem:
                yield (
                    f"the {folder.purpose} folder {folder.path} can't be used ({folder.problem}); "
                    "free it, or set SMART_SELECT_HOME to a folder of your own."
                )
            elif folder.free_bytes < _LITTLE_SPACE_BYTES:
                yield f"the disk of the {folder.purpose} folder has little space left ({_free(folder)})."
        for status in self.models:
            if status.state is ModelState.DAMAGED and status.id != EMBEDDED:  # that one's trial says more
                yield (
                    f"the model {status.id} is damaged; "
                    f'fetch it again with "smart-select models download {status.id}".'
                )
        if self.worker.problem:
            yield f"no worker can be had: {self.worker.problem}"
        if self.environment.problem:
            yield f"the plug-ins' environment can't be used: {self.environment.problem}"
        for host in self.hosts:
            if host.problem:
                yield f"the plug-in {host.plugin} in {host.folder} can't run: {host.problem}."
        if self.trial.problem:
            yield f"a click with the built-in model failed: {self.trial.problem}"

    def _private(self, text: str) -> str:
        home = str(self.home)
        # Not of "/" or the like, which would be in every path.
        return text.replace(home, "~") if len(self.home.parts) > 1 else text


def _line(label: str, value: str) -> str:
    return f"{label:<{_LABEL_WIDTH}}{value}" if len(label) < _LABEL_WIDTH else f"{label} {value}"


def _free(folder: Folder) -> str:
    return folder.problem or f"{folder.free_bytes / 1e9:.1f} GB free"


def _worker(state: WorkerState) -> str:
    if state.problem:
        return "can't be had"
    return f"running, build {state.build or 'unknown'}" if state.is_running else "not running"


def _environment(state: EnvironmentState) -> str:
    if state.problem:
        return "can't be used"
    if not state.folder:
        return "none made by a plug-in"
    return f"{state.folder} ({state.version}, {state.size_bytes / 1e6:.0f} MB, {state.made_with})"


def _trial(trial: Trial) -> str:
    if trial.problem:
        return "failed"
    return f"load {trial.load_s:.2f} s, encode {trial.encode_s:.2f} s, click {trial.click_s:.2f} s"


def _map_texts(value: Any, change: Any) -> Any:  # noqa: ANN401 - any value of JSON
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _map_texts(entry, change) for key, entry in value.items()}
    return [_map_texts(entry, change) for entry in value] if isinstance(value, list) else value
