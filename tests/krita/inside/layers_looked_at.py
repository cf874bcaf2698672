"""What is looked at: layers of all kinds alone, those with a label together, and an animation's frame."""

from smart_select_krita.geometry import ImagePoint

EYE = ImagePoint(150, 110)
NOSE = ImagePoint(195, 165)


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
        yield stage.within(60, lambda name=name: document.activeNode().name() == name)
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
    made = next(node for node in document.topLevelNodes() if node.name().endswith(": object"))
    (stage.out / "labels-cut.pixels").write_bytes(bytes(made.pixelData(0, 0, width, height)))
    seen["message"], seen["undo"] = session.message, [stage.undo_text(), stage.steps() - steps]
    stage.shot("blended_labels")
    yield from stage.undo()
    seen["undone"] = [stage.pixels(), stage.layers()] == before
    seen["visible"] = all(node.visible() for node in (*others, low, inner, high, group))
    seen["open"] = len(stage.krita.documents()) == open_ones
    yield from removed(stage, high, group, low)


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
    made = next(node for node in document.topLevelNodes() if node.name().endswith(": object"))
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
