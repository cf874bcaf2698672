"""What is made of an object and its background: by the window, in documents of all kinds, and refused."""

from making import done, select, use, window
from verbs_on_layers import on_layers

from smart_select_krita.geometry import ImagePoint
from smart_select_krita.prompts import Prompt
from smart_select_plugin.wire.values import Selection

CUP, SAUCER, WOOD, BESIDE = (300, 200), (150, 250), (60, 60), (40, 40)
SKY = (0, 0, 600, 120)
SRGB, LINEAR = "sRGB-elle-V2-srgbtrc.icc", "sRGB-elle-V2-g10.icc"
MADE = (
    ("replace", {}),
    ("replace, hard edge", {"edge": "mask"}),
    ("replace, soft edge", {"edge": "matte"}),
    ("replace gradient", {"fill": "gradient", "color": "#ff0000", "second_color": "#0000ff", "angle": 90}),
    ("replace file", {"fill": "file", "file": "green.png", "fit": "fill"}),
    ("replace CMYK", {"fill": "file", "file": "cmyk.jpg", "shadow": 60}),
    ("replace animated", {"fill": "file", "file": "animated.gif"}),
    ("replace one pixel", {"fill": "file", "file": "one.png", "light": 50}),
    ("replace layer", {"fill": "layer"}),
    ("blur", {"blur": 12}),
    ("blur lens", {"blur": 12, "lens": "disc", "falloff": 100}),
    ("desaturate", {}),
    ("remove cut-out", {"output": "cut-out"}),
    ("remove mask", {"output": "mask"}),
)


def scenario(stage):
    yield 3.0  # Krita still puts its dockers in order
    stage.trigger("zoom_to_fit")
    yield 1.0
    for count, (at, wanted) in enumerate(((CUP, True), (SAUCER, True), (WOOD, False)), 1):
        stage.session.point(ImagePoint(*at), wanted)
        yield stage.points(count)
    stage.report["selected"] = stage.selection()
    yield from by_the_docker(stage)
    for name, settings in MADE:
        yield from made(stage, name, name.split()[0].rstrip(","), settings)
    yield from sky(stage)
    yield from refused(stage)
    yield from on_layers(stage)
    yield from other_spaces(stage)
    yield from nothing_found(stage)


def opened(stage, action):
    """Open the window by an action, and wait for its preview; a scenario's part."""
    stage.krita.action(f"smart_select_{action}").trigger()
    yield lambda: window(stage) is not None and window(stage).isVisible()
    yield from previewed(stage)


def previewed(stage):
    yield 0.3  # until what was changed last is looked at
    yield lambda: not window(stage)._waiting.isActive() and not window(stage).session.is_busy


def closed(stage):
    return lambda: not window(stage).isVisible() and stage.idle()


def by_the_docker(stage):
    """The button in the docker, a choice in the window, and the button that makes it, all by mouse."""
    report = stage.report["by the docker"] = {}
    stage.docker.widget().ensureWidgetVisible(stage.docker._panel._verbs)
    yield 0.5
    yield from stage.press_on(
        stage.docker._panel._verbs, lambda: window(stage) is not None and window(stage).isVisible()
    )
    yield from previewed(stage)
    report["verb"] = window(stage).settings.verb
    window(stage).change("verb", "blur")
    yield from previewed(stage)
    report["preview"] = window(stage).session.preview is not None
    rows = window(stage).form.fields.items()
    report["shown"] = [name for name, field in rows if field.isVisibleTo(window(stage))]
    yield 0.3  # until Qt has drawn it
    stage.shot("verb_window")
    before, steps = stage.pixels(), stage.steps()
    went = window(stage)
    yield from stage.press_on(went.go, lambda: went.session.is_busy or not went.isVisible())
    yield stage.within(60, closed(stage))
    yield stage.idle
    report["layers"], report["steps"] = stage.layers(), stage.steps() - steps
    report["selection stays"] = stage.selection() == stage.report["selected"]
    stage.trigger("deselect")
    yield stage.until(lambda: stage.bounds() is None, 60)
    stage.shot("verb_blurred")
    yield from stage.undo(2)
    report["undone"] = stage.pixels() == before
    yield from opened(stage, "desaturate_background")
    report["opened again"] = [window(stage).isVisible(), window(stage).settings.verb]
    window(stage).reject()


