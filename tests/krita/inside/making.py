"""What scenarios of the verbs share: settings without opening the window, and what there was before."""

from pathlib import Path

from smart_select_krita.verb_settings import VerbSettings


def window(stage):
    return stage.docker.verbs


def use(stage, verb, settings):
    """Have the window's session make this, without opening the window."""
    files = {name: str(Path.home() / path) for name, path in settings.items() if name == "file" and path}
    chosen = VerbSettings()
    for name, value in {"verb": verb, **settings, **files}.items():
        chosen = chosen.with_value(name, value)
    window(stage).settings = chosen
    window(stage)._work.start()


def done(stage, seconds=60):
    """Have made what the window's settings say; a scenario's part."""
    window(stage).session.make(window(stage).settings)
    yield stage.within(seconds, lambda: not window(stage).session.is_busy)
    yield stage.idle


def clicked(stage, action):
    """Choose an action of ours that needs no window; a scenario's part."""
    stage.trigger(f"smart_select_{action}")
    yield stage.until(lambda: not stage.session.is_busy, 60)


def select(stage, x, y, width, height):
    """Select a rectangle, without an undo step."""
    from krita import Selection

    selection = Selection()
    selection.select(x, y, width, height, 255)
    stage.document.setSelection(selection)


def look(stage):
    """All that a verb could have changed."""
    return [stage.pixels(), tree(stage.document.topLevelNodes()), stage.steps()]


def tree(nodes):
    """Names and types of all layers and masks, with what is in them."""
    found = [(node, tree(node.childNodes())) for node in nodes if not is_own_selection(node)]
    return [[node.name(), node.type(), *([inner] if inner else [])] for node, inner in found]


def is_own_selection(node):
    """Whether it is Krita's own node for the picture's selection."""
    return node.type() == "selectionmask" and node.parentNode().parentNode() is None
