"""One file against a server that misbehaves: the right bytes or a clear error, never a bad file."""

import threading
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.faulty_server import (
    Behaviour,
    FaultyServer,
    announce,
    dead_port,
    ignore_range,
    redirect,
    say_nothing,
    serve,
    shift_range,
    stall,
    status,
    truncate,
    unannounced,
    wrong_bytes,
)
from service.fetching import CONTENT, QUICK, a_file, names_in
from smart_select.errors import Cancelled, DownloadFailed, StorageUnavailable
from smart_select.models.catalog import ModelFile
from smart_select.models.download import fetch_file
from smart_select.models.policy import DownloadPolicy
from smart_select.models.reports import Progress
from smart_select.models.sources import Source

PATH = "/weights.onnx"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "models" / "weights.onnx"


@pytest.fixture(autouse=True)
def _content(server: FaultyServer) -> None:
    server.files[PATH] = CONTENT
    server.files["/mirror"] = CONTENT


def fetch(server: FaultyServer, target: Path, *paths: str, file: ModelFile | None = None) -> None:
    """Fetch from these paths in turn, and check the promise of the final name whatever happens."""
    sources = [Source(server.url(path), loopback_http=True) for path in paths or (PATH,)]
    try:
        fetch_file(file or a_file(), target, sources, policy=QUICK)
    finally:
        if target.exists():
            assert target.read_bytes() == CONTENT
            assert names_in(target.parent) == {target.name}
        else:
            assert names_in(target.parent) <= {f"{target.name}.part", f"{target.name}.part.json"}


def test_a_good_server_gives_the_file_in_one_request(server: FaultyServer, target: Path) -> None:
    fetch(server, target)
    assert target.read_bytes() == CONTENT
    assert server.count(PATH) == 1


def test_a_file_that_is_there_is_not_fetched_again(server: FaultyServer, target: Path) -> None:
    fetch(server, target)
    fetch(server, target)
    assert server.count(PATH) == 1


def test_a_bad_file_under_the_final_name_is_replaced(server: FaultyServer, target: Path) -> None:
    target.parent.mkdir()
    target.write_bytes(b"rotten")
    fetch(server, target)
    assert target.read_bytes() == CONTENT


@pytest.mark.parametrize(
    "behaviour",
    [
        pytest.param(truncate(40_000), id="truncates"),
        pytest.param(truncate(0), id="hangs up at once"),
        pytest.param(stall(40_000), id="stalls in the middle"),
        pytest.param(say_nothing, id="never answers"),
        pytest.param(serve(slowly_s=0.02, piece=10), id="drips"),
        pytest.param(announce(50_000), id="announces too little"),
        pytest.param(announce(500_000), id="announces too much"),
        pytest.param(announce(len(CONTENT), send=60_000), id="sends less than announced"),
        pytest.param(unannounced(length=60_000), id="ends early without having announced a length"),
        pytest.param(status(500), id="500"),
        pytest.param(status(503, Retry_After="0"), id="503"),
        pytest.param(status(429, Retry_After="Wed, 21 Oct 2015 07:28:00 GMT"), id="429 with a date"),
        pytest.param(status(416), id="416"),
        pytest.param(shift_range, id="sends another part"),
    ],
)
def test_a_passing_fault_is_overcome(server: FaultyServer, target: Path, behaviour: Behaviour) -> None:
    server.script(PATH, behaviour)
    fetch(server, target)
    assert target.read_bytes() == CONTENT
    assert server.count(PATH) == 2


