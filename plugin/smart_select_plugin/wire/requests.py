"""What a client asks its worker; `units` says in which pixels. `Hello` and `Shutdown` never change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple

from smart_select_plugin.wire.units import NOTHING, Area, Box, Buffer, Colour, Point, Size


@dataclass(frozen=True)
class Hello:
    """The client's first request: what it speaks, and what it is (for the worker's log)."""

    protocol: int = 0
    build: str = ""
    program: str = ""


@dataclass(frozen=True)
class Shutdown:
    """Finish what was asked for and leave. Answered by Done."""


@dataclass(frozen=True)
class Encode:
    """Make a picture ready for prompts. Answered by Encoded, or PixelsWanted when sent without pixels.

    `picture` names the content: whoever changes a pixel gives another name. `size` is of `pixels`, which may
    be a smaller copy of the picture (SAM 2 looks at 1024×1024); masks come back for `full_size` all the same.
    """

    picture: str
    model: str
    size: Size
    full_size: Size
    pixels: Buffer = NOTHING


@dataclass(frozen=True)
class Predict:
    """Answer a prompt on an encoded picture. Answered by Selection, or PixelsWanted for an unknown picture.

    `rough` is a rough mask's bytes in `rough_area`. `previous` are the logits of the selection that is
    corrected, of `previous_size`. `candidate` is "best", "part", "whole" or a number counted from 1.
    `strokes` are painted lines, each the corners that it was painted along, all of one label. With `snap` the
    rough mask is a lasso: what it goes around stays meant, and only its outline moves to the edges.
    """

    picture: str
    model: str
    points: Tuple[Point, ...] = ()
    box: Optional[Box] = None
    rough: Buffer = NOTHING
    rough_area: Optional[Area] = None
    previous: Buffer = NOTHING
    previous_size: Optional[Size] = None
    candidate: str = "best"
    strokes: Tuple[Tuple[Point, ...], ...] = ()
    snap: bool = False


@dataclass(frozen=True)
class Subject:
    """Select what the picture is of. Answered as Predict."""

    picture: str
    model: str
    candidate: str = "best"


@dataclass(frozen=True)
class Refine:
    """Draw a selection's edge anew by full-resolution pixels of one area. Answered by Selection.

    `pixels` has `size` and shows `area` of the picture, at least as large as the object. `previous` are the
    selection's logits, `points` its prompt's: a small hole or speck that was clicked on stays. With
    `look_again` the model itself looks at the area (an encode, for thin parts); without, only the edge is
    drawn by the finer pixels.
    """

    picture: str
    model: str
    full_size: Size
    area: Area
    size: Size
    pixels: Buffer
    previous: Buffer
    previous_size: Size
    points: Tuple[Point, ...] = ()
    look_again: bool = False


@dataclass(frozen=True)
class Compose:
    """Make pixels of a selection. Answered by Composed.

    `pixels`, and `alpha` where there is one, are the whole picture of `size`; `mask` covers `mask_area`.
    `kind` is one of

    - "cutout" (RGBA of the object's area), with the colours behind taken out of soft edges (`clean_colours`);
    - "replace" (RGB): the object on `colour`; or on a gradient of `stops` (two or more; `angle_deg` 0 = from
      top to bottom, 90 = from left to right; `radial` = from the middle); or on `background` pixels of
      `background_size`, which lie as `fit` says ("fill", "fit", "stretch", "tile") before the colour or
      gradient. `light` 0…1 brings the object into the background's light, `shadow` 0…1 gives it a contact
      shadow;
    - "blur" (RGB): the background blurred by `lens` "gaussian" (`sigma_px`), or "disc" or "hexagon"
      (`radius_px`), and with `falloff_px` > 0 by less near the object, all of it from so many pixels away on;
    - "desaturate" (RGB): the background's colours less by `amount` 0…1;
    - "sky" (RGB): the *mask* is the sky, and `background` or a gradient (neither: a clear sky) takes its
      place; `haze` 0…1 is how softly it meets the horizon, `light` as for "replace";
    - "mask" (1 channel, of the area that is selected then): only what follows; `pixels` may be left out.

    Before any of the kinds the mask is changed, in this order: with `snap` it is a rough outline, which moves
    to the picture's edges; where there are `pixels`, `edge` makes it a matte, as hair and fur need it
    ("matte" always, "auto" where that pays, "mask" never; where the mask is one of the newest answers, or
    several together, by what the model said of it, too); parts up to `drop_specks` of the selection are
    dropped, enclosed holes up to `fill_holes` filled (shares, 0…1); of the parts only those under the wanted
    points of `keep_at` stay (with points that hit none, or `keep_largest`, the largest); the outline is
    smoothed and moved out (`grow_px`, in when negative);
    `invert` takes all else instead; `feather_px` softens (sigma).

    Where the picture is only `part` of one of the size `part_of`, or a copy of that part, these say so: by
    them the worker knows its answers about the larger one.
    """

    kind: str
    size: Size
    pixels: Buffer
    mask: Buffer
    mask_area: Area
    alpha: Buffer = NOTHING
    colour: Colour = (255, 255, 255)
    background: Buffer = NOTHING
    background_size: Optional[Size] = None
    sigma_px: float = 0.0
    clean_colours: bool = True
    stops: Tuple[Colour, ...] = ()
    angle_deg: float = 0.0
    radial: bool = False
    fit: str = "fill"
    light: float = 0.0
    shadow: float = 0.0
    lens: str = "gaussian"
    radius_px: float = 0.0
    falloff_px: float = 0.0
    amount: float = 1.0
    haze: float = 0.5
    drop_specks: float = 0.0
    fill_holes: float = 0.0
    keep_at: Tuple[Point, ...] = ()
    smooth_px: float = 0.0
    grow_px: float = 0.0
    invert: bool = False
    feather_px: float = 0.0
    edge: str = "auto"
    snap: bool = False
    keep_largest: bool = False
    part: Optional[Area] = None
    part_of: Optional[Size] = None


@dataclass(frozen=True)
class ListModels:
    """Answered by Models."""


@dataclass(frozen=True)
class Warm:
    """Open a model before it is needed. Answered by Done."""

    model: str


@dataclass(frozen=True)
class Cancel:
    """Stop this connection's request of that number, which then fails as "Cancelled". Answered by Done."""

    request: int


@dataclass(frozen=True)
class Examine:
    """Ask the doctor whether everything works. Answered by Examined."""


@dataclass(frozen=True)
class AskStatus:
    """Answered by Status, at once, whatever is being computed."""
