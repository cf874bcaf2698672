"""Requests and replies: frozen values that `codec` turns into bytes and back.

Coordinates are pixels of the *full* picture, origin top-left, pixel centres at +0.5, whatever size of it was
sent. Sizes are (width, height); areas are (x0, y0, x1, y1) with x1 and y1 outside. Pixels are rows from the
top, without padding: 3 bytes a pixel (RGB in sRGB), masks 1 byte, logits 4 (float32, little-endian).

`Hello`, `Welcome`, `Shutdown` and `Done` never change, in any protocol: an old worker is asked to leave with
them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Final, Optional, Tuple, Type, Union

PROTOCOL: Final = 1
"""Raised whenever a value changes its meaning; both sides must have the same."""

Buffer = Union[bytes, bytearray, memoryview]
Size = Tuple[int, int]
Area = Tuple[int, int, int, int]
Point = Tuple[float, float, int]
Box = Tuple[float, float, float, float]
Colour = Tuple[int, int, int]

NOTHING: Final = b""
"""Stands for bytes that are not there."""


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
    selection's logits. With `look_again` the model itself looks at the area (an encode, for thin parts);
    without, only the edge is drawn by the finer pixels.
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

    Where there are `pixels`, `edge` makes the mask a matte first, as hair and fur need it: "matte" always,
    "auto" where the colours tell object and background apart, "mask" never. Before any of the kinds
    the mask is then changed: parts up to `drop_specks` of the selection are dropped, enclosed holes up to
    `fill_holes` filled (shares, 0…1), parts that hold none of `keep_at` dropped (if there are any), the
    outline smoothed, moved out (`grow_px`, in when negative), `invert` takes all else instead, and
    `feather_px` softens (sigma).
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


@dataclass(frozen=True)
class Welcome:
    """The worker's answer to Hello."""

    protocol: int = 0
    build: str = ""
    process: int = 0


@dataclass(frozen=True)
class Done:
    """It is done, and there is nothing to tell."""


@dataclass(frozen=True)
class Progress:
    """Comes before the answer, any number of times: "queued", "loading", "encoding", "drawing", "looking"."""

    stage: str


@dataclass(frozen=True)
class Failed:
    """What went wrong: the error's name, and one sentence for a person.

    "Superseded" means that a newer prompt took this one's place, "Cancelled" that somebody asked for it.
    """

    kind: str
    message: str


@dataclass(frozen=True)
class PixelsWanted:
    """The worker does not have this picture (any more): send Encode with pixels, then ask again."""

    picture: str


@dataclass(frozen=True)
class Encoded:
    """The picture is ready. `from_cache` tells that no network had to run; `note` what it runs on."""

    from_cache: bool
    seconds: float
    note: str = ""


@dataclass(frozen=True)
class Selection:
    """A soft mask, as its bounding box only; `area` is None when nothing is selected.

    `scores` are all candidates', part to whole; `candidate` (from 1) is the one that `mask` and `logits`
    belong to. `logits`, of `logits_size`, go back as `previous`.
    """

    full_size: Size
    area: Optional[Area]
    mask: Buffer
    scores: Tuple[float, ...]
    candidate: int
    logits: Buffer
    logits_size: Size


@dataclass(frozen=True)
class Composed:
    """Pixels of one area of the picture, `channels` bytes each."""

    area: Area
    channels: int
    pixels: Buffer


@dataclass(frozen=True)
class ModelLine:
    """One model: its id and name for people, and where it stands ("built in", "installed", …).

    `download_bytes` is what fetching it takes, `encode_seconds` how long this worker last needed to look at a
    picture with it; both are 0, and the licence empty, where nobody knows.
    """

    id: str
    label: str
    state: str
    disk_bytes: int
    licence: str = ""
    download_bytes: int = 0
    encode_seconds: float = 0.0


@dataclass(frozen=True)
class Models:
    """All models that this machine knows of."""

    models: Tuple[ModelLine, ...]


@dataclass(frozen=True)
class Examined:
    """What the doctor found: a text to paste into a report, and one sentence for each thing that is wrong."""

    text: str
    problems: Tuple[str, ...]


@dataclass(frozen=True)
class Status:
    """What the worker is doing. Bytes are of its caches' contents."""

    process: int
    build: str
    uptime_s: float
    jobs_waiting: int
    job_running: str
    connections: int
    pictures: int
    picture_bytes: int
    embedding_bytes: int
    models: Tuple[str, ...]
    answered: int


Request = Union[
    Hello, Shutdown, Encode, Predict, Subject, Refine, Compose, ListModels, Warm, Cancel, Examine, AskStatus
]
Reply = Union[
    Welcome, Done, Progress, Failed, PixelsWanted, Encoded, Selection, Composed, Models, Examined, Status
]
Value = Union[Request, Reply]

REQUESTS: Final[Dict[str, Type[Request]]] = {
    "hello": Hello,
    "shutdown": Shutdown,
    "encode": Encode,
    "predict": Predict,
    "subject": Subject,
    "refine": Refine,
    "compose": Compose,
    "models": ListModels,
    "warm": Warm,
    "cancel": Cancel,
    "examine": Examine,
    "status": AskStatus,
}
REPLIES: Final[Dict[str, Type[Reply]]] = {
    "welcome": Welcome,
    "done": Done,
    "progress": Progress,
    "failed": Failed,
    "pixels wanted": PixelsWanted,
    "encoded": Encoded,
    "selection": Selection,
    "composed": Composed,
    "model list": Models,
    "examined": Examined,
    "status report": Status,
}
