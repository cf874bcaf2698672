"""What goes wrong in the plug-in itself, and how it is said; `str(error)` is one sentence for a person."""

from __future__ import annotations

from smart_select_krita.log import log
from smart_select_plugin.translation import _
from smart_select_plugin.worker_errors import RequestCancelled, Superseded, WorkerError


class Refusal(Exception):
    """Something can't be done here and now: why, and what to do instead. The document is as it was."""


class SetupNeeded(Exception):
    """There is no environment that a worker could run in yet."""

    def __init__(self) -> None:
        super().__init__(_("Smart Select needs its engine once: choose Set up…."))


class DocumentGone(Exception):
    """The document was closed, or changed its size, while it was worked on."""

    def __init__(self) -> None:
        super().__init__(
            _("The picture was closed or has changed its size meanwhile, so nothing was done; try again.")
        )


def no_document() -> Refusal:
    """Return what is said when a document is needed."""
    return Refusal(_("No picture is open; open one and try again."))


def no_layer() -> Refusal:
    """Return what is said when an active layer is needed."""
    return Refusal(_("No layer is active; choose one in the Layers docker."))


def nothing_selected() -> Refusal:
    """Return what is said when a selection of the user's own is needed."""
    return Refusal(_("Nothing is selected; draw around something first."))


def no_label() -> Refusal:
    """Return what is said when a colour label is looked at that no layer has."""
    return Refusal(
        _("No visible layer has this colour label; give it to one, or look at all that is visible.")
    )


def nothing_to_see(source: str) -> Refusal:
    """Return what is said when all pixels of what is looked at, as in `documents.layers_of`, are the same."""
    if source == "visible":
        return Refusal(_("There is nothing to tell apart, all is one colour; paint or open a picture first."))
    return Refusal(
        _("There is nothing to tell apart on that layer; choose another one, or look at all that is visible.")
    )


def layers_changed() -> Refusal:
    """Return what is said when other layers are to be looked at than a moment ago."""
    return Refusal(_("The layers were changed meanwhile, so nothing was done; try again."))


def picture_changed() -> Refusal:
    """Return what is said when something was painted or undone while it was worked on."""
    return Refusal(_("The picture was changed meanwhile, so nothing was done; try again."))


def nothing_left() -> Refusal:
    """Return what is said when an object is narrower than what it is to shrink by."""
    return Refusal(_("Nothing is left of it after shrinking; choose a smaller number."))


def no_background() -> Refusal:
    """Return what is said when nothing is left around the object: the engine's own sentence."""
    return Refusal(
        _(
            "The selection covers the whole picture and leaves no background; "
            "click on a smaller part, or draw a box around the object."
        )
    )


def our_mistake() -> str:
    """Return what is said when an entry point has caught what nobody expected."""
    return _("Selecting was stopped by a mistake of ours; details are in Smart Select's log.")


def sentence_of(error: Exception) -> str:
    """Return what the user is told; "" for what needs no words. Mistakes of ours go to the log."""
    if isinstance(error, (Superseded, RequestCancelled)):
        return ""
    if isinstance(error, (Refusal, SetupNeeded, DocumentGone, WorkerError)):
        return str(error)
    log.error("a job failed", exc_info=error)
    return _("That did not work, and nothing was changed; details are in Smart Select's log.")
