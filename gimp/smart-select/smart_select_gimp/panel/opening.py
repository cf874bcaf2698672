"""Opens the panel for an image."""

from __future__ import annotations

from typing import Any, Sequence

from smart_select_gimp.gtk_api import GimpUi
from smart_select_gimp.panel.panel import Panel
from smart_select_gimp.worker_link import open_client


def open_panel(image: Any, drawables: Sequence[Any]) -> None:
    """Show the panel and come back when it is closed; raises Problem where there is no worker to be had."""
    client = open_client("GIMP")
    GimpUi.init("smart-select")
    Panel(image, drawables, client).run()
