"""`smart-select doctor`: does everything that a click needs work on this machine?"""

import argparse
import logging
import os
import platform
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from smart_select import __version__
from smart_select.cli.arguments import DEFAULT_MODEL, DEFAULT_PROVIDER, common_options
from smart_select.cli.backend import Backend
from smart_select.cli.output import Reporter
from smart_select.errors import SmartSelectError
from smart_select.models import ModelState
from smart_select.paths import cache_dir, log_dir, models_dir
from smart_select.system_reasons import system_reason
from smart_select.values import Photo, Prompt

PACKAGES: Final = ("onnxruntime", "numpy", "pillow")

_TRIAL_WIDTH: Final = 640
_TRIAL_HEIGHT: Final = 480
_LITTLE_SPACE_BYTES: Final = 1_000_000_000

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Folder:
    """One of our folders; `problem` is empty when files can be made in it (or it can be made)."""

    purpose: str
    path: str
    free_bytes: int
    problem: str


@dataclass(frozen=True)
class Trial:
    """One click with the embedded model on a made-up picture; `problem` is empty when it went well."""

    load_s: float = 0.0
    encode_s: float = 0.0
    click_s: float = 0.0
    overlap: float = 0.0
    problem: str = ""


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    subparsers.add_parser(
        "doctor",
        help="check that everything works on this machine",
        description="Show versions, folders and models, and try one click with the built-in model. "
        "Nothing is sent anywhere.",
        parents=[common_options()],
    )


def execute(args: argparse.Namespace, backend: Backend, reporter: Reporter) -> int:
    """Run the command; returns 0 when all is well and 1 when something is not."""
    del args
    reporter.step("Looking around")
    versions = {"smart-select": __version__} | {name: installed_version(name) for name in PACKAGES}
    system = {"python": platform.python_version(), "system": platform.platform(), "cpus": os.cpu_count() or 1}
    providers = available_providers()
    folders = [
        check_folder("models", models_dir()),
        check_folder("cache", cache_dir()),
        check_folder("log", log_dir()),
    ]
    models = {status.id: status.state for status in backend.model_statuses()}
    reporter.step("Trying a click")
    trial = try_click(backend)
    problems = [*_problems(folders, models, trial)]
    record = {
        "versions": versions | system,
        "providers": providers,
        "folders": [asdict(folder) for folder in folders],
        "models": {model: str(state) for model, state in models.items()},
        "trial": asdict(trial),
        "problems": problems,
    }
    lines = [
        *(f"{name:<14}{value}" for name, value in (versions | system).items()),
        f"{'providers':<14}{', '.join(providers) or 'none'}",
        *(f"{folder.purpose + ' folder':<14}{folder.path} ({_free(folder)})" for folder in folders),
        f"{'models':<14}{', '.join(model for model, state in models.items() if _is_ready(state)) or 'none'}",
        f"{'one click':<14}{_trial_line(trial)}",
        "",
        *(f"Problem: {problem}" for problem in problems),
    ]
    reporter.text("\n".join(lines if problems else [*lines, "All is well."]), record)
    return 1 if problems else 0


def installed_version(package: str) -> str:
    """Return a package's version, or "not installed"."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def available_providers() -> list[str]:
    """Return what ONNX Runtime could compute on here; none when it can't even be loaded."""
    try:
        import onnxruntime
    except ImportError:
        _log.exception("ONNX Runtime can't be imported")
        return []
    return list(onnxruntime.get_available_providers())


def check_folder(purpose: str, path: Path) -> Folder:
    """Try to make a file in `path`, or where it would be made; nothing is left behind."""
    place = next((folder for folder in (path, *path.parents) if folder.exists()), Path(path.anchor))
    free_bytes = 0
    try:
        free_bytes = shutil.disk_usage(place).free
        with tempfile.TemporaryFile(dir=place):
            problem = ""
    except OSError as error:
        problem = system_reason(error)
    return Folder(purpose, str(path), free_bytes, problem)


def try_click(backend: Backend) -> Trial:
    """Time one encode and one click of the embedded model on a disk that nothing can miss."""
    photo, disk = _trial_photo()
    marks = [perf_counter()]
    try:
        engine = backend.load(DEFAULT_MODEL, DEFAULT_PROVIDER)
        marks.append(perf_counter())
        embedding = engine.encode(photo)
        marks.append(perf_counter())
        prediction = engine.predict(embedding, Prompt(points=[(_TRIAL_WIDTH / 2, _TRIAL_HEIGHT / 2, 1)]))
        masks = [candidate.mask >= 128 for candidate in prediction.candidates]
        marks.append(perf_counter())
    except (SmartSelectError, ImportError) as error:
        _log.exception("the trial click failed")
        return Trial(problem=str(error))
    load_s, encode_s, click_s = (round(end - start, 4) for start, end in pairwise(marks))
    overlap = max(float((mask & disk).sum() / max((mask | disk).sum(), 1)) for mask in masks)
    return Trial(load_s, encode_s, click_s, round(overlap, 3))


def _trial_photo() -> tuple[Photo, NDArray[np.bool_]]:
    y, x = np.mgrid[:_TRIAL_HEIGHT, :_TRIAL_WIDTH]
    disk = np.hypot(x + 0.5 - _TRIAL_WIDTH / 2, y + 0.5 - _TRIAL_HEIGHT / 2) < _TRIAL_HEIGHT / 4
    photo = np.where(disk[..., None], np.array([200, 60, 40]), np.array([60, 110, 70]))
    return photo.astype(np.uint8), disk


def _problems(folders: list[Folder], models: dict[str, ModelState], trial: Trial) -> Iterator[str]:
    for folder in folders:
        if folder.problem:
            yield (
                f"the {folder.purpose} folder {folder.path} can't be used ({folder.problem}); "
                "free it, or set SMART_SELECT_HOME to a folder of your own."
            )
        elif folder.free_bytes < _LITTLE_SPACE_BYTES:
            yield f"the disk of the {folder.purpose} folder has little space left ({_free(folder)})."
    for model, state in models.items():
        if state is ModelState.DAMAGED and model != DEFAULT_MODEL:  # that one's trial says more
            yield f'the model {model} is damaged; fetch it again with "smart-select models download {model}".'
    if trial.problem:
        yield f"a click with the built-in model failed: {trial.problem}"


def _is_ready(state: ModelState) -> bool:
    return state in (ModelState.BUILT_IN, ModelState.INSTALLED)


def _free(folder: Folder) -> str:
    return folder.problem or f"{folder.free_bytes / 1e9:.1f} GB free"


def _trial_line(trial: Trial) -> str:
    if trial.problem:
        return "failed"
    return f"load {trial.load_s:.2f} s, encode {trial.encode_s:.2f} s, click {trial.click_s:.2f} s"
