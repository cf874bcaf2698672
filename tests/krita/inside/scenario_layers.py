"""Layers of all kinds: looked at, made one for each object, animated; and masks of the selection's bytes."""

from smart_select_krita.geometry import ImagePoint

EYE = ImagePoint(150, 110)
NOSE = ImagePoint(195, 165)


def scenario(stage):
    for part in (several_objects, masks, kinds_of_layers, labels, blended_labels, frames):
        stage.desk.set_option("output", "selection")
        stage.desk.set_option("source", "visible")
        stage.session.forget_objects()
        yield from part(stage)
    log = (stage.out.parent / "smart-select" / "log" / "krita.log").read_text(encoding="utf-8")
    stage.report["errors"] = [line for line in log.splitlines() if " ERROR " in line]


def several_objects(stage):
    session, document = stage.session, stage.document
    before = [stage.pixels(), stage.layers()]
    stage.desk.set_option("output", "layers")
    for at in (EYE, NOSE):
        session.point(at, True)
        yield stage.points(1)
        session.new_object()
    stage.shot("two_objects")
    session.make()
    yield stage.idle
    yield 0.5
    group = next(node for node in document.topLevelNodes() if node.type() == "grouplayer")
    stage.report["objects"] = {
        "undo": stage.undo_text(),
        "message": session.message,
        "layers": stage.layers(),
        "names": [node.name() for node in group.childNodes()],
    }
    for number, node in enumerate(group.childNodes()):
        data = node.pixelData(0, 0, document.width(), document.height())
        (stage.out / f"object-{number}.layer").write_bytes(bytes(data))
    stage.shot("two_layers")
    stage.trigger("edit_undo")
    yield stage.within(10, lambda: stage.layers() == before[1])
    stage.report["objects"]["undone"] = [stage.pixels(), stage.layers()] == before


def masks(stage):
    """The bytes of masks are those of the selection; with a local selection active, clicking goes on."""
    session, document = stage.session, stage.document
    size = document.width(), document.height()
    session.point(EYE, True)
    yield stage.points(1)
    yield 0.5
    stage.keep_selection("mask-selection")
    stage.trigger("edit_undo")
    yield stage.within(10, lambda: stage.selection() is None)
    layer = document.topLevelNodes()[0]
    seen = stage.report["masks"] = {}
    for output in ("transparency mask", "selection mask"):
        session.forget_objects()
        stage.desk.set_option("output", output)
        session.point(EYE, True)
        yield stage.points(1)
        session.make()
        yield stage.idle
        yield 0.5
        (mask,) = layer.childNodes()
        (stage.out / f"{output}.bytes").write_bytes(bytes(mask.selection().pixelData(0, 0, *size)))
        seen[output] = [mask.type(), stage.undo_text(), stage.pixels() is not None]
        if output == "selection mask":
            stage.desk.set_option("output", "selection")
            session.forget_objects()
            before = stage.layers()
            session.point(NOSE, True)
            yield stage.idle
            yield 1.0
            seen["a click with a local selection"] = [session.message, stage.layers() == before]
            seen["its step"] = stage.undo_text()
            stage.shot("local_selection")
            stage.trigger("edit_undo")
            yield 1.0
            seen["undone"] = [stage.layers() == before, stage.undo_text()]
        stage.trigger("edit_undo")
        yield stage.within(10, lambda: not layer.childNodes())
        seen[output].append(len(layer.childNodes()))
    yield from beside_masks(stage, layer, seen)


def beside_masks(stage, layer, seen):
    """A picture whose only layer has two masks: a click is one step, and the masks stay as they are."""
    session, document = stage.session, stage.document
    session.forget_objects()
    stage.desk.set_option("output", "transparency mask")
    for _ in range(2):
        session.point(ImagePoint(230, 130), True)
        yield stage.points(1)
        session.make()
        yield stage.idle
        yield 0.7
    stage.desk.set_option("output", "selection")
    before = [[child.uniqueId().toString() for child in layer.childNodes()], stage.pixels()]
    active = document.activeNode().uniqueId()
    session.point(ImagePoint(230, 130), True)
    yield stage.points(1)
    yield stage.within(20, lambda: stage.bounds() is not None)
    yield 0.5

    def now():
        return [[child.uniqueId().toString() for child in layer.childNodes()], stage.pixels()]

    seen["beside masks"] = [len(before[0]), now() == before, stage.undo_text(), stage.bounds()]
    seen["active layer kept"] = document.activeNode().uniqueId() == active
    stage.trigger("edit_undo")
    yield stage.within(20, lambda: stage.bounds() is None)
    yield 0.5
    seen["beside masks, undone"] = [now() == before, stage.undo_text(), stage.bounds()]
    for _ in range(2):
        stage.trigger("edit_undo")
        yield 0.7
    seen["masks undone"] = len(layer.childNodes())


