"""Which addresses may be asked: what is checked must be what is connected to."""

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from urllib3.util import parse_url

from smart_select.models.catalog import load_catalog
from smart_select.models.sources import MIRROR_VARIABLE, AddressRefused, Source, sources_of

LOCAL = Source("http://127.0.0.1:8000/x", loopback_http=True)
REMOTE = Source("https://files.example.org/x", loopback_http=True)


@pytest.mark.parametrize(
    "url",
    [
        "https://files.example.org/a%20b",
        "https://me:secret@files.example.org:8443/x",
        "http://127.0.0.1:8000/x",
        "http://localhost/x",
        "http://[::1]:8000/x",
    ],
)
def test_https_and_http_on_this_machine_are_fine(url: str) -> None:
    assert LOCAL.check(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "http://evil.example\\@127.0.0.1/",
        "http://127.0.0.1\t@evil.example/",
        "http://127.0.0.1@evil.example/",
        "http://127.0.0.1.evil.example/",
        "http://127.0.0.1 .evil.example/",
        "http://[::1",
        "http://127.0.0.1:99999/",
        "https:///x",
        "\x00https://files.example.org/x",
        "\x01http://127.0.0.1/x",
        "https://a\x00b/",
        "/x",
        "",
    ],
)
def test_what_is_neither_or_in_disguise_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused):
        LOCAL.check(url)


def test_http_on_this_machine_is_refused_where_it_is_not_expected() -> None:
    with pytest.raises(AddressRefused, match="not https"):
        Source("https://files.example.org/x").check(LOCAL.url)


def test_a_redirect_from_https_never_leads_to_http() -> None:
    with pytest.raises(AddressRefused, match="not https"):
        REMOTE.follow(REMOTE.url, LOCAL.url)
    with pytest.raises(AddressRefused, match="not https"):
        LOCAL.follow(LOCAL.follow(LOCAL.url, REMOTE.url), LOCAL.url)
    assert LOCAL.follow(LOCAL.url, "/y") == "http://127.0.0.1:8000/y"


def test_a_mirror_that_is_far_away_needs_https(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MIRROR_VARIABLE, "http://files.example.org")
    entry = next(entry for entry in load_catalog().values() if entry.files)
    mirror = sources_of(entry.id, entry.files[0], allow_loopback_http=False)[0]
    with pytest.raises(AddressRefused, match="not https"):
        mirror.check(mirror.url)


PIECES = ["127.0.0.1", "localhost", "[::1]", "evil.example", "80", *"@\\/?#:. \t\0", "%40", "http:", "https:"]


@given(st.lists(st.sampled_from(PIECES), max_size=7).map("".join))
def test_plain_http_is_only_ever_connected_to_this_machine(location: str) -> None:
    try:
        url = LOCAL.follow(LOCAL.url, location)
        prepared = requests.Request("GET", url).prepare().url or ""
    except (AddressRefused, requests.exceptions.InvalidURL):
        return
    parts = parse_url(prepared)
    assert parts.scheme == "https" or parts.host in ("127.0.0.1", "localhost", "[::1]")


def test_an_address_is_asked_in_the_form_that_was_checked() -> None:
    assert LOCAL.follow(LOCAL.url, "/a\\@b c") == "http://127.0.0.1:8000/a%5C@b%20c"
