"""The page's server as a browser meets it: photos in, selections and files out."""

import http.client
import io
import socket
import threading
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image

from fakes.colour_model import two_squares
from service.trying import pictures
from service.trying.pages import OpenPage, Reply, open_page

RED = [24, 32, 1]
BLUE = [72, 32, 1]


@pytest.fixture
def page() -> Iterator[OpenPage]:
    with open_page() as opened:
        yield opened


@pytest.fixture
def photo(page: OpenPage) -> int:
    number: int = page.open(pictures.png(two_squares()), "my squares.png").json["photo"]
    return number


def picture(reply: Reply) -> Image.Image:
    assert reply.status == 200
    return Image.open(io.BytesIO(reply.data))


def test_a_photo_a_click_and_both_files(page: OpenPage) -> None:
    opened = page.open(pictures.png(two_squares()), "my squares.png")
    assert opened.json | {"photo": 0} == {
        "photo": 0,
        "name": "my squares.png",
        "size": [96, 64],
        "view": [96, 64],
    }
    photo = opened.json["photo"]
    assert page.ask(f"api/ready?photo={photo}").status == 200
    assert picture(page.ask(f"api/view?photo={photo}")).size == (96, 64)
    selected = page.select(photo, points=[RED])
    assert selected.status == 200
    mask = selected.mask((96, 64))
    assert mask[32, 24] == 255
    assert mask[32, 72] == 0
    which = f"photo={photo}&answer={selected.record['answer']}&index={selected.record['index']}"
    saved = page.ask(f"api/mask?{which}")
    assert saved.headers["Content-Disposition"] == "attachment; filename*=UTF-8''my%20squares-mask.png"
    assert np.array_equal(np.asarray(picture(saved)), mask)
    cut = np.asarray(picture(page.ask(f"api/cutout?{which}")))
    assert np.array_equal(cut[..., 3], mask)


@pytest.mark.parametrize(
    ("data", "size", "place"),
    [
        (pictures.turned_jpeg(), [480, 320], [120, 160, 1]),
        (pictures.sixteen_bits(), [96, 64], RED),
        (pictures.cmyk(), [96, 64], RED),
        (pictures.transparent(), [96, 64], RED),
        (pictures.png(np.full((1, 1, 3), 90, np.uint8)), [1, 1], [0.5, 0.5, 1]),
    ],
    ids=["EXIF orientation", "16 bits", "CMYK", "transparent", "1×1"],
)
def test_every_kind_of_picture(page: OpenPage, data: bytes, size: list[int], place: list[float]) -> None:
    opened = page.open(data).json
    assert opened["size"] == size
    selected = page.select(opened["photo"], points=[place])
    assert selected.status == 200
    mask = selected.mask((size[0], size[1]))
    assert mask[int(place[1]), int(place[0])] >= 128
    if size != [1, 1]:
        assert mask[2, 2] == 0
        assert mask[size[1] // 2, size[0] * 3 // 4] == 0
    which = f"photo={opened['photo']}&answer={selected.record['answer']}&index=0"
    assert picture(page.ask(f"api/cutout?{which}")).size == tuple(size)


def test_a_large_photo_is_seen_small_and_saved_large(page: OpenPage) -> None:
    photo = page.open(pictures.saved(Image.fromarray(two_squares(2400, 1600)), "JPEG")).json
    assert photo["view"] == [1600, 1067]
    selected = page.select(photo["photo"], points=[[600, 800, 1]])
    assert selected.mask((1600, 1067))[533, 400] == 255
    which = f"photo={photo['photo']}&answer={selected.record['answer']}&index=1"
    assert picture(page.ask(f"api/mask?{which}")).size == (2400, 1600)


def test_a_text_file_named_jpg_is_told_in_one_sentence(page: OpenPage, photo: int) -> None:
    reply = page.open(b"Dear diary, " * 100, "diary.jpg")
    assert reply.status == 422
    assert reply.sentence.startswith("diary.jpg can't be opened: it is no picture of a kind that can be read")
    assert page.select(photo, points=[RED]).status == 200  # the photo before is still there


@pytest.mark.parametrize("size", [80_000_001, 100_000_000])
def test_a_100_mb_upload_is_refused_with_the_limit_in_one_sentence(page: OpenPage, size: int) -> None:
    reply = page.open(bytes(size), "huge.tif")
    assert reply.status == 413
    megabytes = -(-size // 1_000_000)
    assert reply.sentence == (
        f"This file has {megabytes} MB and the page takes up to 80 MB, so save it smaller first."
    )
    assert page.ask("api/about").json["limit_bytes"] == 80_000_000
    assert page.engine.photos == []


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(page: OpenPage) -> None:
    small = pictures.saved(Image.new("L", (1, 1)), "PNG")
    header = b"IHDR" + (60_000).to_bytes(4, "big") * 2 + small[24:29]
    bomb = small[:12] + header + zlib.crc32(header).to_bytes(4, "big") + small[33:]
    assert "megapixels" in page.open(bomb, "bomb.png").sentence


def test_a_body_without_a_length_is_refused(page: OpenPage) -> None:
    reply = page.ask("api/photo", b"0\r\n\r\n", Transfer_Encoding="chunked")
    assert reply.status == 411


@pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b"x" * 70_000])
def test_a_message_that_is_no_question_is_refused(page: OpenPage, photo: int, body: bytes) -> None:
    reply = page.ask("api/select", body)
    assert reply.status == 400
    assert reply.sentence == "This message is not one that the page sends; load the page again."