def kinds_of_layers(stage):
    """A copy of the cat in a group, cloned, moved, below a vector layer: each looked at alone."""
    session, document = stage.session, stage.document
    root, background = document.rootNode(), document.topLevelNodes()[0]
    group = document.createGroupLayer("group")
    inner = background.duplicate()
    inner.setName("inner")
    root.addChildNode(group, background)
    group.addChildNode(inner, None)
    clone = document.createCloneLayer("clone", background)
    root.addChildNode(clone, group)
    moved = background.duplicate()
    moved.setName("moved")
    root.addChildNode(moved, clone)
    moved.move(-60, 40)
    vector = document.createVectorLayer("vector")
    root.addChildNode(vector, moved)
    yield 1.0
    vector.addShapesFromSvg(
        '<svg xmlns="http://www.w3.org/2000/svg" width="451" height="300" viewBox="0 0 451 300">'
        '<circle cx="150" cy="110" r="40" fill="#205080"/></svg>'
    )
    document.waitForDone()
    yield 1.0
    stage.desk.set_option("source", "layer")
    seen = stage.report["kinds"] = {}
    before = stage.pixels()
    for name, at in (
        ("group", EYE),
        ("clone", EYE),
        ("moved", ImagePoint(EYE.x - 60, EYE.y + 40)),
        ("vector", EYE),
    ):
        stage.activate(name)
        yield stage.within(10, lambda name=name: document.activeNode().name() == name)
        session.forget_objects()
        session.point(at, True)
        yield stage.idle
        yield 0.5
        seen[name] = [session.message, stage.selection()]
        stage.shot(f"layer_{name}")
        if stage.selection() is not None:
            stage.keep_selection(f"kind-{name}")
            image = session.read.image
            seen[name].append([image.pixelColor(150, 110).name(), image.pixelColor(20, 20).name()])
            stage.trigger("edit_undo")
            yield stage.within(10, lambda: stage.selection() is None)
    stage.report["kinds untouched"] = stage.pixels() == before
    for node in (vector, moved, clone, group):
        node.remove()
    yield 1.0


def labels(stage):
    """Two layers with a label are merged, the lower one below the upper, and the others not seen."""
    session, document = stage.session, stage.document
    root, background = document.rootNode(), document.topLevelNodes()[0]
    width, height = document.width(), document.height()
    above = background
    for name, colour, columns, label in (
        ("low", b"\xff\x00\x00\xff", 300, 3),
        ("other", b"\xff\xff\xff\xff", 451, 1),
        ("high", b"\x00\x00\xff\xff", 150, 3),
    ):
        node = document.createNode(name, "paintlayer")
        row = colour * columns + b"\0\0\0\0" * (width - columns)
        node.setPixelData(row * height, 0, 0, width, height)
        node.setColorLabel(label)
        root.addChildNode(node, above)
        above = node
    document.refreshProjection()
    yield 1.0
    stage.desk.set_option("source", "label 3")
    session.forget_objects()
    session.point(ImagePoint(60, 110), True)
    yield stage.idle
    yield 0.5
    image = session.read.image
    stage.report["label"] = {
        "colours": [image.pixelColor(x, 100).name() for x in (50, 200, 400)],
        "message": session.message,
        "selection": stage.selection(),
    }
    stage.shot("labels")
    stage.trigger("deselect")
    for name in ("low", "other", "high"):
        document.nodeByName(name).remove()
    yield 1.0


