"""Beside the panel: the keyboard, path clicks, undo, outlines, active layers, a second image."""

import json

from desk import DESK, IMAGE_WINDOW, PANEL, Desk
from panel_user import PanelUser

FACE, HELMET, BETWEEN, WALL = (225, 90), (425, 420), (325, 255), (100, 300)
BLOB = """
mode = Gimp.LayerMode.NORMAL
blob = Gimp.Layer.new(image, "blob", 200, 180, Gimp.ImageType.RGBA_IMAGE, 100.0, mode)
image.insert_layer(blob, None, 0)
blob.set_offsets(100, 110)
image.select_ellipse(Gimp.ChannelOps.REPLACE, 120, 130, 130, 90)
blob.edit_fill(Gimp.FillType.WHITE)
Gimp.Selection.none(image)
image.set_selected_layers([blob])
"""
LASSO = 150, 20, 320, 40, 300, 200, 210, 230, 140, 120

desk = Desk()
results: dict[str, object] = {}
desk.calibrate()
user = PanelUser(desk)
user.wait_until_ready()
start = desk.state()

# The keyboard alone.
user.key("Return")
results["key click"] = clicked = desk.changed_from(start["digest"])
user.keys("b", "Return")  # a box with nothing in it: a click, here on the mark
results["taken back by keys"] = emptied = desk.changed_from(clicked["digest"])
user.keys("b", "Right", "Right", "Right", "Down", "Down", "Down")
desk.picture("canvas-1-keyboard-box")
user.keys("shift+Right", "Return")
results["key box"] = boxed = desk.changed_from(emptied["digest"])
user.click(*HELMET)
results["beside the box"] = beside = desk.changed_from(boxed["digest"])
desk.picture("canvas-1-beside-the-box")
user.click(*HELMET)
results["taken back beside it"] = taken_back = desk.changed_from(beside["digest"])
user.key("alt+v")  # start over
desk.key("ctrl+shift+a")
emptied = desk.changed_from(taken_back["digest"])

# Clicks of the Path tool, the third one where GIMP had drawn a line between the first two.
desk.key("b")
desk.click(*desk.on_canvas(*HELMET))
desk.until_state(lambda state: sum(state["anchors"]) == 1, "GIMP has no anchor")
desk.click(*desk.on_canvas(*FACE))
results["unlinked"] = desk.until_state(lambda state: state["anchors"] == [1, 1], "the line stays")
desk.until_state(lambda state: ";" in state["prompt"], "two clicks are not heeded")
results["two anchors"] = two = desk.steady()
desk.click(*desk.on_canvas(*BETWEEN))
results["three anchors"] = three = desk.changed_from(two["digest"])
desk.picture("canvas-2-path-clicks")
desk.key("ctrl+z")
results["selection undone"] = desk.changed_from(three["digest"])
desk.key("ctrl+z")
results["anchor undone"] = desk.until_state(lambda state: sum(state["anchors"]) == 2, "the anchor stays")
desk.steady()
desk.key("ctrl+y")
results["anchor again"] = desk.until_state(lambda state: sum(state["anchors"]) == 3, "no anchor")
desk.steady()
desk.key("ctrl+y")
results["selection again"] = desk.changed_from(two["digest"])
desk.key("ctrl+z")
desk.changed_from(three["digest"])
user.wait_until_ready()
user.click(*WALL, button=3)
results["gone on after undo"] = on = desk.changed_from(two["digest"])
user.key("alt+v")  # start over
desk.click(*desk.on_canvas(*WALL))
results["path click after starting over"] = wall = desk.changed_from(on["digest"])

# An outline, and the picture's subject: repeated as they were, and opened again.
LASSO_DRAWN = f"image.select_polygon(Gimp.ChannelOps.REPLACE, {list(LASSO)})"
for name in ("lasso", "subject"):
    desk.key("ctrl+shift+a")
    before = desk.until_state(lambda state: state["selected"] == 0, "the selection stays")
    desk.steady()
    if name == "lasso":
        desk.order(LASSO_DRAWN)
        desk.until_state(lambda state: "rough" in state["prompt"], "the outline is not heeded")
        results[name] = said = desk.steady()
    else:
        user.key("alt+j")
        results[name] = said = desk.changed_from(before["digest"])
    user.close()
    desk.key("ctrl+shift+a")
    emptied = desk.changed_from(said["digest"])
    desk.key("ctrl+f")
    results[f"{name} repeated"] = desk.changed_from(emptied["digest"])
    desk.key("ctrl+z")
    emptied = desk.changed_from(said["digest"])
    user = PanelUser(desk)
    user.wait_until_ready()
    desk.picture(f"canvas-3-{name}-opened-again")
    user.key("alt+a")
    results[f"{name} applied again"] = desk.changed_from(emptied["digest"])

