"""The verbs with layers of all kinds active: locked, hidden, translucent, groups, filters, clones, shapes."""

from making import clicked, done, look, select, tree, use, window

from krita import Krita, Selection

OBJECT = (150, 100, 300, 220)
VERBS = {
    "mask": ("remove", {"output": "mask"}),
    "cut-out": ("remove", {"output": "cut-out"}),
    "replace": ("replace", {}),
    "blur": ("blur", {"blur": 4}),
    "desaturate": ("desaturate", {}),
    "sky": ("sky", {}),
}


def on_layers(stage):
    """Above the photograph a group with a copy of it, beside which lie a clone, a shape and a filter."""
    document = stage.document
    root, background = document.rootNode(), document.topLevelNodes()[0]
    group, inner = document.createGroupLayer("group"), background.duplicate()
    inner.setName("inner")
    clone, vector = document.createCloneLayer("clone", background), document.createVectorLayer("vector")
    whole = Selection()
    whole.select(0, 0, document.width(), document.height(), 255)
    filter_layer = document.createFilterLayer("filter", Krita.instance().filter("invert"), whole)
    above = background
    for node in (group, clone, vector, filter_layer):
        root.addChildNode(node, above)
        above = node
    group.addChildNode(inner, None)
    yield stage.until(lambda: len(stage.layers()) == 5 and group.childNodes())
    for node in (clone, vector, filter_layer):
        node.setVisible(False)
    document.refreshProjection()
    select(stage, *OBJECT)
    yield stage.until(lambda: stage.bounds() is not None)
    yield from locked_and_hidden(stage, group, inner)
    yield from translucent(stage, inner)
    for node in (clone, vector, filter_layer):
        node.setVisible(True)
    document.refreshProjection()
    yield stage.idle
    yield from active(stage, ("group", "clone", "vector", "filter"))
    group.setPassThroughMode(True)
    yield from activated(stage, "group")
    yield from tried(stage, "passing group", "mask")
    group.setPassThroughMode(False)
    yield from by_one_click(stage, inner)
    for node in (filter_layer, vector, clone, group):
        node.remove()
    yield stage.until(lambda: len(stage.layers()) == 1)
    stage.activate("Background")
    yield stage.until(lambda: stage.document.activeNode().name() == "Background")
    yield from stage.deselect()


def locked_and_hidden(stage, group, inner):
    """Each verb while the layer or its group can't be changed, or nobody would see it."""
    yield from activated(stage, "inner")
    for name, change, back in (
        ("locked layer", lambda: inner.setLocked(True), lambda: inner.setLocked(False)),
        ("locked group", lambda: group.setLocked(True), lambda: group.setLocked(False)),
        ("hidden layer", lambda: inner.setVisible(False), lambda: inner.setVisible(True)),
        ("hidden group", lambda: group.setVisible(False), lambda: group.setVisible(True)),
    ):
        change()
        stage.document.refreshProjection()
        yield stage.idle
        for verb in VERBS:
            yield from tried(stage, name, verb)
        back()
        stage.document.refreshProjection()
        yield stage.idle


def translucent(stage, inner):
    """A layer at 40 %: what is made of it alone has that, what is made of all that is visible has not."""
    inner.setOpacity(102)
    stage.document.refreshProjection()
    yield stage.idle
    for source in ("layer", "visible"):
        stage.desk.set_option("source", source)
        for verb in ("mask", "cut-out", "blur"):
            yield from activated(stage, "inner")
            yield from tried(stage, f"translucent {source}", verb)
    stage.desk.set_option("source", "visible")
    inner.setOpacity(255)
    stage.document.refreshProjection()
    yield stage.idle


def active(stage, names):
    """Each kind of layer as the active one."""
    for name in names:
        for verb in ("mask", "cut-out", "blur"):
            yield from activated(stage, name)  # Krita chooses another one when a mask is undone
            yield from tried(stage, name, verb)


def by_one_click(stage, inner):
    """Remove Background without its window: what is selected stays, softened as the window's Edge says."""
    yield from activated(stage, "inner")
    document, seen = stage.document, stage.report.setdefault("one click", {})
    area = 0, 0, document.width(), document.height()
    for edge in ("mask", "matte"):
        stage.krita.writeSetting("smart_select", "verb_edge", edge)
        steps, selected = stage.steps(), stage.selection()
        yield from clicked(stage, "remove_background")
        (mask,) = inner.childNodes()
        (stage.out / f"one-click-{edge}.mask").write_bytes(bytes(mask.selection().pixelData(*area)))
        seen[edge] = [
            stage.session.message,
            mask.name(),
            stage.steps() - steps,
            stage.selection() == selected,
        ]
        yield from stage.undo()
    stage.keep_selection("one-click")
    select(stage, *area)
    yield stage.until(lambda: stage.bounds() == list(area))
    before = look(stage)
    yield from clicked(stage, "remove_background")
    seen["whole image"] = [stage.session.message, look(stage) == before]
    inner.setLocked(True)
    yield from clicked(stage, "remove_background")
    seen["locked"] = [stage.session.message, look(stage) == before]
    inner.setLocked(False)
    select(stage, *OBJECT)
    yield stage.until(lambda: stage.bounds() != list(area))


def tried(stage, state, verb):
    """One verb in one state: what it says and makes; undone if it made something."""
    use(stage, *VERBS[verb])
    before = look(stage)
    yield from done(stage)
    seen = {"message": window(stage).session.message, "steps": stage.steps() - before[2]}
    now = look(stage)
    seen["same"] = now == before
    seen["tree"] = tree(stage.document.topLevelNodes())
    made = next((node for node in nodes(stage.document.topLevelNodes()) if is_made(node)), None)
    if made is not None:
        seen["opacity"] = made.opacity()
    stage.report.setdefault("on layers", {}).setdefault(state, {})[verb] = seen
    if seen["steps"]:
        yield from stage.undo(seen["steps"])
        seen["undone"] = look(stage) == before


def is_made(node):
    return node.name().endswith(": object") or "background" in node.name() or node.name() == "New sky"


def nodes(found):
    for node in found:
        yield node
        yield from nodes(node.childNodes())


def activated(stage, name):
    stage.activate(name)
    yield stage.until(lambda: stage.document.activeNode().name() == name)
