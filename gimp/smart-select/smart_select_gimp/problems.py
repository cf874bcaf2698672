"""What can be wrong on GIMP's side; `str(problem)` is one sentence for the person at the screen."""

from __future__ import annotations

from smart_select_gimp.i18n import _
from smart_select_plugin.short_text import MOST_OF_PATH, in_short


class Problem(Exception):
    """Root of what this plug-in raises on purpose."""


class NothingSelected(Problem):
    """The selection was to be the prompt, and there is none."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Nothing is selected: draw a rectangle or a rough outline around an object, "
                "or a tiny selection on it, and try again."
            )
        )


class NothingFound(Problem):
    """The model has seen no object there."""

    def __init__(self) -> None:
        super().__init__(_("No object was found there; try a rectangle around the whole of it."))


class NothingToSee(Problem):
    """The layer, or the picture as a whole, has no pixels on the canvas, or only transparent ones."""

    def __init__(self, *, is_layer: bool) -> None:
        if is_layer:
            super().__init__(_("The active layer has nothing to see on the canvas; choose another layer."))
        else:
            super().__init__(_("There is nothing to see on the canvas; show a layer and try again."))


class OfAnotherImage(Problem):
    """A script named a layer or another drawable that is not of the image that it named."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("“{name}” belongs to another image; choose a layer of this one.").format(name=in_short(name))
        )


class SetupNeeded(Problem):
    """There is no environment to start a worker from."""

    def __init__(self) -> None:
        super().__init__(
            _("Smart Select is not set up yet: choose Filters ▸ Smart Select ▸ Set Up & Doctor first.")
        )


class ModelNotOffered(Problem):
    """A script asked the set-up for a model that it does not know."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                'The set-up fetches no model “{name}”; choose "embedded", or one that its window offers.'
            ).format(name=name)
        )


class ArgumentWrong(Problem):
    """A script gave something that is no prompt; the text says what."""


class NumberBeyond(Problem):
    """A script gave for the argument `name` a number beyond its bounds, or what is none, such as √−1."""

    def __init__(self, name: str, least: float, most: float) -> None:
        super().__init__(
            _("{name} has to be a number from {least} to {most}.").format(
                name=name, least=f"{least:g}", most=f"{most:g}"
            )
        )


class ModelNameTooLong(Problem):
    """A model's id was given that is longer than any."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("There is no model “{name}”; leave its id empty for the built-in one.").format(
                name=in_short(name)
            )
        )


class PromptNeeded(Problem):
    """Neither points nor a box were given, and the image carries no prompt."""

    def __init__(self) -> None:
        super().__init__(_("Points or a box are needed to know what to select."))


class PromptOutdated(Problem):
    """The image carries a prompt of when its places were others."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "What this image keeps was said before it was scaled, cropped, turned or moved; "
                "give points or a box."
            )
        )


class PromptUnknown(Problem):
    """What was given as a kept prompt is none."""

    def __init__(self) -> None:
        super().__init__(
            _("The prompt cannot be read; give it as images keep it in the parasite smart-select-prompt.")
        )


class LayerNeeded(Problem):
    """A layer mask or a new layer was asked for where no layer is active."""

    def __init__(self) -> None:
        super().__init__(_("No layer is active: click on one in the Layers dialog and try again."))


class LayerFloats(Problem):
    """A floating selection can have no mask, and nothing can be put beside it."""

    def __init__(self) -> None:
        super().__init__(
            _("There is a floating selection: anchor it or make it a layer of its own, and try again.")
        )


class LayerLocked(Problem):
    """Somebody has locked the layer's pixels: nothing is hidden of it, or put in its place."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("The layer “{name}” is locked; unlock it and try again.").format(name=in_short(name))
        )


class GroupLocked(Problem):
    """The layer is in a group that somebody has locked, so that nothing in it is changed or moved."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "The group “{name}” is locked: unlock it in the Layers dialog, or choose another layer."
            ).format(name=in_short(name))
        )


class LayerHidden(Problem):
    """The layer, or a group around it, is not shown: nobody would see what is made of it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("The layer “{name}” is hidden; show it and try again.").format(name=in_short(name))
        )


class VisibilityLocked(Problem):
    """The layer would have to be hidden for what is made of it to be seen, and somebody has locked that."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "The layer “{name}” has to be hidden for this, and its visibility is locked; "
                "unlock it and try again."
            ).format(name=in_short(name))
        )


class LayerElsewhere(Problem):
    """The object is not on the layer that it was to be cut out of."""

    def __init__(self) -> None:
        super().__init__(
            _("The active layer shows nothing of the object: click on the layer that does, and try again.")
        )


class BackgroundUnreadable(Problem):
    """The picture that is to be behind the object is not there, or none; without a `path` none was named."""

    def __init__(self, path: str) -> None:
        if path:
            super().__init__(
                _("The background {path} cannot be opened as a picture; choose another file.").format(
                    path=in_short(path, MOST_OF_PATH)
                )
            )
        else:
            super().__init__(_("Choose the picture file that is to be behind the object."))
        self.path = path


class BackgroundTransparent(Problem):
    """The file or layer that is to be behind the object has no pixel that could be seen there."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("The background {name} is transparent throughout; choose another one.").format(
                name=in_short(name, MOST_OF_PATH)
            )
        )


class NoBackground(Problem):
    """The object is all of the picture: the engine's own sentence, where it is not asked to make anything."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The selection covers the whole picture and leaves no background; "
                "click on a smaller part, or draw a box around the object."
            )
        )


class SkyNotSelected(Problem):
    """The sky was to be replaced, and nothing says where it is."""

    def __init__(self) -> None:
        super().__init__(_("Nothing is selected: make a selection in the sky, and try again."))


class QuickMaskOn(Problem):
    """GIMP selects what Quick Mask shows when that is switched off: a selection made before would be lost."""

    def __init__(self) -> None:
        super().__init__(
            _("Quick Mask is on, and would replace the selection: switch it off (Shift+Q) and try again.")
        )


class GimpRefused(Problem):
    """GIMP did not do what it was asked for; `reason` is its own sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(_("GIMP could not do it: {reason}.").format(reason=reason.rstrip(".")))
        self.reason = reason


class NothingLeft(Problem):
    """The object is narrower than what it was to shrink by."""

    def __init__(self) -> None:
        super().__init__(_("Nothing is left of it after shrinking; choose a smaller number."))


class NothingStays(Problem):
    """The selection is gone when it is refined like this."""

    def __init__(self) -> None:
        super().__init__(_("Nothing of the selection is left with these settings; choose smaller numbers."))


class NoClickKept(Problem):
    """The parts that were clicked were to stay, and nobody has clicked."""

    def __init__(self) -> None:
        super().__init__(
            _("This image keeps no click that the selection was made by; keep its largest part instead.")
        )


class ImageChanged(Problem):
    """The image is no longer the one that was asked about."""

    def __init__(self) -> None:
        super().__init__(_("The image was closed or has changed meanwhile, so nothing was done; try again."))


class SizeChanged(Problem):
    """What was said in the panel was said of an image of another size."""

    def __init__(self) -> None:
        super().__init__(_("The image has changed its size meanwhile; click again."))
