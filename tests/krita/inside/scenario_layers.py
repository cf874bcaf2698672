"""Layers of all kinds: looked at, made one for each object, animated; and masks of the selection's bytes."""

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
    yield stage.until(lambda: len(stage.layers()) == 5)
    vector.addShapesFromSvg(
        '<svg xmlns="http://www.w3.org/2000/svg" width="451" height="300" viewBox="0 0 451 300">'
        '<circle cx="150" cy="110" r="40" fill="#205080"/></svg>'
    )
    yield stage.until(lambda: shows(stage, (150, 110), (0x20, 0x50, 0x80)))
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
        yield stage.points(1)
        seen[name] = [session.message, stage.selection()]
        stage.shot(f"layer_{name}")
        if stage.selection() is not None:
            stage.keep_selection(f"kind-{name}")
            image = session.read.image
            seen[name].append([image.pixelColor(150, 110).name(), image.pixelColor(20, 20).name()])
            yield from stage.undo()
    stage.report["kinds untouched"] = stage.pixels() == before
    yield from removed(stage, vector, moved, clone, group)


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
    yield stage.until(lambda: shows(stage, (60, 110), (0xFF, 0, 0)))
    stage.desk.set_option("source", "label 3")
    session.forget_objects()
    session.point(ImagePoint(60, 110), True)
    yield stage.points(1)
    image = session.read.image
    stage.report["label"] = {
        "colours": [image.pixelColor(x, 100).name() for x in (50, 200, 400)],
        "message": session.message,
        "selection": stage.selection(),
    }
    stage.shot("labels")
    yield from stage.deselect()
    yield from removed(stage, *map(document.nodeByName, ("low", "other", "high")))


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
    yield stage.idle
    others = (background, noise)
    for visible, name in ((False, "wanted"), (True, "all")):
        for node in others:
            node.setVisible(visible)
        document.refreshProjection()
        yield stage.idle
        pixels = bytes(stage.settled().pixelData(0, 0, width, height))
        (stage.out / f"labels-{name}.pixels").write_bytes(pixels)
    before, open_ones = [stage.pixels(), stage.layers()], len(stage.krita.documents())
    steps = stage.steps()
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
    yield stage.until(lambda: stage.layers() != before[1])
    made = next(node for node in document.topLevelNodes() if node.name() == "Smart Select")
    (stage.out / "labels-cut.pixels").write_bytes(bytes(made.pixelData(0, 0, width, height)))
    seen["message"], seen["undo"] = session.message, [stage.undo_text(), stage.steps() - steps]
    stage.shot("blended_labels")
    yield from stage.undo()
    seen["undone"] = [stage.pixels(), stage.layers()] == before
    seen["visible"] = all(node.visible() for node in (*others, low, inner, high, group))
    seen["open"] = len(stage.krita.documents()) == open_ones
    yield from removed(stage, high, group, low)


def removed(stage, *nodes):
    """Remove layers that the scenario has made, and wait until Krita has drawn the picture without them."""
    left = len(stage.layers()) - len(nodes)
    for node in nodes:
        node.remove()
    yield stage.until(lambda: len(stage.layers()) == left)


def shows(stage, at, colour):
    """Whether the picture has this colour there."""
    return bytes(stage.settled().pixelData(*at, 1, 1))[2::-1] == bytes(colour)


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
    yield stage.until(lambda: document.activeNode().name() == "Background")
    document.setFullClipRangeEndTime(10)
    layer.enableAnimation()
    yield stage.until(layer.animated)
    seen = stage.report["frames"] = {"first": bytes(layer.pixelData(0, 0, width, 1)).hex()[:40]}
    first = stage.pixels()
    document.setCurrentTime(5)
    yield stage.until(lambda: document.currentTime() == 5)
    stage.trigger("add_duplicate_frame")
    yield stage.until(lambda: layer.hasKeyframeAtTime(5))
    seen["has a frame"] = layer.hasKeyframeAtTime(5)
    green, white = b"\x20\x90\x30\xff", b"\xf0\xf0\xf0\xff"
    outer = green * width
    inner = green * 100 + white * 200 + green * (width - 300)
    rows = [inner if 80 < y < 220 else outer for y in range(height)]
    layer.setPixelData(b"".join(rows), 0, 0, width, height)
    document.refreshProjection()
    yield stage.until(lambda: shows(stage, (200, 150), (0xF0, 0xF0, 0xF0)))
    session.point(ImagePoint(200, 150), True)
    yield stage.points(1)
    seen["read"] = [session.read.image.pixelColor(x, 150).name() for x in (20, 200)]
    seen["selection"] = stage.selection()
    seen["message"] = session.message
    yield from stage.deselect()
    session.forget_objects()
    stage.desk.set_option("output", "layer")
    session.point(ImagePoint(200, 150), True)
    yield stage.points(1)
    steps = stage.steps()
    session.make()
    yield stage.until(lambda: len(stage.layers()) == 2)
    made = next(node for node in document.topLevelNodes() if node.name() == "Smart Select")
    seen["cut out"] = bytes(made.pixelData(200, 150, 1, 1)).hex()
    seen["undo"] = [stage.undo_text(), stage.steps() - steps]
    stage.shot("frames")
    yield from stage.undo()
    stage.desk.set_option("output", "selection")
    document.setCurrentTime(0)
    yield stage.until(lambda: stage.pixels() == first)
    seen["first untouched"] = stage.pixels() == first
    session.forget_objects()
    session.point(EYE, True)
    yield stage.points(1)
    seen["read at the first"] = [session.read.image.pixelColor(x, 150).name() for x in (20, 200)]