# The layer that is active when Apply is pressed.
desk.order(
    "top = image.get_layers()[0].copy()\nimage.insert_layer(top, None, 0)\nimage.set_selected_layers([top])"
)
user.choose_output(1)  # layer mask
user.key("alt+a")
results["upper layer"] = desk.until_state(lambda state: any(state["masks"]), "there is no layer mask")
desk.order("image.set_selected_layers([image.get_layers()[1]])")
user.key("alt+a")
results["lower layer"] = desk.until_state(lambda state: all(state["masks"]), "there is one layer mask")
user.choose_output(1)  # new layer
user.key("alt+a")
desk.until_state(lambda state: len(state["layers"]) == 3, "there is no new layer")
user.key("alt+a")
results["new layers"] = desk.until_state(lambda state: len(state["layers"]) == 4, "there is one new layer")
desk.picture("canvas-4-new-layers")

# Alpha to Selection of a layer with a shape in it, and a rectangle that somebody draws.
desk.order(BLOB)
desk.steady()
results["said before"] = user.entries
desk.order("image.select_item(Gimp.ChannelOps.REPLACE, blob)")
results["from alpha"] = desk.steady(2.0)
results["said of alpha"] = user.entries
desk.order("image.select_ellipse(Gimp.ChannelOps.REPLACE, 120, 130, 90, 60)")
desk.until(lambda: user.entries != results["said of alpha"], "an ellipse is not heeded")
user.close()

# Added to a selection that was there before, by a rectangle: it was drawn over that, and is no part of it.
FACE_BOX, HELMET_BOX, WALL_BOX = (150, 20, 320, 240), (370, 370, 480, 470), (20, 20, 110, 110)
FRESH = "display.delete()\nimage = open_photo(photo)\ndisplay = Gimp.Display.new(image)"
desk.order(FRESH)
desk.use_newest_image()
desk.order("image.select_ellipse(Gimp.ChannelOps.REPLACE, 10, 330, 60, 120)")
earlier = desk.steady()
user = PanelUser(desk)
user.wait_until_ready()
user.choose_selection()
user.choose_how("Add")
results["earlier"] = earlier = desk.steady(0.5)
said = user.entries
desk.draw_rectangle(*FACE_BOX)
desk.until(lambda: user.entries != said, "the rectangle is not heeded")
user.wait_until_it_says("Right-click")
results["drawn to be added"] = desk.steady()
desk.picture("canvas-6-drawn-to-be-added")
desk.key("ctrl+z")
results["shown by undo"] = shown = desk.changed_from(earlier["digest"])
desk.key("ctrl+z")
results["taken away by undo"] = desk.changed_from(shown["digest"])
desk.key("ctrl+y")
desk.changed_from(earlier["digest"])
desk.key("ctrl+y")
results["put back by redo"] = desk.changed_from(shown["digest"])
user.key("alt+a")
results["added"] = added = desk.changed_from(earlier["digest"])
desk.picture("canvas-7-added")
desk.key("ctrl+z")
results["addition undone"] = desk.changed_from(added["digest"])
user.choose_how("Replace")
results["instead"] = instead = desk.changed_from(earlier["digest"])
for name in ("Subtract", "Intersect", "Add"):
    user.choose_how(name)
    before = desk.state()
    user.key("alt+a")
    results[f"then {name}"] = desk.changed_from(before["digest"])
user.key("alt+v")  # start over
desk.draw_rectangle(*WALL_BOX)
desk.until(lambda: bool(user.entries), "the second rectangle is not heeded")
results["started over"] = desk.steady()

