"""A user with the panel: draws on the canvas, clicks in the preview, takes things back."""

import time

from desk import PANEL, Desk
from panel_user import PanelUser

RECTANGLE = 60, 10, 390, 508

desk = Desk()
results: dict[str, object] = {}
desk.calibrate()
user = PanelUser(desk, "panel-0-menu")
time.sleep(3)
results["opened"] = start = desk.steady()

desk.drag(*desk.on_canvas(*RECTANGLE[:2]), *desk.on_canvas(*RECTANGLE[2:]))
desk.changed_from(start["digest"])
results["snapped"] = snapped = desk.steady(2.5)
desk.picture("panel-1-rectangle-snapped")

desk.key("ctrl+z")
results["undone"] = undone = desk.steady(2.0)

user.click(425, 420)
results["clicked"] = clicked = desk.changed_from(undone["digest"])
desk.picture("panel-2-clicked")
user.click(240, 200, button=3)
results["not wanted"] = refused = desk.changed_from(clicked["digest"])
desk.picture("panel-3-not-wanted")
desk.key("ctrl+z")
results["refusal undone"] = desk.steady(2.0)
desk.key("ctrl+z")
results["click undone"] = desk.steady(2.0)

user.key("alt+v")  # start over
desk.point(*user.spot(225, 90), user.window)
time.sleep(3)
results["hovered"] = desk.steady()
desk.picture("panel-4-hover")

desk.key("b")  # the Path tool
desk.click(*desk.on_canvas(430, 420))
results["path click"] = desk.changed_from(results["hovered"]["digest"])  # type: ignore[index]
desk.picture("panel-5-path-tool")

user.key("alt+m")  # Make:
time.sleep(0.7)
desk.hands("key", "Down")  # from Selection to Layer mask
time.sleep(0.7)
results["before apply"] = desk.steady()
user.key("alt+a")
results["applied"] = desk.steady(1.5)
desk.picture("panel-6-layer-mask")
desk.key("ctrl+z")
results["apply undone"] = desk.steady(1.5)

desk.order("image.scale(256, 256)")
user.click(225, 90)
time.sleep(3)
results["after scaling"] = desk.steady()
desk.picture("panel-7-scaled")

desk.order("display.delete()")
time.sleep(2)
results["panel is gone"] = not desk.all(PANEL)
results["GIMP lives"] = desk.gimp.poll() is None
desk.close("gui_panel", results)
