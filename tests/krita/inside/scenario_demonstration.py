"""The frames of the README's animation: hover, click, not wanted, a mask. For test_demonstration.py."""

import json
import subprocess

from PyQt5.QtCore import QPoint

PERSON, HELMET = (200, 300), (420, 470)
HELMETS_TOP = 430, 400
NOWHERE = QPoint(700, 8)
"""On the window's title, where the pointer shows nothing."""


def scenario(stage):
    session, desk = stage.session, stage.desk
    frames = []

    def frame(says, shown_ms):
        name = f"demonstration-{len(frames):02}"
        stage.shot(name)
        where = subprocess.run(
            ["xdotool", "getmouselocation", "--shell"], capture_output=True, text=True, check=True
        ).stdout
        at = dict(line.split("=") for line in where.splitlines())
        pointer = [int(at["X"]), int(at["Y"])]
        frames.append({"file": f"{name}.png", "says": says, "shown_ms": shown_ms, "pointer": pointer})

    yield 3.0  # Krita still puts its dockers in order
    stage.tidy()
    yield 1.0
    stage.trigger("zoom_to_fit")
    yield 1.0
    desk.arm()
    yield lambda: stage.idle() and session.read is not None
    for at, shown_ms in ((HELMET, 1300), (PERSON, 1500)):
        stage.point_at(*at)
        yield lambda: stage.hands.poll() is not None
        yield 1.5
        frame("Krita: see in blue what a click would select …", shown_ms)
    stage.click(*PERSON)
    yield stage.points(1)
    yield 1.0
    stage.report["clicked"] = stage.bounds()
    frame("… click, and it is selected.", 1500)
    stage.click(*HELMET, held="ctrl")
    yield stage.points(2)
    yield 1.0
    stage.report["corrected"] = stage.bounds()
    frame("Ctrl and a click: this not.", 1600)
    stage.move_screen(NOWHERE)
    yield 1.5
    stage.shot("clicks")
    stage.trigger("deselect")
    yield stage.within(60, lambda: stage.bounds() is None)
    desk.set_option("output", "layers")
    stage.click(*PERSON)
    yield stage.points(1)
    stage.click(*HELMET, held="ctrl")
    yield stage.points(2)
    session.new_object()
    stage.click(*HELMETS_TOP)
    yield stage.points(1)
    stage.move_screen(NOWHERE)
    yield 1.5
    stage.shot("objects")
    session.forget_objects()
    desk.set_option("output", "transparency mask")
    stage.click(*PERSON)
    yield stage.points(1)
    stage.click(*HELMET, held="ctrl")
    yield stage.points(2)
    session.make()
    yield stage.within(60, lambda: bool(stage.layers()[0][2]))
    yield stage.idle
    desk.disarm()
    stage.move_screen(NOWHERE)
    yield 1.5
    stage.report["layers"] = stage.layers()
    frame("A transparency mask: the picture below it stays whole.", 2400)
    stage.report["frames"] = len(frames)
    (stage.out / "frames.json").write_text(json.dumps(frames))
