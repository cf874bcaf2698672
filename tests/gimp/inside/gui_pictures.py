"""The screenshots of the manual, made as a person would: PNGs of the places that they show."""

import subprocess
import time

from desk import OUT, Desk
from panel_user import PanelUser
from verb_windows import VerbWindow

PANEL_AT = 806, 0
BOTH = "1334x800+0+0"
REST = 400, 760
"""Where the pointer shows nothing."""
TITLE_PX = 24
PERSON = (20, 10), (400, 505)
"""A rectangle around her, but for the helmet in front."""
WANTED, UNWANTED = (200, 300), (420, 470)
"""Her suit; the helmet."""


def keep(name: str, place: str) -> None:
    """Keep a part (WIDTHxHEIGHT+X+Y) of the screen."""
    time.sleep(1)
    whole = OUT / f"{name}-screen.png"
    subprocess.run(["import", "-window", "root", str(whole)], check=True)
    part = str(OUT / f"{name}.png")
    subprocess.run(["convert", str(whole), "-crop", place, "+repage", part], check=True)


LASSO = [10, 512, 25, 420, 45, 320, 95, 225, 130, 150, 180, 140, 150, 110, 150, 50, 200, 8, 260, 8, 300, 50]
LASSO += [305, 110, 270, 150, 310, 180, 325, 230, 365, 280, 375, 330, 330, 350, 290, 390, 265, 450, 280, 512]
"""Around the astronaut by a hand that was not careful, though near enough to be snapped."""

desk = Desk("astronaut.png")
desk.calibrate()
user = PanelUser(desk)
desk.hands("windowmove", user.window, *map(str, PANEL_AT))
time.sleep(3)
start = desk.steady()
desk.draw_rectangle(*PERSON[0], *PERSON[1])
snapped = desk.changed_from(start["digest"])
desk.steady(2.5)
desk.point(*REST)
keep("gimp-panel", BOTH)

user.key("alt+v")  # start over
desk.key("ctrl+shift+a")
emptied = desk.steady()
user.click(*WANTED)
clicked = desk.changed_from(emptied["digest"])
user.click(*UNWANTED, button=3)
desk.changed_from(clicked["digest"])
desk.point(*REST)
keep("gimp-clicks", BOTH)

user.choose_output(1)  # from Selection to Layer mask
user.key("alt+a")
desk.until(lambda: desk.state()["masks"] == [True], "there is no layer mask")
desk.key("ctrl+shift+a")
desk.point(*REST)
keep("gimp-layer-mask", BOTH)
user.close()

desk.order("image.get_layers()[0].remove_mask(Gimp.MaskApplyMode.DISCARD)")
desk.order(
    "image.select_polygon(Gimp.ChannelOps.REPLACE, [20, 505, 20, 330, 170, 10, 300, 10, 400, 330, 400, 505])"
)
for letter, title, name in (
    ("a", "Blur Background", "gimp-verb"),
    ("c", "Cut Out", "gimp-cut-out"),
    ("f", "Refine Selection", "gimp-refine"),
):
    if name == "gimp-refine":
        desk.order(f"image.select_polygon(Gimp.ChannelOps.REPLACE, {LASSO})")
    verb = VerbWindow(desk, letter, title)
    desk.hands("windowmove", verb.window, "100", "100")
    desk.point(*REST)
    verb.sees_another()
    width, height = desk.place(verb.window)[2:]
    keep(name, f"{width + 2}x{height + TITLE_PX}+100+100")
    verb.close()

desk.menu("u")
window = desk.find("Smart Select: Set Up")
desk.hands("windowmove", window, "100", "100")
desk.point(*REST)
width, height = desk.place(window)[2:]
keep("gimp-set-up", f"{width + 2}x{height + TITLE_PX}+100+100")
desk.close("gui_pictures", {"done": True})