@pytest.mark.parametrize(
    ("behaviour", "says"),
    [
        (status(403), "answers 403"),
        (status(404), "answers 404"),
        (status(500), r"answers 500 \(3 times\)"),
        (status(503, Retry_After="3600"), "asks to wait 3600 s"),
        (status(416), "has no bytes after"),
        (wrong_bytes, "sends other bytes"),
        (say_nothing, "was silent"),
        (announce(50_000), "offers 50.0 kB instead of 102.4 kB"),
        (announce(500_000), "offers 500.0 kB instead of 102.4 kB"),
        (unannounced(extra=b"more"), "sends more than 102.4 kB"),
        (announce(len(CONTENT), send=len(CONTENT) + 9), None),
        (redirect("http://files.example.org/weights.onnx"), "not https"),
        (redirect("ftp://files.example.org/weights.onnx"), "not https"),
        (redirect("//[broken/weights.onnx"), "can't be read"),
        (redirect(PATH), "redirects more than 5 times"),
    ],
)
def test_a_lasting_fault_ends_in_a_clear_error_or_the_right_file(
    server: FaultyServer, target: Path, behaviour: Behaviour, says: str | None
) -> None:
    server.always(PATH, behaviour)
    if says is None:
        fetch(server, target)
        assert target.read_bytes() == CONTENT
        return
    with pytest.raises(DownloadFailed, match=says):
        fetch(server, target)
    assert not target.exists()


def test_nobody_listening_is_a_clear_error(target: Path) -> None:
    with dead_port() as address, pytest.raises(DownloadFailed, match=r"can't be reached \(3 times\)"):
        fetch_file(a_file(), target, [Source(address + PATH, loopback_http=True)], policy=QUICK)
    assert names_in(target.parent) == set()


def test_a_line_that_keeps_breaking_but_moves_is_never_given_up(server: FaultyServer, target: Path) -> None:
    server.script(PATH, *[truncate(12_288)] * 8)
    fetch(server, target)
    assert target.read_bytes() == CONTENT
    assert server.count(PATH) > QUICK.attempts


def test_the_rest_is_asked_for_with_the_etag_it_came_with(server: FaultyServer, target: Path) -> None:
    server.script(PATH, truncate(40_960))
    fetch(server, target)
    assert server.requests[1].range == "bytes=40960-"
    assert server.requests[1].if_range == '"the-only-version"'


def test_a_server_that_ignores_range_makes_it_start_over(server: FaultyServer, target: Path) -> None:
    server.script(PATH, truncate(40_960), ignore_range)
    fetch(server, target)
    assert target.read_bytes() == CONTENT
    assert server.count(PATH) == 2


def test_a_mirror_continues_what_the_first_server_began(server: FaultyServer, target: Path) -> None:
    server.script(PATH, truncate(40_960), status(403))
    fetch(server, target, PATH, "/mirror")
    assert target.read_bytes() == CONTENT
    assert server.requests[-1].range == "bytes=40960-"


def test_wrong_bytes_send_it_to_the_next_mirror(server: FaultyServer, target: Path) -> None:
    server.always(PATH, wrong_bytes)
    fetch(server, target, PATH, "/mirror")
    assert target.read_bytes() == CONTENT
    assert server.count(PATH) == 1


def test_a_rotten_part_is_dropped_and_fetched_anew_from_the_same_server(
    server: FaultyServer, target: Path
) -> None:
    target.parent.mkdir()
    target.with_name("weights.onnx.part").write_bytes(b"\0" * 50_000)
    fetch(server, target)
    assert target.read_bytes() == CONTENT
    assert [request.range for request in server.requests] == ["bytes=50000-", None]


def test_a_part_that_is_longer_than_the_file_is_dropped(server: FaultyServer, target: Path) -> None:
    target.parent.mkdir()
    target.with_name("weights.onnx.part").write_bytes(CONTENT + b"more")
    fetch(server, target)
    assert target.read_bytes() == CONTENT


def test_a_complete_part_needs_no_request(server: FaultyServer, target: Path) -> None:
    target.parent.mkdir()
    target.with_name("weights.onnx.part").write_bytes(CONTENT)
    fetch(server, target)
    assert target.read_bytes() == CONTENT
    assert server.requests == []


def test_redirects_are_followed_with_the_range(server: FaultyServer, target: Path) -> None:
    server.script(PATH, truncate(40_960), redirect("/mirror"))
    fetch(server, target)
    assert target.read_bytes() == CONTENT
    assert server.requests[-1].range == "bytes=40960-"


