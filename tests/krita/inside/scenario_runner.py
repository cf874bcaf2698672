"""Runs a scenario inside Krita: a generator that yields what it waits for, seconds or a condition.

Imported by a plug-in of the tests. Writes a report and ends Krita, whatever happens.
"""

import importlib
import json
import os
import time
import traceback
from pathlib import Path

from PyQt5.QtCore import QTimer
from stage import Stage

from krita import Extension, Krita

OUT = Path(os.environ["SMART_SELECT_OUT"])
NAME = os.environ["SMART_SELECT_SCENARIO"]
_PATIENCE_S = 150.0
_GIVE_UP_S = 900.0


class Runner:
    """Continues the scenario every few milliseconds."""

    def __init__(self):
        self.stage = Stage(OUT)
        self.steps = importlib.import_module(f"scenario_{NAME}").scenario(self.stage)
        self.waits_for = self.stage.in_front()
        self.is_stepping = False
        self.since = time.monotonic()
        self.began = self.since
        self.timer = QTimer()
        self.timer.timeout.connect(self.tick)
        self.timer.start(10)

    def tick(self):
        if self.is_stepping:
            return  # Krita runs events in the middle of some calls, as when a picture is closed
        self.is_stepping = True
        try:
            self.step()
        finally:
            self.is_stepping = False

    def step(self):
        now = time.monotonic()
        self.stage.next_turn(begins=self.since is None)
        if self.since is None:
            self.since = now
        try:
            if now - self.began > _GIVE_UP_S:
                raise TimeoutError("the scenario takes too long")
            if callable(self.waits_for):
                if not self.waits_for():
                    if now - self.since > _PATIENCE_S:
                        raise TimeoutError(f"waited in vain, line {self.steps.gi_frame.f_lineno}")
                    return
            elif now - self.since < self.waits_for:
                return
            self.waits_for = next(self.steps)
            self.since = None
        except StopIteration:
            self.end()
        except Exception:
            self.stage.report["failure"] = traceback.format_exc()
            self.stage.shot("failure")
            self.end()

    def end(self):
        self.timer.stop()
        part = OUT / f"{NAME}.part"
        part.write_text(json.dumps(self.stage.report))
        part.replace(OUT / f"{NAME}.json")
        if self.stage.quits:
            self.stage.trigger("file_quit")
        else:
            os._exit(0)


class ScenarioStarter(Extension):
    runner = None
    waited = 0

    def setup(self):
        pass

    def createActions(self, window):
        QTimer.singleShot(4000, self.start)

    def start(self):
        if ScenarioStarter.runner is not None:
            return
        self.waited += 1
        if Krita.instance().activeDocument() is None and self.waited < 240:  # a busy machine takes its time
            QTimer.singleShot(500, self.start)
            return
        ScenarioStarter.runner = Runner()


Krita.instance().addExtension(ScenarioStarter(Krita.instance()))
