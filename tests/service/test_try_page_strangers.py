"""Whoever is not the page itself gets nothing, and learns nothing."""

import http.client
import select
import socket
from collections.abc import Iterator

import pytest

from fakes.colour_model import two_squares
from service.trying.pages import OpenPage, open_page
from service.trying.pictures import png


@pytest.fixture
def page() -> Iterator[OpenPage]:
    with open_page() as opened:
        yield opened


def assert_nothing_happened(page: OpenPage) -> None:
    assert page.engine.photos == []
    assert page.ask("api/about").status == 200


@pytest.mark.parametrize("at", ["/", "//", "/wrong/", "/x" * 50 + "/", "/%2e%2e/", "/api/"])
@pytest.mark.parametrize("path", ["", "main.js", "api/about", "api/alive"])
def test_a_wrong_token_is_refused(page: OpenPage, at: str, path: str) -> None:
    reply = page.ask(path, at=at)
    assert reply.status == 403
    assert b"open the one that" in reply.data
    assert page.server.gate.token.encode() not in reply.data
    assert_nothing_happened(page)


def test_a_photo_with_a_wrong_token_is_refused(page: OpenPage) -> None:
    for at in ("/", "/wrong/", f"/{page.server.gate.ticket}/"):
        assert page.ask("api/photo", png(two_squares()), at=at).status == 403
    assert_nothing_happened(page)


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:80", "file://"])
def test_another_origin_is_refused_even_with_the_right_token(page: OpenPage, origin: str) -> None:
    for path, body in (("api/photo", png(two_squares())), ("api/sample", b""), ("api/about", None)):
        reply = page.ask(path, body, Origin=origin)
        assert reply.status == 403
        assert reply.sentence == "Only the page of “smart-select try” itself may ask this."
        assert "Access-Control-Allow-Origin" not in reply.headers
    assert_nothing_happened(page)


def test_a_request_that_hides_where_it_comes_from_may_not_write(page: OpenPage) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", page.port, timeout=30)
    connection.request("POST", f"/{page.server.gate.token}/api/sample", b"")
    assert connection.getresponse().status == 403
    connection.close()
    assert_nothing_happened(page)


def test_another_site_is_refused_where_the_browser_tells_of_it(page: OpenPage) -> None:
    assert page.ask("api/about", Sec_Fetch_Site="cross-site").status == 403
    assert page.ask("api/alive", Sec_Fetch_Site="same-site").status == 403


@pytest.mark.parametrize("host", ["evil.example", "localhost", "127.0.0.1", "127.0.0.1:1"])
def test_a_foreign_name_for_this_computer_is_refused(page: OpenPage, host: str) -> None:
    reply = page.ask("", Host=host)
    assert reply.status == 403
    assert b"<html" not in reply.data


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "DELETE", "HEAD", "TRACE", "CONNECT"])
def test_other_methods_are_refused(page: OpenPage, method: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", page.port, timeout=30)
    connection.request(method, f"/{page.server.gate.token}/", headers={"Origin": "http://evil.example"})
    reply = connection.getresponse()
    assert reply.status == 501
    assert reply.getheader("Access-Control-Allow-Origin") is None
    connection.close()


def test_it_listens_on_this_computer_alone(page: OpenPage) -> None:
    for address in socket.gethostbyname_ex(socket.gethostname())[2]:
        if not address.startswith("127."):
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection((address, page.port), timeout=5).close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("::1", page.port), timeout=5).close()


def test_the_link_that_a_browser_is_started_with_works_once(page: OpenPage) -> None:
    ticket = f"/{page.server.gate.ticket}"
    first = page.ask("", at=ticket)
    assert (first.status, first.headers["Location"]) == (303, page.server.gate.address)
    second = page.ask("", at=ticket)
    assert second.status == 403
    assert b"works only once" in second.data
    assert "Location" not in second.headers


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 100, b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"A" * 70_000 + b"\r\n\r\n"]
)
def test_what_is_no_request_disturbs_nobody(page: OpenPage, data: bytes) -> None:
    with socket.create_connection(("127.0.0.1", page.port), timeout=30) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(1 << 16):
            pass
    assert_nothing_happened(page)


def test_a_crowd_that_says_nothing_does_not_cost_a_thread_each(page: OpenPage) -> None:
    crowd = [socket.create_connection(("127.0.0.1", page.port), timeout=30) for _ in range(60)]
    # Those that are closed can be read to their end; the others say nothing.
    refused, _, _ = select.select(crowd, [], [], 30)
    assert refused
    assert all(_is_closed(connection) for connection in refused)
    for connection in crowd:
        connection.close()
    _until_there_is_room(page)


def test_every_answer_is_protected(page: OpenPage) -> None:
    for reply in (page.ask(""), page.ask("api/about"), page.ask("nothing"), page.ask("", at="/wrong/")):
        assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert reply.headers["Cache-Control"] == "no-store"
        assert "Python" not in reply.headers["Server"]


def _is_closed(connection: socket.socket) -> bool:
    try:
        return connection.recv(1) == b""
    except ConnectionError:
        return True


def _until_there_is_room(page: OpenPage) -> None:
    for _ in range(200):
        try:
            if page.ask("api/about").status == 200:
                return
        except (ConnectionError, http.client.HTTPException):
            pass
    pytest.fail("the server did not recover")
