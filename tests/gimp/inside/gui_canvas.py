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
user.keys("b", "Right", "Right", "Right", "Down", "Down", "Down")
desk.picture("canvas-1-keyboard-box")
user.keys("shift+Right", "Return")
results["key box"] = boxed = desk.changed_from(clicked["digest"])
user.key("alt+v")  # start over
desk.key("ctrl+shift+a")
emptied = desk.changed_from(boxed["digest"])

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

# A second image with a panel of its own.
desk.order("display.delete()\nimage = open_photo(photo)\ndisplay = Gimp.Display.new(image)")
desk.use_newest_image()
first = PanelUser(desk)
first.choose_selection()
first.wait_until_ready()

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
