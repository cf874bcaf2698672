"""The entry point's own behaviour."""

import importlib.abc
import logging
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from smart_select.cli.arguments import join_coordinates
from smart_select.cli.commands import build_parser
from unit.cli.conftest import Run


def test_the_version_is_one_line(cli: Run) -> None:
    outcome = cli("--version")
    assert outcome.code == 0
    assert outcome.out.startswith("smart-select ")


@pytest.mark.parametrize("argv", [["--help"], ["select", "--help"], ["blur", "--help"], ["doctor", "-h"]])
def test_help_is_no_error(cli: Run, argv: list[str]) -> None:
    outcome = cli(*argv)
    assert outcome.code == 0
    assert outcome.out.startswith("usage: smart-select")


def test_no_command_shows_the_help(cli: Run) -> None:
    outcome = cli()
    assert outcome.code == 2
    assert "commands:" in outcome.err


def test_an_unknown_command_is_a_bad_argument(cli: Run) -> None:
    outcome = cli("slect")
    assert outcome.code == 2
    assert outcome.err.count("\n") == 1


@pytest.mark.parametrize("argv", [["-v", "select"], ["select", "-v"]])
def test_verbose_may_stand_before_or_after_the_command(argv: list[str]) -> None:
    args = build_parser().parse_args([*argv, "photo.png", "-o", "mask.png"])
    assert args.verbose == 1


def test_verbose_shows_the_log(cli: Run) -> None:
    outcome = cli("select", "photo.png", "--point", "9,9", "-o", "mask.png", "-v")
    assert "smart_select.cli.selecting: photo.png: score 0.900" in outcome.err


def test_logging_leaves_no_handlers_behind(cli: Run) -> None:
    cli("select", "photo.png", "--point", "9,9", "-o", "mask.png")
    assert not logging.getLogger("smart_select").handlers


def test_runs_are_logged(cli: Run, folder: Path) -> None:
    cli("select", "photo.png", "--point", "9,9", "-o", "mask.png")
    log = (folder.parent / "home" / "log" / "smart-select.log").read_text()
    assert "photo.png: score 0.900" in log


@pytest.mark.parametrize(
    ("argv", "joined"),
    [
        (["--point", "-3,5"], ["--point=-3,5"]),
        (["--box", "-.5,0,1,1"], ["--box=-.5,0,1,1"]),
        (["--point", "3,5,-"], ["--point", "3,5,-"]),
        (["--point", "-o"], ["--point", "-o"]),
        (["-o", "-1"], ["-o", "-1"]),
    ],
)
def test_negative_coordinates_are_no_options(argv: list[str], joined: list[str]) -> None:
    assert join_coordinates(argv) == joined


class FailingImport(importlib.abc.MetaPathFinder):
    """Raises an error while the commands are being imported."""

    def __init__(self, error: BaseException) -> None:
        self._error = error

    def find_spec(self, name: str, path: Sequence[str] | None, target: object = None) -> None:
        del path, target
        if name == "smart_select.cli.commands":
            raise self._error


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (KeyboardInterrupt(), "Stopped, and nothing was written."),
        (
            ImportError("\n\nNo NumPy.\nMany more lines"),
            "Smart Select could not be loaded (No NumPy.); install it again.",
        ),
    ],
)
def test_what_ends_the_start_is_told_in_one_line(
    cli: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, sentence: str
) -> None:
    monkeypatch.delitem(sys.modules, "smart_select.cli.commands")
    monkeypatch.setattr(sys, "meta_path", [FailingImport(error), *sys.meta_path])
    outcome = cli("doctor")
    assert outcome.code == 1
    assert outcome.err == f"smart-select: {sentence}\n"


class PressedWhileImporting(importlib.abc.MetaPathFinder):
    """Ctrl+C, while a module is loaded that makes another error of it, as NumPy does."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: object = None) -> None:
        del path, target
        if name == "smart_select.cli.commands":
            try:
                signal.raise_signal(signal.SIGINT)
            except KeyboardInterrupt as error:
                raise ImportError("initialization failed") from error


def test_ctrl_c_is_told_as_such_whatever_a_library_makes_of_it(
    cli: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "smart_select.cli.commands")
    monkeypatch.setattr(sys, "meta_path", [PressedWhileImporting(), *sys.meta_path])
    # Where the tests are started in the background, it is ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        outcome = cli("doctor")
    finally:
        after = signal.signal(signal.SIGINT, before)
    assert outcome.code == 1
    assert outcome.err == "smart-select: Stopped, and nothing was written.\n"
    assert after is signal.default_int_handler


def test_a_home_that_there_is_not_is_told(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMART_SELECT_HOME", "~nobody-of-this-name/x")
    outcome = cli("select", "photo.png", "--point", "9,9", "-o", "mask.png")
    assert outcome.code == 1
    assert outcome.err.startswith("smart-select: ~nobody-of-this-name/x can't be used for storage: ")
    assert "there is no such home folder" in outcome.err
    assert outcome.err.count("\n") == 1


def test_without_a_home_the_version_is_still_told(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMART_SELECT_HOME", "~nobody-of-this-name/x")
    assert cli("--version").code == 0