def test_every_reason_is_told_with_its_server(server: FaultyServer, target: Path) -> None:
    server.always(PATH, status(403))
    server.always("/mirror", wrong_bytes)
    with pytest.raises(DownloadFailed) as failure:
        fetch(server, target, PATH, "/mirror")
    assert [reason.split(" ", 1)[1] for reason in failure.value.reasons] == [
        "answers 403",
        "sends other bytes than the catalogue vouches for",
    ]
    assert failure.value.reasons[0].startswith("127.0.0.1:")


def test_plain_http_is_refused_without_asking_the_server(server: FaultyServer, target: Path) -> None:
    with pytest.raises(DownloadFailed, match="not https"):
        fetch_file(a_file(), target, [Source(server.url(PATH))], policy=QUICK)
    assert server.requests == []


@pytest.mark.parametrize(
    ("behaviour", "continued_from"),
    [(stall(40_960), "bytes=40960-"), (say_nothing, None), (status(503, Retry_After="20"), None)],
)
def test_stopping_is_prompt_and_a_later_call_continues(
    server: FaultyServer, target: Path, behaviour: Behaviour, continued_from: str | None
) -> None:
    patient = DownloadPolicy(spare_bytes=0, allow_loopback_http=True, chunk_bytes=4096)
    server.script(PATH, behaviour)
    stop = threading.Event()
    threading.Timer(0.2, stop.set).start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        fetch_file(
            a_file(),
            target,
            [Source(server.url(PATH), loopback_http=True)],
            policy=patient,
            stopped=stop.is_set,
        )
    assert time.monotonic() - began < 1
    assert not target.exists()
    fetch(server, target)
    assert server.requests[-1].range == continued_from


def test_too_little_space_is_said_before_anything_is_asked(server: FaultyServer, target: Path) -> None:
    greedy = DownloadPolicy(spare_bytes=1 << 60, allow_loopback_http=True)
    with pytest.raises(StorageUnavailable, match="are needed and"):
        fetch_file(a_file(), target, [Source(server.url(PATH), loopback_http=True)], policy=greedy)
    assert server.requests == []
    assert names_in(target.parent) == set()


def test_a_file_of_roughly_known_size_is_fetched_but_not_endlessly(
    server: FaultyServer, target: Path
) -> None:
    fetch(server, target, file=a_file(size_known=False))
    target.unlink()
    server.always(PATH, unannounced(extra=b"!" * 30_000))
    with pytest.raises(DownloadFailed, match="sends more than 128"):
        fetch(server, target, file=a_file(size_known=False))


def test_progress_never_runs_backwards_and_ends_at_the_whole(server: FaultyServer, target: Path) -> None:
    server.script(PATH, truncate(40_960))
    seen: list[Progress] = []
    fetch_file(
        a_file(), target, [Source(server.url(PATH), loopback_http=True)], policy=QUICK, report=seen.append
    )
    done = [progress.done_bytes for progress in seen]
    assert done == sorted(done)
    assert done[-1] == len(CONTENT)
    assert any("broke off; trying again" in progress.note for progress in seen)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.integers(0, len(CONTENT)), max_size=3), ranges=st.booleans())
def test_cut_anywhere_and_resumed_gives_identical_bytes(
    server: FaultyServer, tmp_path: Path, cuts: list[int], ranges: bool
) -> None:
    target = tmp_path / "cut" / "weights.onnx"
    target.unlink(missing_ok=True)
    server.scripts[PATH].clear()
    server.always(PATH, serve() if ranges else ignore_range)
    target.parent.mkdir(exist_ok=True)
    for cut in cuts:
        target.with_name("weights.onnx.part").write_bytes(CONTENT[:cut])
        if cut < len(CONTENT):
            server.script(PATH, truncate(cut // 2))
        fetch(server, target)
        assert target.read_bytes() == CONTENT
        target.unlink()
