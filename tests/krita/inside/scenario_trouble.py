"""Bad states, one after the other: what the docker says, and whether the document is as it was."""

import os
import signal
import subprocess
from pathlib import Path

from verbs_meanwhile import verbs_meanwhile

from smart_select_krita.documents import is_settled
from smart_select_krita.geometry import ImagePoint

EYE = ImagePoint(150, 110)
PYTHON = "SMART_SELECT_PYTHON"


def scenario(stage):
    stage.report["states"] = {}
    stage.report["after"] = {}
    yield from mistakes(stage)
    yield from layers(stage)
    yield from other_documents(stage)
    yield from dead_workers(stage)
    yield from closed_meanwhile(stage)
    yield from verbs_meanwhile(stage)
    yield from no_document(stage)


def said(stage, name, before):
    """Note the docker's sentence, and whether the document is as it was before."""
    panel = stage.docker._panel
    panel.refresh()
    stage.report["states"][name] = [panel._state.text(), look(stage) == before]


def look(stage):
    if stage.document is None:
        return None
    return [
        stage.pixels(),
        stage.layers(),
        stage.undo_text(),
        stage.steps(),
        stage.selection(),
        stage.document.modified(),
    ]


def works(stage, name):
    """After the trouble, a click selects as ever."""
    stage.session.new_object()
    stage.session.point(EYE, True)
    yield stage.points(1)
    stage.report["after"][name] = stage.selection() is not None
    yield from stage.undo()
    stage.session.new_object()


def mistakes(stage):
    session, before = stage.session, look(stage)
    session.from_selection()
    said(stage, "no selection", before)
    session.make()
    said(stage, "no answer", before)
    session.point(EYE, False)
    said(stage, "not wanted first", before)
    session.point(ImagePoint(-5, 10), True)
    yield stage.idle
    said(stage, "beside the picture", before)
    session.point(EYE, True)
    yield 0.02
    session.cancel()
    yield 1.0  # an answer that came all the same would be here by now
    stage.report["cancelled"] = [session.is_busy, session.message, look(stage) == before]


def layers(stage):
    session, document = stage.session, stage.document
    layer = document.topLevelNodes()[0]
    layer.setLocked(True)
    yield from works(stage, "locked layer")
    for output in ("transparency mask", "selection mask"):
        stage.desk.set_option("output", output)
        session.point(EYE, True)
        yield stage.points(1)
        before = look(stage)
        session.make()
        yield stage.idle
        said(stage, f"locked layer, {output}", before)
        session.forget_objects()
    stage.desk.set_option("output", "selection")
    layer.setLocked(False)
    empty = document.createNode("empty", "paintlayer")
    document.rootNode().addChildNode(empty, layer)
    yield lambda: stage.idle() and len(stage.layers()) == 2
    stage.activate("empty")
    yield lambda: stage.idle() and document.activeNode().name() == "empty"
    stage.desk.set_option("source", "layer")
    before = look(stage)
    session.point(EYE, True)
    yield stage.idle
    said(stage, "empty layer", before)
    stage.desk.set_option("source", "label 3")
    session.point(EYE, True)
    yield stage.idle
    said(stage, "no such label", before)
    stage.desk.set_option("source", "visible")
    layer.setVisible(False)
    document.refreshProjection()
    yield stage.idle
    before = look(stage)
    session.point(EYE, True)
    yield stage.idle
    said(stage, "nothing visible", before)
    layer.setVisible(True)
    document.refreshProjection()
    yield stage.idle
    yield from works(stage, "layers")


def other_documents(stage):
    session = stage.session
    before = look(stage)
    session.forget_objects()
    session._answering.forget()
    stage.desk.arm()
    stage.report["armed for one document"] = [stage.desk.is_armed]
    session.point(EYE, True)
    second = stage.krita.createDocument(64, 48, "second", "RGBA", "U8", "", 300.0)
    stage.krita.activeWindow().addView(second)
    yield stage.idle
    yield stage.within(60, lambda: not stage.desk.is_armed)
    stage.report["armed for one document"].append(stage.desk.is_armed)
    stage.report["second"] = second.selection() is None and stage.steps() == 0
    said(stage, "another document in front", look(stage))
    close(second)
    yield lambda: stage.document is not None and stage.document.width() == 451 and stage.idle()
    stage.report["first as it was"] = look(stage) == before
    yield from works(stage, "another document in front")


