"""A client and a real worker: every request, from the first byte to the last."""

import numpy as np
import pytest

from service.worker.workshop import BLUE, RED, RED_SQUARE, Workshop, lies_near, squares_picture
from smart_select_plugin.client import WorkerClient
from smart_select_plugin.picture import Picture
from smart_select_plugin.wire.values import (
    AskStatus,
    Compose,
    Composed,
    Done,
    Encoded,
    Examine,
    Examined,
    ListModels,
    Models,
    Predict,
    Refine,
    Selection,
    Status,
    Warm,
)
from smart_select_plugin.worker_errors import RequestFailed

MODEL = "colour"


@pytest.fixture
def client(workshop: Workshop) -> WorkerClient:
    """A client whose worker starts with its first request."""
    return workshop.client()


def select(client: WorkerClient, picture: Picture, *points: tuple[float, float, int]) -> Selection:
    reply = client.predict(picture, MODEL, points=points).wait(60)
    assert isinstance(reply, Selection)
    return reply


def test_a_click_selects_what_was_clicked_on_and_sends_no_more_than_its_box(
    client: WorkerClient, picture: Picture
) -> None:
    selection = select(client, picture, RED)
    assert lies_near(selection.area, RED_SQUARE)
    assert selection.area is not None
    x0, y0, x1, y1 = selection.area
    mask = np.frombuffer(selection.mask, np.uint8).reshape(y1 - y0, x1 - x0)
    assert mask[len(mask) // 2, mask.shape[1] // 2] == 255
    assert mask.any(axis=0).all()
    assert mask.any(axis=1).all()


def test_encoding_happens_once(client: WorkerClient, picture: Picture) -> None:
    first = client.encode(picture, MODEL).wait(60)
    again = client.encode(picture, MODEL).wait(60)
    assert isinstance(first, Encoded)
    assert isinstance(again, Encoded)
    assert (first.from_cache, again.from_cache) == (False, True)


def test_a_selection_goes_back_as_what_the_next_click_corrects(
    client: WorkerClient, picture: Picture
) -> None:
    first = select(client, picture, RED)
    reply = client.predict(picture, MODEL, points=[RED, BLUE], previous=first).wait(60)
    assert isinstance(reply, Selection)
    assert reply.area is not None
    assert reply.area[0] < 36
    assert reply.area[2] > 60


def test_candidates_are_chosen_by_name_or_number(client: WorkerClient, picture: Picture) -> None:
    def candidate(choice: str) -> int:
        reply = client.predict(picture, MODEL, points=[RED], candidate=choice).wait(60)
        assert isinstance(reply, Selection)
        return reply.candidate

    assert [candidate(choice) for choice in ("part", "whole", "2")] == [1, 3, 2]
    with pytest.raises(RequestFailed, match="There is no candidate 9") as caught:
        candidate("9")
    assert caught.value.kind == "PromptInvalid"


def test_a_rough_mask_needs_only_its_own_area(client: WorkerClient, picture: Picture) -> None:
    rough = b"\xff" * (20 * 24)
    reply = client.predict(picture, MODEL, rough=rough, rough_area=(14, 20, 34, 44)).wait(60)
    assert isinstance(reply, Selection)
    assert lies_near(reply.area, RED_SQUARE)


def test_a_smaller_copy_gives_masks_of_the_full_size(client: WorkerClient) -> None:
    small = squares_picture()
    picture = Picture.of(small.pixels, small.size, full_size=(960, 640))
    selection = select(client, picture, (240.0, 320.0, 1))
    assert selection.full_size == (960, 640)
    assert selection.area is not None
    assert np.abs(np.subtract(selection.area, (120, 160, 360, 480))).max() <= 40
    x0, y0, x1, y1 = selection.area
    assert len(selection.mask) == (x1 - x0) * (y1 - y0)


def test_an_edge_is_drawn_anew_by_finer_pixels(client: WorkerClient) -> None:
    small, fine = squares_picture(), squares_picture(960, 640)
    picture = Picture.of(small.pixels, small.size, full_size=fine.size)
    selection = select(client, picture, (240.0, 320.0, 1))
    area = (60, 80, 420, 560)
    pixels = np.frombuffer(fine.pixels, np.uint8).reshape(640, 960, 3)
    crop = pixels[area[1] : area[3], area[0] : area[2]].tobytes()
    for look_again in (False, True):
        reply = client.call(
            Refine(
                picture=picture.name,
                model=MODEL,
                full_size=fine.size,
                area=area,
                size=(area[2] - area[0], area[3] - area[1]),
                pixels=crop,
                previous=selection.logits,
                previous_size=selection.logits_size,
                points=((240.0, 320.0, 1),),
                look_again=look_again,
            ),
            60,
        )
        assert isinstance(reply, Selection)
        assert reply.area is not None
        # The small copy's edge was ten of these pixels wide.
        assert np.abs(np.subtract(reply.area, (120, 160, 360, 480))).max() <= 8, look_again


def test_a_subject_needs_no_prompt(client: WorkerClient, picture: Picture) -> None:
    reply = client.subject(picture, MODEL).wait(60)
    assert isinstance(reply, Selection)
    assert reply.area is not None


@pytest.mark.parametrize(("kind", "channels"), [("cutout", 4), ("replace", 3), ("blur", 3)])
def test_composing(client: WorkerClient, picture: Picture, kind: str, channels: int) -> None:
    selection = select(client, picture, RED)
    assert selection.area is not None
    reply = client.call(
        Compose(
            kind=kind,
            size=picture.size,
            pixels=picture.pixels,
            mask=selection.mask,
            mask_area=selection.area,
            colour=(1, 2, 3),
            sigma_px=3.0,
        ),
        20,
    )
    assert isinstance(reply, Composed)
    x0, y0, x1, y1 = reply.area
    assert reply.channels == channels
    pixels = np.frombuffer(reply.pixels, np.uint8).reshape(y1 - y0, x1 - x0, channels)
    assert tuple(pixels[32 - y0, 24 - x0, :3]) == (220, 30, 30)
    if kind == "replace":
        assert tuple(pixels[2, 2]) == (1, 2, 3)


def test_models_are_listed_and_warmed(client: WorkerClient) -> None:
    models = client.call(ListModels(), 60)
    assert isinstance(models, Models)
    assert "embedded" in {model.id for model in models.models}
    assert client.call(Warm(MODEL), 60) == Done()
    status = client.call(AskStatus(), 60)
    assert isinstance(status, Status)
    assert status.models == (MODEL,)


def test_the_doctor_looks_from_inside_the_worker(client: WorkerClient) -> None:
    examined = client.call(Examine(), 60)
    assert isinstance(examined, Examined)
    assert "embedded" in examined.text
    assert "running" in examined.text
    assert not [problem for problem in examined.problems if "worker" in problem.lower()]


def test_errors_of_the_core_arrive_as_its_own_words(client: WorkerClient, picture: Picture) -> None:
    with pytest.raises(RequestFailed, match='There is no model "sam9"; choose one of') as caught:
        client.encode(picture, "sam9").wait(60)
    assert caught.value.kind == "ModelUnknown"
    with pytest.raises(RequestFailed, match="lies outside the picture"):
        client.predict(picture, MODEL, points=[(1000.0, 3.0, 1)]).wait(60)


def test_a_request_that_makes_no_sense_is_told_and_the_connection_stays(client: WorkerClient) -> None:
    nonsense = Predict(picture="?", model=MODEL, points=((float("nan"), 1.0, 1),))
    with pytest.raises(RequestFailed, match="can't be asked"):
        client.call(nonsense, 20)
    with pytest.raises(RequestFailed, match=r"too much .* fewer points\.$"):
        client.call(Predict(picture="?", model=MODEL, points=((1.0, 1.0, 1),) * 100_000), 20)
    with pytest.raises(RequestFailed, match="does not fit together"):
        client.call(Compose(kind="cutout", size=(9, 9), pixels=b"12", mask=b"1", mask_area=(0, 0, 1, 1)), 60)
    assert client.call(Warm(MODEL), 60) == Done()


def test_a_picture_that_was_forgotten_is_sent_again_by_itself(workshop: Workshop) -> None:
    client = workshop.client(budget=30_000)  # room for one picture
    pictures = [squares_picture(name=name) for name in "abc"]
    for picture in [*pictures, *pictures]:
        assert lies_near(select(client, picture, RED).area, RED_SQUARE)
    status = client.call(AskStatus(), 60)
    assert isinstance(status, Status)
    assert status.pictures == 1


def test_a_new_worker_finds_the_embedding_on_disk(workshop: Workshop, picture: Picture) -> None:
    client = workshop.client()
    before = select(client, picture, RED)
    workshop.kill()
    reply = client.encode(picture, MODEL).wait(60)
    assert isinstance(reply, Encoded)
    assert reply.from_cache
    assert select(client, picture, RED) == before


def test_the_log_names_no_picture(workshop: Workshop) -> None:
    client = workshop.client()
    select(client, squares_picture(name="/home/somebody/secret.jpg"), RED)
    log = workshop.place.folder.parent / "log" / "worker.log"
    assert not log.exists() or "secret" not in log.read_text()
    assert "secret" not in workshop.place.start_output.read_text()