def made(stage, name, verb, settings):
    """One verb with these settings: what it makes, and one undo step back."""
    seen = stage.report.setdefault("made", {})[name] = {}
    use(stage, verb, settings)
    before, layers, steps = colours(stage), stage.layers(), stage.steps()
    all_before = stage.pixels()
    if name == "replace layer":
        use(stage, verb, {**settings, "layer": stage.document.topLevelNodes()[0].uniqueId().toString()})
    yield from done(stage)
    seen["message"] = window(stage).session.message
    seen["layers"], seen["steps"] = stage.layers(), stage.steps() - steps
    seen["before"], seen["after"] = before, colours(stage)
    seen["looks"] = stage.pixels()
    if settings.get("fill") == "gradient" or name in ("replace CMYK", "blur lens", "remove cut-out"):
        if name == "remove cut-out":
            stage.document.topLevelNodes()[0].setVisible(False)
            stage.document.refreshProjection()
            yield stage.idle
        stage.shot("verb_" + name.replace(" ", "_"))
        stage.document.topLevelNodes()[0].setVisible(True)
    yield from stage.undo()
    seen["undone"] = [stage.pixels() == all_before, stage.layers() == layers]


def colours(stage):
    """What is shown on the object and beside it."""
    document = stage.settled()
    return [list(bytes(document.pixelData(*at, 1, 1))) for at in (CUP, BESIDE)]


def sky(stage):
    """A sky is never guessed; a selected one is replaced."""
    yield from stage.deselect()
    use(stage, "sky", {})
    before = stage.pixels(), stage.layers()
    yield from done(stage)
    stage.report["no sky"] = [window(stage).session.message, (stage.pixels(), stage.layers()) == before]
    select(stage, *SKY)
    yield stage.until(lambda: stage.bounds() is not None)
    yield from made(stage, "sky", "sky", {"haze": 30})


def refused(stage):
    """What cannot be done is said in one sentence, and nothing is changed."""
    document = stage.document
    cases = (
        ("no file named", "replace", {"fill": "file", "file": ""}),
        ("file missing", "replace", {"fill": "file", "file": "nowhere.png"}),
        ("no picture", "replace", {"fill": "file", "file": "text.png"}),
        ("emptied selection", "sky", {}),
        ("whole image", "blur", {}),
        ("whole image, mask", "remove", {"output": "mask"}),
        ("no layer named", "replace", {"fill": "layer"}),
        ("locked layer", "remove", {"output": "mask"}),
        ("locked layer, new layer", "blur", {}),
    )
    areas = {"whole image": (0, 0, document.width(), document.height()), "emptied selection": (0, 0, 0, 0)}
    for name, verb, settings in cases:
        select(stage, *areas.get(name.split(",")[0], SKY))
        document.topLevelNodes()[0].setLocked(name.startswith("locked"))
        yield stage.idle
        use(stage, verb, settings)
        before, layers, steps = stage.pixels(), stage.layers(), stage.steps()
        yield from done(stage)
        same = [stage.pixels() == before, stage.layers() == layers, stage.steps() == steps]
        stage.report.setdefault("refused", {})[name] = [window(stage).session.message, same]
        if stage.steps() != steps:
            yield from stage.undo()
        document.topLevelNodes()[0].setLocked(False)
    yield from stage.deselect()


