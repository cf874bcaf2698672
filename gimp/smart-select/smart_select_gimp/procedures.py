"""The procedures by name: how each looks in GIMP's menus and procedure browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Final

from smart_select_gimp.i18n import _

PREFIX: Final = "plug-in-smart-select"
CUT_OUT: Final = f"{PREFIX}-cut-out"
REFINE: Final = f"{PREFIX}-refine-selection"
BACKGROUND: Final = f"{PREFIX}-remove-background"
REPLACE: Final = f"{PREFIX}-replace-background"
BLUR: Final = f"{PREFIX}-blur-background"
DESATURATE: Final = f"{PREFIX}-desaturate-background"
SKY: Final = f"{PREFIX}-replace-sky"
SETUP: Final = f"{PREFIX}-setup"
MENU: Final = "<Image>/Filters/Smart Select"
HELP_DOMAIN: Final = "smart-select"


@dataclass(frozen=True)
class Description:
    """What GIMP shows of a procedure."""

    label: str
    blurb: str
    help: str
    icon: str
    """A name in GIMP's own icon theme, so that it fits light and dark ones."""
    takes_prompts: bool = False
    first_output: str = "selection"


def descriptions() -> Dict[str, Description]:
    """Return all procedures in the menu's order, in the user's language."""
    return {
        PREFIX: Description(
            _("_Smart Select…"),
            _("Click on an object and it is selected"),
            _(
                "Opens a panel beside the picture: click in its preview, or draw on the canvas with GIMP's "
                "tools, and the selection snaps to the object. Scripts give points and a box instead; "
                "without any, the prompt that the image keeps in its parasite smart-select-prompt is taken."
            ),
            "gimp-tool-fuzzy-select",
            takes_prompts=True,
        ),
        f"{PREFIX}-selection": Description(
            _("Selection to _Object"),
            _("Turn a rough selection into the object that it is around"),
            _(
                "The current selection says what is meant: a tiny one is a click on the object, a rectangle "
                "a box around it, any other shape a rough outline. The object takes its place. Made for a "
                "keyboard shortcut."
            ),
            "gimp-tool-free-select",
        ),
        f"{PREFIX}-subject": Description(
            _("Select Sub_ject"),
            _("Select what the picture is of"),
            _("Finds the picture's main object without any prompt and selects it."),
            "gimp-tool-foreground-select",
        ),
        REFINE: Description(
            _("Re_fine Selection…"),
            _("Snap the selection to edges, smooth, clean, grow or soften it"),
            _(
                "Works on the current selection, however it was made: moves its outline to the edges in the "
                "picture, makes it as soft as hair and fur, drops specks, fills holes, keeps some of its "
                "parts, rounds, grows, shrinks or feathers it. What is not asked for stays as it is."
            ),
            "gimp-selection-border",
        ),
        CUT_OUT: Description(
            _("_Cut Out…"),
            _("Put the picture's subject, or the object that the selection is around, on a layer of its own"),
            _(
                "Makes a new layer of the object alone, the old background's colours taken out of its soft "
                "edges; or a layer mask that shows the object alone, so nothing is lost."
            ),
            "gimp-tool-iscissors",
            first_output="cut-out",
        ),
        BACKGROUND: Description(
            _("_Remove Background"),
            _("Hide all but the picture's subject, or the object that the selection is around"),
            _(
                "Adds a layer mask that shows the object alone, so nothing is lost. With nothing selected it "
                "is the picture's subject, else what the selection means."
            ),
            "gimp-layer-mask",
            first_output="layer-mask",
        ),
        REPLACE: Description(
            _("Replace _Background…"),
            _("Put something else behind the picture's subject, or behind the object that is selected"),
            _(
                "Puts the object on a layer of one colour, cut out or behind a layer mask; or, "
                "with a gradient, a picture, another light or a shadow, makes a new layer of it all."
            ),
            "gimp-tool-bucket-fill",
        ),
        BLUR: Description(
            _("Blur B_ackground…"),
            _("Blur what is behind the picture's subject, or behind the object that the selection is around"),
            _("Makes a new layer with the object as it is, and the rest blurred without a halo of it."),
            "gimp-tool-blur",
        ),
        DESATURATE: Description(
            _("_Desaturate Background…"),
            _("Take the colours from what is behind the picture's subject, or behind the selected object"),
            _("Makes a new layer with the object in colour, and the rest grey."),
            "gimp-tool-desaturate",
        ),
        SKY: Description(
            _("Replace S_ky…"),
            _("Put another sky where the selection is in the sky"),
            _(
                "The selection says where the sky is: a tiny one is a click on it. Makes a new layer with "
                "another sky, which meets the horizon through haze."
            ),
            "gimp-tool-gradient",
        ),
        SETUP: Description(
            _("Set _Up & Doctor…"),
            _("Set Smart Select up, or see what is installed"),
            _("Makes the private environment that Smart Select works in, from the network or a bundle."),
            "preferences-system",
        ),
    }
