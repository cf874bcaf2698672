"""What a worker answers; `units` says in which pixels. `Welcome` and `Done` never change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple

from smart_select_plugin.wire.units import Area, Buffer, Size


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
    belong to. `logits`, of `logits_size`, go back as `previous`. `pixels` is how many of the mask are
    rather inside than outside; None where nobody has counted them.
    """

    full_size: Size
    area: Optional[Area]
    mask: Buffer
    scores: Tuple[float, ...]
    candidate: int
    logits: Buffer
    logits_size: Size
    pixels: Optional[int] = None


@dataclass(frozen=True)
class Composed:
    """Pixels of one area of the picture, `channels` bytes each."""

    area: Area
    channels: int
    pixels: Buffer


@dataclass(frozen=True)
class ModelLine:
    """One model: its id and name for people, and where it stands ("built in", "installed", …).

    `download_bytes` is what fetching it takes, `encode_seconds` how long a worker last needed to look at a
    picture with it here; both are 0, and the licence empty, where nobody knows.
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
