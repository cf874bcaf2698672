"""Headers and redirects that no honest server sends: a failed attempt each, and the next source is asked."""

import socket
from pathlib import Path

import pytest

from service.faulty_server import Answering, Behaviour, FaultyServer, negative_chunk, redirect, status
from service.fetching import CONTENT, QUICK, a_file
from smart_select.errors import DownloadFailed
from smart_select.models.download import fetch_file
from smart_select.models.sources import Source

PATH = "/weights.onnx"
BIG, HUGE = "9" * 400, "9" * 5000  # too big for a float; too long for int()
MONDAY = "Mon, 01 Jan"


@pytest.fixture(autouse=True)
def _content(server: FaultyServer) -> None:
    server.files |= {PATH: CONTENT, "/mirror": CONTENT}


def fetch(server: FaultyServer, target: Path, *paths: str) -> None:
    sources = [Source(server.url(path), loopback_http=True) for path in paths]
    fetch_file(a_file(size_known=False), target, sources, policy=QUICK)


@pytest.mark.parametrize(
    "behaviour",
    [
        pytest.param(status(503, Retry_After=BIG), id="Retry-After is big"),
        pytest.param(status(503, Retry_After=HUGE), id="Retry-After is huge"),
        pytest.param(
            status(503, Retry_After=f"{MONDAY} 2024 00:00:00 +{BIG[:17]}"), id="Retry-After in a huge zone"
        ),
        pytest.param(status(503, Retry_After=f"{MONDAY} 2024 00:00:00 +9900"), id="Retry-After in no zone"),
        pytest.param(status(503, Retry_After=f"{MONDAY} 0001 00:00:00 +1400"), id="Retry-After before time"),
        pytest.param(
            status(503, Retry_After=f"{MONDAY} {BIG[:20]} 00:00:00 GMT"), id="Retry-After in a huge year"
        ),
        pytest.param(status(503, Retry_After=",,,"), id="Retry-After is nothing"),
        pytest.param(status(200, Content_Length=BIG), id="Content-Length is big"),
        pytest.param(status(200, Content_Length=HUGE), id="Content-Length is huge"),
        pytest.param(status(206, Content_Range=f"bytes 0-{BIG}/{BIG}"), id="Content-Range is big"),
        pytest.param(status(206, Content_Range=f"bytes {HUGE}-{HUGE}/{HUGE}"), id="Content-Range is huge"),
        pytest.param(negative_chunk, id="a chunk of negative length"),
        pytest.param(redirect(f"https://{'a' * 70}.com/"), id="a host's name that is too long"),
        pytest.param(redirect("https://files.example.org:99999/"), id="a port that can't be"),
    ],
)
def test_a_strange_answer_is_a_failed_attempt_and_the_next_source_is_asked(
    server: FaultyServer, tmp_path: Path, behaviour: Behaviour
) -> None:
    server.always(PATH, behaviour)
    fetch(server, tmp_path / "weights.onnx", PATH, "/mirror")
    assert (tmp_path / "weights.onnx").read_bytes() == CONTENT
    assert server.count("/mirror") == 1


def test_a_host_in_the_disguise_of_this_machine_is_never_looked_up(
    server: FaultyServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[object] = []
    look_up = socket.getaddrinfo

    def spy(host: str, port: int, *kind: int) -> object:
        looked_up.append(host)
        return look_up("127.0.0.1", port, *kind)

    monkeypatch.setattr(socket, "getaddrinfo", spy)
    server.always(PATH, redirect("http://files.example.org\\@127.0.0.1/"))
    with pytest.raises(DownloadFailed, match=r"not https \(http://files\.example\.org\)"):
        fetch(server, tmp_path / "weights.onnx", PATH)
    assert set(looked_up) == {"127.0.0.1"}


def test_a_pause_without_end_is_not_waited_for(server: FaultyServer, tmp_path: Path) -> None:
    server.always(PATH, status(503, Retry_After=HUGE))
    with pytest.raises(DownloadFailed, match="asks to wait 1000000000 s"):
        fetch(server, tmp_path / "weights.onnx", PATH)
    assert server.count(PATH) == 1


def test_the_name_of_an_encoding_may_be_written_in_capitals(server: FaultyServer, tmp_path: Path) -> None:
    def capitals(answering: Answering, content: bytes) -> None:
        answering.head(200, {"Content-Encoding": "Identity", "Content-Length": str(len(content))})
        answering.wfile.write(content)

    server.always(PATH, capitals)
    fetch(server, tmp_path / "weights.onnx", PATH)
    assert server.count(PATH) == 1