@pytest.mark.parametrize("query", ["", "?photo=", "?photo=x", "?photo=1&photo=1"])
def test_an_address_with_no_photo_is_refused(page: OpenPage, query: str) -> None:
    assert page.ask(f"api/view{query}").status == 400


def test_what_is_not_there_is_not_found(page: OpenPage) -> None:
    assert page.ask("nothing.js").status == 404
    assert page.ask("api/nothing").status == 404
    assert page.ask("api/photo").status == 404  # it is for a POST
    assert page.ask("main.js", b"").status == 404


def test_the_engine_s_own_sentences_come_through(page: OpenPage, photo: int) -> None:
    assert page.select(photo, points=[[500, 500, 1]]).sentence.startswith("The point (500, 500) lies outside")
    assert page.select(photo, points=[[24, 32, 0]]).sentence.startswith("All points are marked as not wanted")
    assert page.select(photo + 1000, points=[RED]).status == 410


def test_what_nobody_expected_is_told_without_details(page: OpenPage, photo: int) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("deep inside")

    page.engine.predict = broken  # type: ignore[method-assign, assignment]
    reply = page.select(photo, points=[RED])
    assert reply.status == 500
    assert reply.sentence == "Something unexpected went wrong (ZeroDivisionError); the log says more."


def test_twenty_clicks_at_once_are_two_questions_to_the_model(page: OpenPage, photo: int) -> None:
    """One that has begun, and the newest: no queue builds up behind a slow model."""
    assert page.ask(f"api/ready?photo={photo}").status == 200
    page.engine.go_on.clear()
    with ThreadPoolExecutor(21) as pool:
        first = pool.submit(page.select, photo, points=[RED])
        while not page.engine.prompts:
            threading.Event().wait(0.005)
        before = pool.submit(page.select, photo, points=[[10, 10, 1]])
        while not page.server.desk.is_asked:
            threading.Event().wait(0.005)
        for number in range(19):
            newer = pool.submit(page.select, photo, points=[[11 + number, 11, 1]])
            assert before.result(30).status == 409
            before = newer
        page.engine.go_on.set()
        assert first.result(30).status == before.result(30).status == 200
    assert [next(iter(prompt.points)) for prompt in page.engine.prompts] == [(24, 32, 1), (29, 11, 1)]


def test_a_browser_that_goes_away_in_the_middle_disturbs_nobody(page: OpenPage, photo: int) -> None:
    for sent in (b"", b"x" * 1000):
        with socket.create_connection(("127.0.0.1", page.port)) as connection:
            head = (
                f"POST /{page.server.gate.token}/api/photo HTTP/1.1\r\nHost: 127.0.0.1:{page.port}\r\n"
                f"Origin: {page.origin}\r\nContent-Length: 50000\r\n\r\n"
            )
            connection.sendall(head.encode() + sent)
    assert page.select(photo, points=[RED]).status == 200


def test_it_ends_when_the_page_is_closed(page: OpenPage) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", page.port, timeout=30)
    connection.request("GET", f"/{page.server.gate.token}/api/alive")
    answer = connection.getresponse()  # it owns the socket from here on: without a name, it would close it
    assert answer.readline() == b"{}\n"
    assert page.server.presence.pages == 1
    answer.close()
    connection.close()
    while not page.ended:
        threading.Event().wait(0.02)
    assert page.ended == ["The page was closed."]
    with pytest.raises(ConnectionError):
        page.ask("api/about")


def test_an_open_page_is_told_why_the_server_ends() -> None:
    with open_page(idle_s=0.3) as page:
        connection = http.client.HTTPConnection("127.0.0.1", page.port, timeout=30)
        connection.request("GET", f"/{page.server.gate.token}/api/alive")
        lines = connection.getresponse().read().splitlines()
        connection.close()
        assert lines == [b"{}", b'{"closed": "Nothing happened for 0.005 minutes."}']
