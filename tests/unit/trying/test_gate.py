"""Who is let in."""

from email.message import Message

import pytest

from smart_select.trying.gate import Gate
from smart_select.trying.refusing import NotAllowed

OWN = "http://127.0.0.1:5000"


def headers(**values: str) -> Message:
    message = Message()
    for name, value in {"Host": "127.0.0.1:5000", **values}.items():
        message[name.replace("_", "-")] = value
    return message


@pytest.fixture
def gate() -> Gate:
    return Gate(port=5000)


def test_the_token_opens_what_lies_behind_it(gate: Gate) -> None:
    assert gate.address == f"{OWN}/{gate.token}/"
    assert gate.enter(f"/{gate.token}/api/about", headers()) == "api/about"
    assert gate.enter(f"/{gate.token}/", headers()) == ""
    assert len(gate.token) > 40
    assert Gate(port=5000).token != gate.token


@pytest.mark.parametrize("token", ["", "x", "é", "..", "\udcff"])
def test_no_other_token_does(gate: Gate, token: str) -> None:
    for path in (f"/{token}/", f"/{token}", token, f"/{gate.token}{token or 'x'}/", f"//{gate.token}/"):
        with pytest.raises(NotAllowed, match="lacks its secret part"):
            gate.enter(path, headers())


@pytest.mark.parametrize("host", ["localhost:5000", "evil.example:5000", "127.0.0.1", "127.0.0.1:5001", ""])
def test_another_name_for_this_computer_is_refused(gate: Gate, host: str) -> None:
    with pytest.raises(NotAllowed, match="not the address"):
        gate.enter(f"/{gate.token}/", headers(Host=host))
    with pytest.raises(NotAllowed, match="not the address"):
        gate.redeem(f"/{gate.ticket}", headers(Host=host))


def test_a_second_host_header_is_refused(gate: Gate) -> None:
    twice = headers()
    twice["Host"] = "evil.example"
    with pytest.raises(NotAllowed):
        gate.enter(f"/{gate.token}/", twice)


def test_the_ticket_works_once_and_is_no_token(gate: Gate) -> None:
    assert not gate.redeem(f"/{gate.token}", headers())
    assert gate.redeem(f"/{gate.ticket}", headers())
    with pytest.raises(NotAllowed, match="works only once"):
        gate.redeem(f"/{gate.ticket}", headers())
    with pytest.raises(NotAllowed):
        gate.enter(f"/{gate.ticket}/api/about", headers())


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:5001", "https://127.0.0.1:5000"]
)
@pytest.mark.parametrize("writes", [True, False])
def test_another_origin_is_refused(gate: Gate, origin: str, writes: bool) -> None:
    with pytest.raises(NotAllowed, match="Only the page"):
        gate.check_asker(headers(Origin=origin), writes=writes)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_page_is_refused_even_where_no_origin_is_sent(gate: Gate, site: str) -> None:
    with pytest.raises(NotAllowed):
        gate.check_asker(headers(Sec_Fetch_Site=site), writes=False)


def test_the_page_itself_may_ask_and_must_say_so_to_write(gate: Gate) -> None:
    gate.check_asker(headers(), writes=False)
    gate.check_asker(headers(Origin=OWN, Sec_Fetch_Site="same-origin"), writes=True)
    with pytest.raises(NotAllowed):
        gate.check_asker(headers(), writes=True)


def test_secrets_are_not_in_its_text_form_by_accident(gate: Gate) -> None:
    with pytest.raises(NotAllowed) as refused:
        gate.enter("/wrong/", headers())
    assert gate.token not in str(refused.value)
    assert gate.token not in repr(gate)
    assert gate.ticket not in repr(gate)
