from collections.abc import Callable
from contextlib import closing

from smart_select_gimp.ask import Ask
from smart_select_gimp.frames import Frame
from smart_select_gimp.geometry import Geometry
from smart_select_gimp.seen import Seen
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.picture import Picture
from smart_select_plugin.wire.channel import Channel
from smart_select_plugin.wire.values import Predict
from smart_select_plugin.worker_errors import WorkerNotStarted

SEEN = Seen(Picture.of(bytes(300), (10, 10)), Frame(0, 0, 10, 10, 1), Geometry((10, 10), {}))


class NoWorker:
    def connect(self, stopped: Callable[[], bool]) -> Channel:
        raise WorkerNotStarted("there is none")


def asked_of_the_worker(ask: Ask) -> Predict:
    with closing(WorkerClient(NoWorker())) as client:
        request = ask.to_worker(client, SEEN, "embedded", "best").request
    assert isinstance(request, Predict)
    return request


def test_what_is_wanted_beside_a_box_enlarges_what_is_asked_and_not_what_is_kept() -> None:
    ask = Ask(points=((1, 5, 1), (9, 9, 0)), box=(3, 3, 6, 6))
    assert asked_of_the_worker(ask).box == (1, 3, 6, 6)
    kept = ask.to_stored(SEEN.frame, (10, 10), candidate="best", source="visible", model="embedded")
    assert kept is not None
    assert kept.box == (3, 3, 6, 6)
    assert asked_of_the_worker(Ask.of_stored(kept, SEEN.frame)).box == (1, 3, 6, 6)
