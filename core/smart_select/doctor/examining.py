"""The examination itself; the command line and the worker both call it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from smart_select.doctor.folders import check_folder
from smart_select.doctor.hosts import find_hosts
from smart_select.doctor.report import EnvironmentState, Report, WorkerState
from smart_select.doctor.software import available_providers, interpreter_folder, software
from smart_select.doctor.trial import Selecting, try_click
from smart_select.models import ModelStatus
from smart_select.paths import cache_dir, log_dir, models_dir


def examine(
    version: str,
    *,
    models: Sequence[ModelStatus],
    load_embedded: Callable[[], Selecting],
    worker: WorkerState,
    environment: EnvironmentState,
    step: Callable[[str], None] = lambda doing: None,
) -> Report:
    """Look at everything; takes about two seconds, most of them for one click. Nothing leaves the machine.

    `version` is Smart Select's own. `worker` and `environment` come from the caller, who knows the plug-ins'
    side: the worker that is asked is running. `step` is told what begins. Raises StorageUnavailable where
    SMART_SELECT_HOME names no folder.
    """
    step("Looking around")
    home = Path.home()
    folders = [
        check_folder("models", models_dir()),
        check_folder("cache", cache_dir()),
        check_folder("log", log_dir()),
    ]
    hosts = find_hosts(home)
    versions = {"smart-select": version, **software()}
    step("Trying a click")
    return Report(
        versions=versions,
        interpreter=interpreter_folder(),
        providers=available_providers(),
        folders=folders,
        models=models,
        worker=worker,
        environment=environment,
        hosts=hosts,
        trial=try_click(load_embedded),
        home=home,
    )
