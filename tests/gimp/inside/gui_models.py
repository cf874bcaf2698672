"""Another model is chosen in the panel: one that is there, and one to be fetched without a network."""

import os
import subprocess
import time

from desk import Desk
from panel_user import PanelUser

DOWNLOAD = "Smart Select: Download"

subprocess.run(
    [
        *(os.environ["SMART_SELECT_PYTHON"], "-m", "smart_select", "models", "add"),
        *(os.environ["TINY_MODEL"], "--as", "tiny-red"),
    ],
    check=True,
)
desk = Desk()
results: dict[str, object] = {}
user = PanelUser(desk)
start = desk.steady(8)  # the list of models comes last
user.key("alt+d")  # the model
desk.hands("key", "Down")
question = desk.find(DOWNLOAD)
time.sleep(1)
desk.picture("models-1-question")
desk.key("Escape", question)
desk.until(lambda: not desk.all(DOWNLOAD), "the question stays")
user.click(225, 90)
results["declined"] = declined = desk.changed_from(start["digest"])

user.key("alt+d")
desk.hands("key", "Down")
question = desk.find(DOWNLOAD)
desk.key("alt+d", question)
desk.until(lambda: not desk.all(DOWNLOAD), "the question stays")
time.sleep(8)
desk.picture("models-2-offline")
user.click(425, 420)
results["without network"] = desk.changed_from(declined["digest"])
user.key("alt+v")  # start over

user.key("alt+d")
desk.hands("key", "End")
time.sleep(3)
desk.picture("models-3-chosen")
user.click(100, 300)
results["chosen"] = desk.changed_from(results["without network"]["digest"])  # type: ignore[index]
desk.close("gui_models", results)
