"""Layers of all kinds: looked at, made one for each object, animated; and masks of the selection's bytes."""

from layers_looked_at import blended_labels, frames, kinds_of_layers, labels

from smart_select_krita.geometry import ImagePoint

EYE = ImagePoint(150, 110)
NOSE = ImagePoint(195, 165)


def scenario(stage):
    for part in (
        several_objects,
        masks,
        own_selection,
        no_layer,
        kinds_of_layers,
        labels,
        blended_labels,
        frames,
    ):
        stage.desk.set_option("output", "selection")
        stage.desk.set_option("source", "visible")
        stage.session.forget_objects()
        yield from part(stage)
    log = (stage.out.parent / "smart-select" / "log" / "krita.log").read_text(encoding="utf-8")
    stage.report["errors"] = [line for line in log.splitlines() if " ERROR " in line]


def several_objects(stage):
    session, document = stage.session, stage.document
    before, steps = [stage.pixels(), stage.layers()], stage.steps()
    stage.desk.set_option("output", "layers")
    for at in (EYE, NOSE):
        session.point(at, True)
        yield stage.points(1)
        session.new_object()
    stage.shot("two_objects")
    session.make()
    yield stage.until(lambda: stage.layers() != before[1])
    group = next(node for node in document.topLevelNodes() if node.type() == "grouplayer")
    stage.report["objects"] = {
        "undo": [stage.undo_text(), stage.steps() - steps],
        "message": session.message,
        "layers": stage.layers(),
        "names": [node.name() for node in group.childNodes()],
    }
    for number, node in enumerate(group.childNodes()):
        data = node.pixelData(0, 0, document.width(), document.height())
        (stage.out / f"object-{number}.layer").write_bytes(bytes(data))
    stage.shot("two_layers")
    yield from stage.undo()
    stage.report["objects"]["undone"] = [stage.pixels(), stage.layers()] == before


def masks(stage):
    """The bytes of masks are those of the selection; with a local selection active, clicking goes on."""
    session, document = stage.session, stage.document
    size = document.width(), document.height()
    session.point(EYE, True)
    yield stage.points(1)
    stage.keep_selection("mask-selection")
    yield from stage.undo()
    layer = document.topLevelNodes()[0]
    seen = stage.report["masks"] = {}
    for output in ("transparency mask", "selection mask"):
        session.forget_objects()
        stage.desk.set_option("output", output)
        session.point(EYE, True)
        yield stage.points(1)
        steps = stage.steps()
        session.make()
        yield stage.until(lambda: len(layer.childNodes()) == 1)
        (mask,) = layer.childNodes()
        (stage.out / f"{output}.bytes").write_bytes(bytes(mask.selection().pixelData(0, 0, *size)))
        seen[output] = [mask.type(), [stage.undo_text(), stage.steps() - steps]]
        if output == "selection mask":
            stage.desk.set_option("output", "selection")
            session.forget_objects()
            before, steps = stage.layers(), stage.steps()
            session.point(NOSE, True)
            yield stage.points(1)
            seen["a click with a local selection"] = [session.message, stage.layers() == before]
            seen["its step"] = [stage.undo_text(), stage.steps() - steps]
            stage.shot("local_selection")
            yield from stage.undo()
            seen["undone"] = [stage.layers() == before, stage.undo_text()]
        yield from stage.undo()
        seen[output].append(len(layer.childNodes()))
    yield from beside_masks(stage, layer, seen)


def own_selection(stage):
    """A layer with a selection of its own, made by Krita: clicks, operations and Ctrl+Z are about that."""
    session, document = stage.session, stage.document
    size = document.width(), document.height()
    layer = document.topLevelNodes()[0]
    session.point(EYE, True)
    yield stage.points(1)
    stage.trigger("add_new_selection_mask")
    yield stage.until(lambda: len(layer.childNodes()) == 1)
    yield 0.5  # Krita's menu, by which we know whose selection is in use, learns of it a little later
    yield stage.until(lambda: stage.krita.action("featherselection").isEnabled())
    (mask,) = layer.childNodes()
    session.forget_objects()
    stage.desk.set_option("operation", "add")

    def look(name):
        pixels = bytes(mask.selection().pixelData(0, 0, *size))
        (stage.out / f"own-{name}.selection").write_bytes(pixels)

    look("eye")
    session.point(NOSE, True)
    yield stage.points(1)
    look("both")
    steps = stage.steps()
    yield from stage.undo()
    yield stage.until(lambda: not session.prompt.points)
    look("undone")
    stage.desk.set_option("operation", "replace")
    session.from_selection()
    yield stage.idle
    look("snapped")
    stage.report["own"] = {
        "points": len(session.prompt.points),
        "message": session.message,
        "steps": stage.steps() - steps,
        "picture's": stage.selection(),
    }
    session.forget_objects()
    yield from stage.undo(3)


def beside_masks(stage, layer, seen):
    """A picture whose only layer has two masks: a click is one step, and the masks stay as they are."""
    session, document = stage.session, stage.document
    session.forget_objects()
    stage.desk.set_option("output", "transparency mask")
    for _ in range(2):
        session.point(ImagePoint(230, 130), True)
        yield stage.points(1)
        made = len(layer.childNodes()) + 1
        session.make()
        yield stage.until(lambda made=made: len(layer.childNodes()) == made)
    stage.desk.set_option("output", "selection")
    steps = stage.steps()
    before = [[child.uniqueId().toString() for child in layer.childNodes()], stage.pixels()]
    active = document.activeNode().uniqueId()
    session.point(ImagePoint(230, 130), True)
    yield stage.points(1)

    def now():
        return [[child.uniqueId().toString() for child in layer.childNodes()], stage.pixels()]

    seen["beside masks"] = [len(before[0]), now() == before, stage.steps() - steps, stage.bounds()]
    seen["active layer kept"] = document.activeNode().uniqueId() == active
    yield from stage.undo()
    seen["beside masks, undone"] = [now() == before, stage.undo_text(), stage.bounds()]
    yield from stage.undo(2)
    seen["masks undone"] = len(layer.childNodes())


def no_layer(stage):
    """Krita's own selection shown as a mask and chosen in the list of layers: it has no layer."""
    session, document = stage.session, stage.document
    session.point(EYE, True)
    yield stage.points(1)
    stage.trigger("show-global-selection-mask")
    yield stage.until(lambda: len(document.topLevelNodes()) == 2)
    stage.activate("Selection Mask")
    yield stage.until(lambda: document.activeNode().type() == "selectionmask")
    session.forget_objects()
    seen = stage.report["no layer"] = {}
    before = [stage.pixels(), stage.layers(), stage.steps(), stage.selection()]
    for output in ("transparency mask", "selection mask"):
        stage.desk.set_option("output", output)
        session.point(EYE, True)
        yield stage.points(1)
        session.make()
        yield stage.idle
        now = [stage.pixels(), stage.layers(), stage.steps(), stage.selection()]
        seen[output] = [session.message, now == before]
        session.forget_objects()
    stage.desk.set_option("output", "selection")
    stage.desk.set_option("source", "layer")
    session.point(EYE, True)
    yield stage.idle
    seen["looked at"] = [session.message, stage.steps() == before[2]]
    stage.desk.set_option("source", "visible")
    session.forget_objects()
    stage.activate("Background")
    stage.trigger("show-global-selection-mask")
    yield stage.until(lambda: document.activeNode().name() == "Background")
    yield from stage.undo()
