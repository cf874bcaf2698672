"""What happens while the worker computes: newer prompts, cancelled ones, questions, and its leaving."""

import time
from contextlib import suppress
from pathlib import Path

import pytest

from service.worker.waiting import wait_until
from service.worker.workshop import BLUE, BLUE_SQUARE, RED, RED_SQUARE, Workshop, lies_near, squares_picture
from smart_select_plugin.call import Call
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.picture import Picture
from smart_select_plugin.wire.values import AskStatus, Encoded, Selection, Shutdown, Status
from smart_select_plugin.worker_errors import ClientClosed, RequestCancelled, Superseded, WorkerSilent

MODEL = "colour"


@pytest.fixture
def hold(tmp_path: Path) -> Path:
    """A file that keeps a worker with this setting from coming to an end, once it is made."""
    return tmp_path / "hold"


def ready(client: WorkerClient, picture: Picture) -> None:
    client.encode(picture, MODEL).wait(40)


def click(client: WorkerClient, picture: Picture, point: tuple[float, float, int]) -> Call:
    return client.predict(picture, MODEL, points=[point])


def running(client: WorkerClient) -> str:
    reply = client.call(AskStatus(), 40)
    assert isinstance(reply, Status)
    return reply.job_running


def assert_selected(call: Call, square: tuple[int, int, int, int]) -> None:
    reply = call.wait(40)
    assert isinstance(reply, Selection)
    assert lies_near(reply.area, square)


def test_a_newer_prompt_takes_the_place_of_older_ones(
    workshop: Workshop, picture: Picture, hold: Path
) -> None:
    client = workshop.client(hold=hold)
    ready(client, picture)
    hold.touch()
    older = [click(client, picture, RED) for _ in range(3)]
    wait_until(lambda: running(client) == "Predict")
    newest = click(client, picture, BLUE)
    for call in older:  # before the one that is running has ended
        with pytest.raises(Superseded):
            call.wait(40)
    hold.unlink()
    assert_selected(newest, BLUE_SQUARE)


def test_the_newest_of_several_prompts_on_a_picture_that_nobody_knows_is_answered(workshop: Workshop) -> None:
    client = workshop.client(predict_s=0.03)
    for number in range(8):
        picture = squares_picture(name=f"unknown {number}")
        older = [click(client, picture, RED) for _ in range(4)]
        newest = click(client, picture, BLUE)
        assert_selected(newest, BLUE_SQUARE)
        for call in older:
            with suppress(Superseded):
                assert_selected(call, RED_SQUARE)


def test_a_prompt_on_another_picture_or_of_another_client_supersedes_nothing(workshop: Workshop) -> None:
    first, second = workshop.client(predict_s=0.2), workshop.client()
    pictures = [squares_picture(name="one"), squares_picture(name="two")]
    for picture in pictures:
        ready(first, picture)
    calls = [click(client, picture, RED) for client in (first, second) for picture in pictures]
    for call in calls:
        assert_selected(call, RED_SQUARE)


def test_an_encode_can_be_cancelled_and_the_next_request_need_not_wait(
    workshop: Workshop, picture: Picture, hold: Path
) -> None:
    client = workshop.client(hold=hold)
    hold.touch()
    call = client.encode(picture, MODEL)
    wait_until(lambda: call.stage == "encoding")
    call.cancel()
    with pytest.raises(RequestCancelled):
        call.wait(40)
    wait_until(lambda: running(client) == "")


def test_a_subject_that_nobody_waits_for_is_not_looked_for_to_the_end(
    workshop: Workshop, picture: Picture
) -> None:
    client = workshop.client(predict_s=0.8)  # and it takes 25 of these
    ready(client, picture)
    call = client.subject(picture, MODEL)
    wait_until(lambda: running(client) == "Subject")
    call.cancel()
    wait_until(lambda: running(client) == "", limit_s=15)


