"""Sizes that no picture has are refused before there is room for them.

The worker may have four gigabytes of addresses: whoever breaks this must not end the machine it is tested on.
"""

import sys

import pytest

from service.worker.workshop import Workshop, squares_picture
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.picture import Picture
from smart_select_plugin.wire.values import Compose, Refine, Request
from smart_select_plugin.worker_errors import RequestFailed

MEMORY_BYTES = 4 << 30
TALL = (1, 2**40)
SIZES = [(0, 0), (0, 7), TALL, (60_000, 60_000)]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits a process as POSIX does")


@pytest.fixture
def client(workshop: Workshop) -> WorkerClient:
    """A client whose worker has not all of the memory."""
    return workshop.client(memory=MEMORY_BYTES)


def refused(client: WorkerClient, request: Request, picture: Picture | None = None) -> None:
    with pytest.raises(RequestFailed) as caught:
        client.start(request, picture).wait(60)
    assert caught.value.kind in {"RequestInvalid", "PictureTooLarge"}


def test_sizes_that_no_picture_has_are_refused(client: WorkerClient) -> None:
    small = squares_picture()
    selection = client.predict(small, "colour", points=[(24.0, 32.0, 1)]).wait(60)
    for size in SIZES:
        refused_copy = Picture(name=f"{size}", pixels=small.pixels, size=small.size, full_size=size)
        with pytest.raises(RequestFailed) as caught:
            client.predict(refused_copy, "colour", points=[(24.0, 32.0, 1)]).wait(60)
        assert caught.value.kind in {"RequestInvalid", "PictureTooLarge"}
        area = (0, 0, *size)
        logits, logits_size = selection.logits, selection.logits_size  # type: ignore[union-attr]
        refused(client, Refine("p", "colour", size, area, small.size, small.pixels, logits, logits_size))
        refused(client, Compose("mask", size, b"", b"1", (0, 0, 1, 1)))
        refused(client, Compose("cutout", size, b"123", b"1", area))
    assert client.predict(small, "colour", points=[(24.0, 32.0, 1)]).wait(60) == selection