def blended_labels(stage):
    """Labelled layers with blending modes, in a group: what Krita shows when the others are hidden."""
    session, document = stage.session, stage.document
    root, background = document.rootNode(), document.topLevelNodes()[0]
    width, height = document.width(), document.height()
    low = background.duplicate()
    low.setName("low")
    group, noise = document.createGroupLayer("group"), paper(document, "noise", b"\x10\xff\x40\xff", width)
    inner = paper(document, "inner", b"\x20\x80\xf0\xff", 300)
    high = paper(document, "high", b"\x60\xc0\x40\xff", 200)
    for parent, node, above in (
        (root, low, background),
        (root, group, low),
        (group, inner, None),
        (group, noise, inner),
        (root, high, group),
    ):
        parent.addChildNode(node, above)
    for node, mode, opacity in (
        (group, "normal", 200),
        (inner, "overlay", 140),
        (high, "multiply", 128),
    ):
        node.setBlendingMode(mode)
        node.setOpacity(opacity)
    for node in (low, inner, high):
        node.setColorLabel(3)
    document.refreshProjection()
    document.waitForDone()
    yield 0.5
    others = (background, noise)
    wanted = []
    for visible in (False, True):
        for node in others:
            node.setVisible(visible)
        document.refreshProjection()
        document.waitForDone()
        wanted.append(bytes(document.pixelData(0, 0, width, height)))
    (stage.out / "labels-wanted.pixels").write_bytes(wanted[0])
    (stage.out / "labels-all.pixels").write_bytes(wanted[1])
    before, open_ones = [stage.pixels(), stage.layers()], len(stage.krita.documents())
    stage.desk.set_option("source", "label 3")
    stage.desk.set_option("output", "layer")
    session.forget_objects()
    session.point(EYE, True)
    yield stage.points(1)
    (stage.out / "labels-read.pixels").write_bytes(bytes(session.read.picture.pixels))
    high.setOpacity(250)
    session.point(NOSE, True)
    yield stage.points(2)
    seen = stage.report["blended"] = {}
    read_again = bytes(session.read.picture.pixels)
    seen["read again"] = read_again != (stage.out / "labels-read.pixels").read_bytes()
    high.setOpacity(128)
    session.make()
    yield stage.idle
    yield 0.5
    made = next(node for node in document.topLevelNodes() if node.name() == "Smart Select")
    (stage.out / "labels-cut.pixels").write_bytes(bytes(made.pixelData(0, 0, width, height)))
    seen["message"], seen["undo"] = session.message, stage.undo_text()
    stage.shot("blended_labels")
    stage.trigger("edit_undo")
    yield stage.within(10, lambda: stage.layers() == before[1])
    seen["undone"] = [stage.pixels(), stage.layers()] == before
    seen["visible"] = all(node.visible() for node in (*others, low, inner, high, group))
    seen["open"] = len(stage.krita.documents()) == open_ones
    for node in (high, group, low):
        node.remove()
    yield 1.0


def paper(document, name, colour, columns):
    """A layer of one colour as wide as so many columns."""
    node = document.createNode(name, "paintlayer")
    width, height = document.width(), document.height()
    row = colour * columns + b"\0\0\0\0" * (width - columns)
    node.setPixelData(row * height, 0, 0, width, height)
    return node


def frames(stage):
    """An animated layer: what is seen, selected and cut out is the frame at this time."""
    session, document = stage.session, stage.document
    layer = document.topLevelNodes()[0]
    width, height = document.width(), document.height()
    stage.activate("Background")
    yield 0.5
    document.setFullClipRangeEndTime(10)
    layer.enableAnimation()
    yield 0.5
    seen = stage.report["frames"] = {"first": bytes(layer.pixelData(0, 0, width, 1)).hex()[:40]}
    first = stage.pixels()
    document.setCurrentTime(5)
    document.waitForDone()
    yield 1.0
    stage.trigger("add_duplicate_frame")
    yield 1.0
    seen["has a frame"] = layer.hasKeyframeAtTime(5)
    green, white = b"\x20\x90\x30\xff", b"\xf0\xf0\xf0\xff"
    outer = green * width
    inner = green * 100 + white * 200 + green * (width - 300)
    rows = [inner if 80 < y < 220 else outer for y in range(height)]
    layer.setPixelData(b"".join(rows), 0, 0, width, height)
    document.refreshProjection()
    document.waitForDone()
    yield 1.0
    session.point(ImagePoint(200, 150), True)
    yield stage.idle
    yield 0.5
    seen["read"] = [session.read.image.pixelColor(x, 150).name() for x in (20, 200)]
    seen["selection"] = stage.selection()
    seen["message"] = session.message
    stage.trigger("deselect")
    yield 0.5
    session.forget_objects()
    stage.desk.set_option("output", "layer")
    session.point(ImagePoint(200, 150), True)
    yield stage.points(1)
    session.make()
    yield stage.idle
    yield 0.5
    made = next(node for node in document.topLevelNodes() if node.name() == "Smart Select")
    seen["cut out"] = bytes(made.pixelData(200, 150, 1, 1)).hex()
    seen["undo"] = stage.undo_text()
    stage.shot("frames")
    stage.trigger("edit_undo")
    yield 1.0
    stage.desk.set_option("output", "selection")
    document.setCurrentTime(0)
    document.waitForDone()
    yield 1.5
    seen["first untouched"] = stage.pixels() == first
    session.forget_objects()
    session.point(EYE, True)
    yield stage.idle
    seen["read at the first"] = [session.read.image.pixelColor(x, 150).name() for x in (20, 200)]
