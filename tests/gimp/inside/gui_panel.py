"""A user with the panel: draws on the canvas, clicks in the preview, takes things back."""

from desk import OUT, PANEL, Desk, install_browser
from panel_user import PanelUser

RECTANGLE = 60, 10, 390, 508

PAGES = OUT / "pages-opened"

install_browser(PAGES)
desk = Desk()
results: dict[str, object] = {}
desk.calibrate()
user = PanelUser(desk, "panel-0-menu")
user.wait_until_ready()
user.key("F1")
desk.until(PAGES.exists, "no help is opened")
results["help"] = PAGES.read_text().strip()
results["opened"] = start = desk.steady()

desk.draw_rectangle(*RECTANGLE)
# First the rectangle, then the object.
desk.until_state(lambda state: "box" in state["prompt"], "the rectangle does not snap")
results["snapped"] = snapped = desk.steady()
desk.picture("panel-1-rectangle-snapped")

desk.key("ctrl+z")
desk.changed_from(snapped["digest"])
results["undone"] = undone = desk.steady(2.0)

user.click(425, 420)
results["clicked"] = clicked = desk.changed_from(undone["digest"])
desk.picture("panel-2-clicked")
user.click(240, 200, button=3, times=2)
results["not wanted"] = refused = desk.changed_from(clicked["digest"])
desk.picture("panel-3-not-wanted")
desk.key("ctrl+z")
results["refusal undone"] = desk.changed_from(refused["digest"])
desk.key("ctrl+z")
results["click undone"] = desk.changed_from(clicked["digest"])

user.key("alt+v")  # start over
user.hover(225, 90)
results["hovered"] = desk.steady()
desk.picture("panel-4-hover")

# What menus make of a selection is no prompt.
desk.key("ctrl+i")
inverted = desk.changed_from(results["hovered"]["digest"])  # type: ignore[index]
desk.key("ctrl+a")
everything = desk.changed_from(inverted["digest"])
results["all"] = desk.steady(2.0)
desk.key("ctrl+shift+a")  # none
nothing = desk.changed_from(everything["digest"])
results["none"] = desk.steady(2.0)
desk.order("image.select_item(Gimp.ChannelOps.REPLACE, image.get_layers()[0])")  # from alpha: all is opaque
desk.changed_from(nothing["digest"])
results["from alpha"] = desk.steady(2.0)
for _step in range(3):
    desk.key("ctrl+z")
results["inverted"] = desk.until_state(
    lambda state: state["digest"] == inverted["digest"], "the inverted selection does not come back"
)
desk.key("ctrl+z")
desk.changed_from(inverted["digest"])

desk.key("b")  # the Path tool
desk.click(*desk.on_canvas(430, 420))
results["path click"] = desk.changed_from(results["hovered"]["digest"])  # type: ignore[index]
desk.picture("panel-5-path-tool")

user.choose_output(1)  # from Selection to Layer mask
results["before apply"] = desk.steady()
user.key("alt+a")
results["applied"] = desk.until_state(lambda state: any(state["masks"]), "there is no layer mask")
desk.picture("panel-6-layer-mask")
desk.key("ctrl+z")
results["apply undone"] = desk.until_state(lambda state: not any(state["masks"]), "the mask stays")

user.choose_output(3)  # from Layer mask to Path, which GIMP's own procedure makes
user.key("alt+a")
desk.until_state(lambda state: "Object" in state["paths"], "there is no path")
results["path made"] = desk.steady()
desk.picture("panel-7-path")
results["image window"] = desk.place(desk.window)
desk.key("ctrl+z")
results["path undone"] = desk.until_state(lambda state: "Object" not in state["paths"], "the path stays")

desk.order("image.scale(256, 256)")
desk.until(lambda: "changed its size" in user.says(), "the panel does not notice the new size")
user.click(225, 90)
desk.until(lambda: "Apply when" in user.says(), "nothing is found")
results["after scaling"] = desk.steady()
desk.picture("panel-8-scaled")

desk.order("display.delete()")
desk.until(lambda: not desk.all(PANEL), "the panel stays")
results["panel is gone"] = not desk.all(PANEL)
results["GIMP lives"] = desk.gimp.poll() is None
desk.close("gui_panel", results)