# With Shift, as GIMP's own tools add; followed at once.
user.choose_how("Replace")
user.key("alt+v")
user.wait_until_ready()
user.click(*HELMET)
results["helmet"] = helmet = desk.steady(2.0)
desk.key("r")
with desk.holding("shift"):
    desk.drag(*desk.on_canvas(*FACE_BOX[:2]), *desk.on_canvas(*FACE_BOX[2:]))
desk.changed_from(helmet["digest"])
results["with Shift"] = shifted = desk.until_state(
    lambda state: "150,20,320,240" in state["prompt"], "what was drawn with Shift is not heeded"
)
results["with Shift"] = shifted = desk.steady()
desk.picture("canvas-8-with-shift")
# With Ctrl, as they subtract.
desk.key("r")
with desk.holding("ctrl"):
    desk.drag(*desk.on_canvas(*FACE_BOX[:2]), *desk.on_canvas(*FACE_BOX[2:]))
desk.until_state(lambda state: state["prompt"] != shifted["prompt"], "what was drawn with Ctrl is not heeded")
results["with Ctrl"] = without = desk.steady()
desk.picture("canvas-9-with-ctrl")
desk.key("ctrl+z")
desk.changed_from(without["digest"])
desk.key("ctrl+z")
results["Ctrl undone"] = desk.until_state(
    lambda state: state["digest"] == shifted["digest"], "the selection from before Ctrl does not come back"
)
desk.key("ctrl+z")
desk.changed_from(shifted["digest"])
desk.key("ctrl+z")
results["Shift undone"] = desk.until_state(
    lambda state: state["digest"] == helmet["digest"], "the selection from before Shift does not come back"
)
user.choose_how("Subtract")
said = user.entries
desk.draw_rectangle(*HELMET_BOX)  # another one than undo has brought back
desk.until(lambda: user.entries != said, "the last rectangle is not heeded")
user.close()
results["closed without Apply"] = desk.steady()

# A second image with a panel of its own.
desk.order(FRESH)
desk.use_newest_image()
first = PanelUser(desk)
first.choose_selection()
results["next panel replaces"] = first.has_chosen("Replace")
first.wait_until_ready()

# Called once more, it comes to the front.
dirty = desk.steady(0.5)["dirty"]
desk.menu("s")
desk.until(lambda: desk.hands("getwindowfocus") == first.window, "the panel does not come to the front")
results["dirtied by calling"] = desk.steady()["dirty"] and not dirty
results["panels of one image"] = len(desk.all(PANEL))

# Below a layer that hides it, the active one is looked at.
desk.order(
    "kind, mode = Gimp.ImageType.RGB_IMAGE, Gimp.LayerMode.NORMAL\n"
    "cover = Gimp.Layer.new(image, 'cover', 512, 512, kind, 100.0, mode)\n"
    "cover.fill(Gimp.FillType.WHITE)\nimage.insert_layer(cover, None, 0)\n"
    "image.set_selected_layers([image.get_layers()[1]])"
)
before = desk.steady(0.5)
first.look_at_active_layer()
first.wait_until_ready()
first.click(*HELMET)
results["active layer seen"] = seen = desk.changed_from(before["digest"])
desk.order("other = open_photo('coffee.png')\nother_display = Gimp.Display.new(other)")
second = PanelUser(desk, beside=first.window)
second.width_px, second.height_px = 600, 400
second.wait_until_ready()
second.choose_selection()
results["panels"] = len(desk.all(PANEL))
before = desk.steady(0.5)
TELL_OTHER = (
    "import json\n(DESK / 'other.json').write_text(json.dumps(solid_pixels(selection_sample(other))))"
)


def other_selected() -> int:
    desk.order(TELL_OTHER)
    return int(json.loads((DESK / "other.json").read_text()))


second.click(300, 200)
desk.until(lambda: other_selected() > 1000, "nothing is selected in the second image")
results["first image meanwhile"] = desk.steady(0.5)["digest"] == before["digest"]
of_second = other_selected()
first.come_to_front()
first.click(*FACE)
desk.changed_from(before["digest"])
results["second image meanwhile"] = other_selected() == of_second
desk.picture("canvas-5-two-images")
desk.order("other_display.delete()")
desk.until(lambda: len(desk.all(PANEL)) == 1, "the second panel stays")
results["image windows"] = len(desk.all(IMAGE_WINDOW))
results["GIMP lives"] = desk.gimp.poll() is None
desk.close("gui_canvas", results)
