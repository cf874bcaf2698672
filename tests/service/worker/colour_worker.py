"""A real worker process whose model needs no network: `colour_worker.py FOLDER [setting=value …]`.

Settings: idle_s, build, protocol, encode_s and predict_s (how long either takes, at least), hold (a file: no
computation ends while it is there), budget (bytes of pictures), home (the file that the program is), memory
(bytes of address space).
"""

import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

# A client scrubs its worker's environment, so that the tests' folder must be found from here.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from numpy.typing import NDArray

from fakes.colour_model import DECODER, ENCODER, ColourDecoder, ColourEncoder
from smart_select.embeddings.cache import EmbeddingCache
from smart_select.engine import Engine
from smart_select.errors import Cancelled, ModelUnknown
from smart_select.layouts import recognise
from smart_select.runtime.cancelling import CancelToken
from smart_select.runtime.pair import Pair
from smart_select.worker.inference import LocalInferences
from smart_select.worker.serving import Options, serve
from smart_select_plugin.wire.meeting_place import MeetingPlace
from smart_select_plugin.wire.values import PROTOCOL

MODELS = ("colour", "colour two", "colour three")


class Slow:
    """A graph that takes its time: so many seconds, and as long as a file is there."""

    def __init__(self, graph: ColourEncoder | ColourDecoder, seconds: float, hold: Path | None) -> None:
        self._graph = graph
        self._seconds = seconds
        self._hold = hold

    def run(
        self, feed: Mapping[str, NDArray[Any]], token: CancelToken | None = None
    ) -> dict[str, NDArray[Any]]:
        end = time.monotonic() + self._seconds
        while time.monotonic() < end or (self._hold and self._hold.exists()):
            if token is not None and token.cancelled:
                raise Cancelled("Encoding")
            time.sleep(0.005)
        return self._graph.run(feed, token)


def slow_colours(encode_s: float = 0.0, predict_s: float = 0.0, hold: Path | None = None) -> LocalInferences:
    """Return the colour models, slowed down."""

    def load(model: str, cache: EmbeddingCache) -> Engine:
        if model not in MODELS:
            raise ModelUnknown(model, MODELS)
        pair = Pair(
            encoder=Slow(ColourEncoder(), encode_s, hold),  # type: ignore[arg-type]
            decoder=Slow(ColourDecoder(), predict_s, hold),  # type: ignore[arg-type]
            layout=recognise(ENCODER, DECODER, model),
            digests=(f"encoder of {model}", f"decoder of {model}"),
            provider_note="no network at all",
        )
        return Engine(model, pair, cache)

    return LocalInferences(load)


def main() -> None:
    """Serve."""
    folder, *settings = sys.argv[1:]
    values = dict(setting.split("=", 1) for setting in settings)
    if "memory" in values:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (int(values["memory"]),) * 2)
    options = Options(
        build=values.get("build", "1.0"),
        place=MeetingPlace(Path(folder)),
        idle_s=float(values.get("idle_s", "300")),
        protocol=int(values.get("protocol", PROTOCOL)),
        home=Path(values.get("home", __file__)),
        picture_budget_bytes=int(values["budget"]) if "budget" in values else None,
    )
    np.seterr(all="ignore")
    serve(
        options,
        inferences=lambda: slow_colours(
            float(values.get("encode_s", "0")),
            float(values.get("predict_s", "0")),
            Path(values["hold"]) if "hold" in values else None,
        ),
    )


if __name__ == "__main__":
    main()
