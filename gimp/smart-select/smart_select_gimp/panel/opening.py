"""Opens the panel for an image."""

from __future__ import annotations

from typing import Any, Optional

from smart_select_gimp.gtk_api import GimpUi
from smart_select_gimp.outputs import Wish
from smart_select_gimp.panel.finding import Applied
from smart_select_gimp.panel.panel import Panel
from smart_select_gimp.worker_link import open_client


def open_panel(image: Any, wish: Wish, model: str) -> Optional[Applied]:
    """Show the panel and come back when it is closed, with what was made last; raises SetupNeeded.

    `wish` and `model` are what it begins with.
    """
    client = open_client("GIMP")
    GimpUi.init("smart-select")
    return Panel(image, client, wish, model).run()
