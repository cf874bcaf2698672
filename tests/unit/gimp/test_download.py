import time
from pathlib import Path

from smart_select_gimp.panel.download import ModelDownload


def python_that(tmp_path: Path, script: str) -> Path:
    """Return a program that stands for the engine's Python."""
    path = tmp_path / "python"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def finished(download: ModelDownload) -> ModelDownload:
    deadline = time.monotonic() + 20
    while not download.is_done:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return download


def test_the_engine_is_asked_for_the_model_and_what_it_says_is_told(tmp_path: Path) -> None:
    python = python_that(tmp_path, f'echo "$@" > {tmp_path}/asked; echo "Fetching 10 %" >&2; echo >&2')
    download = finished(ModelDownload(python, "sam2.1-tiny"))
    assert (tmp_path / "asked").read_text().split() == [
        "-m",
        "smart_select",
        "models",
        "download",
        "sam2.1-tiny",
    ]
    assert (download.doing, download.problem) == ("Fetching 10 %", "")


def test_a_failure_is_told_in_the_engines_own_words(tmp_path: Path) -> None:
    python = python_that(tmp_path, 'echo "smart-select: The server is not to be reached." >&2; exit 1')
    assert finished(ModelDownload(python, "x")).problem == "The server is not to be reached."


def test_a_silent_failure_is_a_sentence_too(tmp_path: Path) -> None:
    assert finished(ModelDownload(python_that(tmp_path, "exit 3"), "x")).problem.endswith(".")


def test_without_an_engine_it_says_so(tmp_path: Path) -> None:
    problem = finished(ModelDownload(tmp_path / "none", "x")).problem
    assert "No such file" in problem
    assert problem.endswith(".")


def test_it_can_be_stopped_and_that_is_no_failure(tmp_path: Path) -> None:
    download = ModelDownload(python_that(tmp_path, "exec sleep 60"), "x")
    download.stop()
    finished(download)
    assert (download.was_stopped, download.problem) == (True, "")