def other_spaces(stage):
    """More bits, other colours: the object's pixels stay the document's own."""
    for model, depth, profile in (
        ("RGBA", "U16", SRGB),
        ("RGBA", "F32", LINEAR),
        ("CMYKA", "U8", "Chemical proof"),
        ("GRAYA", "U8", "Gray-D50-elle-V2-srgbtrc.icc"),
    ):
        document = stage.document
        document.setColorSpace(model, depth, profile)
        yield stage.until(lambda wanted=[model, depth]: space_of(stage.document) == wanted)
        document.setSelection(None)
        yield from stage.deselect()
        stage.session.forget_objects()
        stage.session.point(ImagePoint(*CUP), True)
        yield stage.points(1)
        use(stage, "blur", {"blur": 12, "edge": "mask"})
        steps, others = stage.steps(), len(stage.krita.documents())
        below = raw(stage, stage.document.topLevelNodes()[0])
        yield from done(stage, 100)
        seen = stage.report.setdefault("spaces", {})[f"{model} {depth}"] = {
            "message": window(stage).session.message,
            "layers": stage.layers(),
            "steps": stage.steps() - steps,
            "space": space_of(made_layer(stage)),
            "documents": len(stage.krita.documents()) - others,
        }
        above = raw(stage, made_layer(stage))
        seen["object"] = above[0] == below[0]
        seen["beside"] = above[1] != below[1]
        seen["opaque"] = above[1][-1:] == below[1][-1:]
        yield from stage.undo()
        use(stage, "replace", {"color": "#2060c0"})
        yield from done(stage, 100)
        seen["plain colour"] = [window(stage).session.message, seen_colours(stage)[1]]
        yield from stage.undo()
        if (model, depth) in (("RGBA", "U16"), ("CMYKA", "U8")):
            yield from on_itself(stage, seen)


def on_itself(stage, seen):
    """A layer of such colours behind the object that was cut out of it: all looks as before."""
    use(stage, "replace", {"fill": "layer", "edge": "mask"})
    layer = stage.document.topLevelNodes()[0].uniqueId().toString()
    window(stage).settings = window(stage).settings.with_value("layer", layer)
    before = seen_colours(stage)
    yield from done(stage, 100)
    seen["on itself"] = [window(stage).session.message, before, seen_colours(stage)]
    yield from stage.undo()


def seen_colours(stage):
    """What is shown, in the screen's colours."""
    document = stage.settled()
    return [document.projection(*at, 1, 1).pixelColor(0, 0).getRgb() for at in (CUP, BESIDE)]


def made_layer(stage):
    return next(node for node in stage.settled().topLevelNodes() if node.name() == "Blurred background")


def raw(stage, layer):
    stage.settled()
    return [bytes(layer.pixelData(*at, 1, 1)) for at in (CUP, BESIDE)]


def nothing_found(stage):
    """Pictures without anything to tell apart, and an object of which nothing is left."""
    for name, width, height in (("one pixel", 1, 1), ("one colour", 500, 300)):
        document = stage.krita.createDocument(width, height, name, "RGBA", "U8", SRGB, 72.0)
        stage.krita.activeWindow().addView(document)
        yield stage.until(lambda width=width: stage.document.width() == width)
        for verb in ("blur", "remove"):
            yield from nothing_made(stage, f"{name}, {verb}", verb)
    stage.krita.activeWindow().addView(stage.krita.documents()[0])
    yield stage.until(lambda: stage.document.width() > 500)
    yield from stage.deselect()
    # As if a click had found something of 60 pixels, and nothing was made of it yet.
    size = stage.document.width(), stage.document.height()
    answer = Selection(size, (100, 100, 160, 160), b"\xff" * 3600, (0.9,), 1, b"", (0, 0))
    stage.desk.set_option("output", "layer")
    stage.desk.set_option("grow", "-100")
    session = stage.session
    session.forget_objects()
    session._object.start(stage.document, session.options)
    session._object.add(Prompt(points=((130.0, 130.0, 1),)), answer, None, session.options)
    yield stage.idle
    yield from nothing_made(stage, "shrunk to nothing", "blur")


def nothing_made(stage, name, verb):
    use(stage, verb, {})
    layers, steps = stage.layers(), stage.steps()
    yield from done(stage)
    same = [stage.layers() == layers, stage.steps() == steps]
    stage.report["refused"][name] = [window(stage).session.message, same]


def space_of(thing):
    return [thing.colorModel(), thing.colorDepth()]
