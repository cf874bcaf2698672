"""The windows beside the docker: set-up and doctor."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_qt import QtTest, QtWidgets

from conftest import Studio
from smart_select_krita import setting_up
from smart_select_krita.doctor_dialog import DoctorDialog
from smart_select_krita.setup_dialog import SetupDialog
from smart_select_plugin.environment import SetupRequest, Step, StepState
from smart_select_plugin.installed_engine import PYTHON_VARIABLE


class FakeWork:
    """A set-up that goes as far as it is told."""

    def __init__(self, bundle: Path | None = None) -> None:
        self.bundle = bundle
        self.steps: tuple[Step, ...] = ()
        self.error = ""
        self.is_running = True
        self.stopped = False

    def stop(self) -> None:
        self.stopped = True


@pytest.fixture
def dialog(studio: Studio) -> Iterator[SetupDialog]:
    it = SetupDialog(studio.docker, begin=FakeWork)
    it.show()
    yield it
    it.reject()


@pytest.mark.parametrize("bundle", [None, Path("/media/stick/bundle.zip")])
def test_what_is_chosen_is_what_is_set_up(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, bundle: Path | None
) -> None:
    asked: list[SetupRequest] = []
    monkeypatch.setattr(setting_up, "set_up", lambda request, **_ways: asked.append(request))
    chosen = (str(bundle or ""), "")
    monkeypatch.setattr(QtWidgets.QFileDialog, "getOpenFileName", lambda *_words: chosen)
    dialog = SetupDialog(studio.docker)
    (dialog._offline if bundle else dialog._go).click()
    studio.until(lambda: bool(dialog._said.text()))
    dialog.reject()
    assert [request.bundle for request in asked] == [bundle]
    assert asked[0].wheels == setting_up.WHEELS


def test_the_set_up_shows_its_steps_and_ends_ready(dialog: SetupDialog) -> None:
    dialog._go.click()
    work = dialog._work
    assert isinstance(work, FakeWork)
    assert not dialog._go.isEnabled()
    work.steps = (Step("a", "first", StepState.DONE), Step("b", "second", StepState.RUNNING, 4_000, 10_000))
    QtTest.QTest.qWait(400)
    assert dialog._steps.text() == "✓  first\n▸  second"
    assert dialog._bar.isVisible()
    assert (dialog._bar.value(), dialog._bar.maximum()) == (4, 10)
    work.is_running = False
    QtTest.QTest.qWait(400)
    assert dialog._said.text() == "Smart Select is ready."
    assert not dialog._bar.isVisible()


def test_the_window_grows_with_what_it_shows(dialog: SetupDialog) -> None:
    dialog._go.click()
    dialog._work.steps = tuple(Step(str(row), f"step {row}", StepState.DONE) for row in range(12))
    dialog._work.error, dialog._work.is_running = "A long sentence about what went wrong. " * 9, False
    QtTest.QTest.qWait(400)
    assert dialog._steps.height() >= dialog._steps.sizeHint().height()
    assert dialog._said.height() >= dialog._said.heightForWidth(dialog._said.width())


def test_a_set_up_that_fails_says_why_and_can_be_tried_again(dialog: SetupDialog) -> None:
    dialog._go.click()
    dialog._work.error, dialog._work.is_running = "There is no network; connect and try again.", False
    QtTest.QTest.qWait(400)
    assert dialog._said.text() == "There is no network; connect and try again."
    assert dialog._go.isEnabled()
    assert dialog._go.text() == "Try again"
    first = dialog._work
    dialog._go.click()
    assert dialog._work is not first


def test_closing_the_window_stops_the_set_up(dialog: SetupDialog) -> None:
    dialog._go.click()
    dialog.close()
    assert dialog._work.stopped


def test_who_chooses_set_up_again_gets_the_window_that_is_open(studio: Studio) -> None:
    def windows() -> list[SetupDialog]:
        return [it for it in studio.docker.findChildren(QtWidgets.QDialog) if isinstance(it, SetupDialog)]

    studio.docker.set_up()
    (first,) = windows()
    studio.docker.set_up()
    assert windows() == [first]
    first.reject()
    studio.docker.set_up()
    studio.until(lambda: [it.isVisible() for it in windows()] == [True])
    windows()[0].reject()


def test_the_doctor_shows_what_the_engine_says(studio: Studio, tmp_path: Path) -> None:
    engine = tmp_path / "engine"
    engine.write_text('#!/bin/sh\necho "all is well: $*"\n')
    engine.chmod(0o755)
    text = doctor(studio, engine)
    assert text.splitlines()[-1] == "all is well: -m smart_select doctor"
    assert text.startswith("Krita 5.9")


def test_an_engine_that_does_not_start_is_said(studio: Studio, tmp_path: Path) -> None:
    assert "did not start" in doctor(studio, tmp_path / "nothing")


def doctor(studio: Studio, engine: Path) -> str:
    before = os.environ.get(PYTHON_VARIABLE)
    os.environ[PYTHON_VARIABLE] = str(engine)
    try:
        it = DoctorDialog(studio.docker, "5.9")
        it.show()
        began = time.monotonic()
        while "Looking" in it._text.toPlainText() and time.monotonic() - began < 20:
            QtTest.QTest.qWait(20)
        it._copy_button.click()
        assert QtWidgets.QApplication.clipboard().text() == it._text.toPlainText()
        it.reject()
        return str(it._text.toPlainText())
    finally:
        if before is None:
            del os.environ[PYTHON_VARIABLE]
        else:
            os.environ[PYTHON_VARIABLE] = before