def test_it_answers_while_it_computes(workshop: Workshop, picture: Picture, hold: Path) -> None:
    client = workshop.client(hold=hold)
    assert running(client) == ""  # now the worker is its one, and not the other client's, who may be faster
    hold.touch()
    other = workshop.client()
    call = client.encode(picture, MODEL)
    wait_until(lambda: running(other) == "Encode")
    assert running(workshop.client()) == "Encode"  # from a client that only now connects
    assert not call.is_done
    call.cancel()


def test_progress_is_told(workshop: Workshop, picture: Picture, hold: Path) -> None:
    client = workshop.client(hold=hold)
    hold.touch()
    first = client.encode(picture, MODEL)
    wait_until(lambda: first.stage == "encoding")
    second = workshop.client().encode(squares_picture(name="other"), MODEL)
    wait_until(lambda: second.stage == "queued")
    hold.unlink()
    assert isinstance(second.wait(40), Encoded)


def test_starting_polling_and_cancelling_take_no_time(workshop: Workshop, picture: Picture) -> None:
    client = workshop.client()
    call = click(client, picture, RED)  # there is no worker yet
    assert call.poll() is None
    other = click(client, picture, BLUE)
    other.cancel()
    assert workshop.place.read_contact() is None  # all that before a worker could start
    wait_until(lambda: call.poll() is not None)
    assert_selected(call, RED_SQUARE)
    with pytest.raises(RequestCancelled):
        other.poll()


def test_a_call_that_takes_too_long_ends_in_a_sentence(workshop: Workshop, picture: Picture) -> None:
    client = workshop.client(encode_s=20)
    ready_call = client.encode(picture, MODEL)
    wait_until(lambda: ready_call.stage == "encoding")
    with pytest.raises(WorkerSilent, match="did not answer within"):
        ready_call.wait(0.1)
    wait_until(lambda: running(client) == "")


def test_closing_ends_open_calls(workshop: Workshop, picture: Picture) -> None:
    client = workshop.client(encode_s=20)
    call = client.encode(picture, MODEL)
    wait_until(lambda: call.stage == "encoding")
    client.close()
    with pytest.raises(ClientClosed):
        call.wait(1)
    wait_until(lambda: running(workshop.client()) == "")


def test_it_leaves_when_nobody_needs_it_and_comes_back_when_somebody_does(
    workshop: Workshop, picture: Picture
) -> None:
    client = workshop.client(idle_s=0.5)
    ready(client, picture)
    wait_until(workshop.is_empty)
    assert workshop.place.read_contact() is None
    assert_selected(click(client, picture, RED), RED_SQUARE)


def test_it_does_not_leave_while_it_works(workshop: Workshop, picture: Picture, hold: Path) -> None:
    client = workshop.client(idle_s=0.2, hold=hold)
    hold.touch()
    call = client.encode(picture, MODEL)
    wait_until(lambda: call.stage == "encoding")
    time.sleep(1.0)
    assert not workshop.is_empty()
    hold.unlink()
    assert isinstance(call.wait(40), Encoded)
    assert call.attempts == 0


def test_asked_to_leave_it_finishes_first(workshop: Workshop, picture: Picture, hold: Path) -> None:
    client = workshop.client(hold=hold)
    hold.touch()
    call = client.encode(picture, MODEL)
    wait_until(lambda: call.stage == "encoding")
    workshop.client().call(Shutdown(), 40)
    wait_until(lambda: workshop.place.read_contact() is None)
    hold.unlink()
    assert isinstance(call.wait(40), Encoded)
    assert call.attempts == 0
    wait_until(workshop.is_empty)


def test_a_socket_that_was_cleaned_away_keeps_nobody_out(workshop: Workshop, picture: Picture) -> None:
    client = workshop.client()
    ready(client, picture)
    contact = workshop.place.read_contact()
    assert contact is not None
    (workshop.place.folder / "worker.sock").unlink(missing_ok=True)
    other = workshop.client()
    assert_selected(click(other, picture, RED), RED_SQUARE)
    assert workshop.process() != contact.process
