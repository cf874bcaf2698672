"""What users do while a verb's layer is being made: cancel, paint, undo, go elsewhere, close the picture."""

from making import look, select, use, window

SIZE = (2400, 1600)
OBJECT = (700, 400, 700, 700)
SPOT = (100, 100, 40, 40)


def verbs_meanwhile(stage):
    """On a picture so large that there is a meanwhile; it is closed at last, in the middle."""
    for name, stages, happens in (
        ("cancelled", ("reading", "composing", "layering"), cancelled),
        ("painted", ("reading", "composing"), painted),
        ("undone", ("composing",), undone),
        ("deselected", ("composing",), deselected),
        ("elsewhere", ("composing",), elsewhere),
    ):
        for when in stages:
            yield from one(stage, f"{name} while {when}", when, happens)
            yield from in_order_again(stage)
    for when in ("composing", "layering"):
        yield from one(stage, f"closed while {when}", when, closed)
    window(stage)._work.stop()


def one(stage, name, when, happens):
    """Begin to blur, have something happen in that stage, and wait until the session is done with it."""
    if stage.document.width() != SIZE[0]:
        yield from opened(stage)
    session = window(stage).session if window(stage) is not None else None
    if session is None:
        stage.docker.open_verbs("blur")
        window(stage).reject()
        session = window(stage).session
    if name.startswith("undone"):
        yield from spotted(stage)
    select(stage, *OBJECT)
    yield stage.idle
    use(stage, "blur", {"blur": 6})
    before = look(stage)
    session.make(window(stage).settings)
    yield stage.within(60, lambda: session.stage == when or not session.is_busy)
    seen = stage.report.setdefault("meanwhile", {})[name] = {"caught": session.is_busy}
    window(stage)._work.stop()  # what happens is quicker than the work, on any machine
    yield from happens(stage)
    yield stage.idle
    window(stage)._work.start()
    yield stage.within(60, lambda: not session.is_busy)
    yield stage.idle
    now = look(stage)
    seen["message"] = session.message
    seen["same"] = now == before
    seen["layers"] = [layer[0] for layer in now[1]]


def in_order_again(stage):
    """The picture in front, with nothing to undo but that it was made so large."""
    if stage.document.width() != SIZE[0]:
        for document in stage.krita.documents():
            if document.width() == SIZE[0]:
                stage.krita.activeWindow().addView(document)
        yield stage.until(lambda: stage.document.width() == SIZE[0])
    yield from stage.undo(stage.steps() - 1)


def opened(stage):
    document = stage.krita.openDocument(str(stage.out.parent / "chelsea.png"))
    stage.krita.activeWindow().addView(document)
    yield lambda: stage.idle() and stage.document == document
    document.scaleImage(*SIZE, 300, 300, "Bicubic")
    yield lambda: stage.idle() and stage.document.width() == SIZE[0]


def cancelled(stage):
    window(stage).session.cancel()
    yield stage.idle


def painted(stage):
    yield from spotted(stage)


def undone(stage):
    """Undo until the spot is gone: to select something by script is a step, too, from Krita 5.3 on."""
    spot = spot_colour(stage)
    while spot_colour(stage) == spot:
        yield from stage.undo()


def deselected(stage):
    yield from stage.deselect()


def elsewhere(stage):
    other = next(document for document in stage.krita.documents() if document.width() != SIZE[0])
    stage.krita.activeWindow().addView(other)
    yield lambda: stage.document.width() != SIZE[0]


def closed(stage):
    document = stage.document
    document.setBatchmode(True)
    document.setModified(False)
    document.close()
    yield lambda: stage.document is not None and stage.document.width() != SIZE[0]


def spotted(stage):
    """Fill a spot with the brush's colour, as one step of undo."""
    select(stage, *SPOT)
    yield stage.until(lambda: stage.bounds() == list(SPOT), 60)
    steps = stage.steps()
    stage.trigger("fill_selection_foreground_color")
    yield stage.within(60, lambda: stage.steps() == steps + 1)
    select(stage, *OBJECT)


def spot_colour(stage):
    return bytes(stage.settled().pixelData(SPOT[0] + 5, SPOT[1] + 5, 1, 1))