def dead_workers(stage):
    session = stage.session
    before = look(stage)
    kill_workers(stage)
    yield from works(stage, "worker killed while idle")
    session._answering.forget()
    session.point(EYE, True)
    yield lambda: session.stage == "encoding" or not session.is_busy
    kill_workers(stage)
    yield stage.points(1)
    stage.report["after"]["worker killed while asked"] = stage.selection() is not None
    yield from stage.undo()
    session.new_object()
    # From now on, whatever is started ends at once.
    engine = os.environ[PYTHON]
    broken = stage.out / "broken-engine"
    broken.write_text("#!/bin/sh\necho 'the engine is broken' >&2\nexit 1\n")
    broken.chmod(0o755)
    os.environ[PYTHON] = str(broken)
    forget_worker(stage)
    before = look(stage)
    session.point(EYE, True)
    yield stage.idle
    said(stage, "worker dead", before)
    os.environ[PYTHON] = str(stage.out / "no-such-engine")
    forget_worker(stage)
    session.point(EYE, True)
    yield stage.idle
    said(stage, "engine deleted", before)
    del os.environ[PYTHON]
    forget_worker(stage)
    session.point(EYE, True)
    yield stage.idle
    said(stage, "environment missing", before)
    panel = stage.docker._panel
    stage.report["set-up offered"] = panel._set_up.isVisible()
    stage.shot("environment_missing")
    os.environ[PYTHON] = engine
    forget_worker(stage)
    yield from works(stage, "environment there again")


def closed_meanwhile(stage):
    session = stage.session
    for when in ("reading", "encoding", "drawing"):
        before = look(stage)
        document = stage.krita.openDocument(str(stage.out.parent / "chelsea.png"))
        stage.krita.activeWindow().addView(document)
        yield lambda document=document: stage.idle() and stage.document == document
        document.scaleImage(3000, 2000, 300, 300, "Bicubic")
        yield lambda: stage.idle() and stage.document.width() == 3000
        if when == "drawing":
            yield from cropped_meanwhile(stage)
        yield from pointed_until(stage, when)
        stage.report[f"was {when}"] = session.is_busy
        close(document)
        yield lambda: stage.document is not None and stage.document.width() == 451
        yield lambda: stage.idle() and session.message
        said(stage, f"closed while {when}", before)
        yield from works(stage, f"closed while {when}")


def pointed_until(stage, when):
    """Point at something in the large picture, until that is so far."""
    session = stage.session
    session.forget_objects()
    session.point(ImagePoint(1000, 730), True)
    yield lambda: session.stage == when or not session.is_busy


def cropped_meanwhile(stage):
    """The picture in front is cropped while the worker looks for what was pointed at; the crop is undone."""
    session, steps = stage.session, stage.steps()
    yield from pointed_until(stage, "drawing")
    was_busy = session.is_busy
    stage.desk._work.stop()  # the crop is quicker than the answer, on any machine
    stage.document.crop(300, 300, 2000, 1400)
    yield lambda: stage.document.width() == 2000 and is_settled(stage.document)
    stage.desk._work.start()
    yield stage.idle
    seen = [was_busy, session.message, bool(session.prompt), stage.selection(), stage.steps() - steps]
    yield from works(stage, "cropped while drawing")
    yield from stage.undo()
    yield stage.until(lambda: stage.document.width() == 3000)
    stage.report["cropped while drawing"] = [*seen, stage.selection()]


def no_document(stage):
    desk, session = stage.desk, stage.session
    for document in stage.krita.documents():
        close(document)
    yield lambda: not stage.krita.documents() and stage.document is None and stage.idle()
    doing = {
        "click": desk.arm,
        "live": lambda: desk.set_live(True),
        "subject": session.subject,
        "from selection": session.from_selection,
        "make": session.make,
        "prepare": session.prepare,
        "point": lambda: session.point(EYE, True),
        "box": lambda: session.box(ImagePoint(1, 1), EYE),
        "undo point": session.undo_point,
        "remove background": session.remove_background,
        "refine": lambda: session.refine("snap_outline"),
    }
    for name, work in doing.items():
        session.message = ""
        work()
        yield 0.05
        said(stage, f"no document: {name}", None)
    stage.shot("no_document")
    stage.report["armed without a document"] = desk.is_armed or desk.live.is_on
    log = (stage.out.parent / "smart-select" / "log" / "krita.log").read_text(encoding="utf-8")
    stage.report["errors"] = [line for line in log.splitlines() if " ERROR " in line]


def close(document):
    document.setBatchmode(True)
    document.setModified(False)
    document.close()


def forget_worker(stage):
    """Have the next question start a new one."""
    from smart_select_krita.docker import link

    kill_workers(stage)
    link().close()


def kill_workers(stage):
    killed = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"smart_select" in command and b"worker" in command:
            os.kill(int(folder.name), signal.SIGKILL)
            killed += 1
    stage.report.setdefault("killed", []).append(killed)
    subprocess.run(["sleep", "0.1"], check=True)
