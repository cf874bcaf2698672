"""Tells Krita what there is: the docker and the actions. Krita 5.2 is the oldest that has all we need."""

from __future__ import annotations

from krita import (  # type: ignore[attr-defined]
    DockWidgetFactory,
    DockWidgetFactoryBase,
)
from smart_select_krita import app, docker
from smart_select_krita.actions import SmartSelectActions
from smart_select_krita.log import log, open_log
from smart_select_plugin.translation import _


class KritaTooOld(Exception):
    """Shown by Krita's plug-in manager as the reason why the plug-in is off."""


def register() -> None:
    """Add the docker and the actions. Raises KritaTooOld."""
    open_log()
    krita = app.krita()
    major, minor = (int(part) for part in str(krita.version()).split("-")[0].split(".")[:2])
    if (major, minor) < (5, 2):
        raise KritaTooOld(
            _("Smart Select needs Krita 5.2 or newer, and this is {version}.", version=krita.version())
        )
    log.info("Krita %s", krita.version())
    position = getattr(DockWidgetFactoryBase, "DockPosition", DockWidgetFactoryBase).DockRight
    krita.addDockWidgetFactory(DockWidgetFactory("smart_select", position, docker.SmartSelectDocker))
    krita.addExtension(SmartSelectActions(krita))
    notifier = krita.notifier()
    notifier.setActive(True)
    notifier.applicationClosing.connect(_closing)


def _closing() -> None:
    """Leave at once: the worker ends by itself when nobody needs it."""
    try:
        for it in docker.DOCKERS:
            if it.desk is not None:
                it.desk.close()
        for link in docker.LINKS:
            link.close()
    except Exception:  # one of the entry points: a message now would keep Krita from ending
        log.exception("closing")
