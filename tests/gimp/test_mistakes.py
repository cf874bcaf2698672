"""Bad arguments: one sentence each, and an unchanged image."""

from typing import Any

import pytest

from gimp.gimp_session import GimpSession


@pytest.fixture(scope="module")
def mistakes(gimp: GimpSession) -> Any:
    return gimp.run("mistakes")


def test_a_good_call_succeeds(mistakes: Any) -> None:
    assert mistakes["good"]["ok"]


def test_all_run_with_last_values_too(mistakes: Any) -> None:
    assert len(mistakes["again"]) == 6
    assert {verb: call for verb, call in mistakes["again"].items() if not call["ok"]} == {}


def test_one_pixel_is_a_picture_too(mistakes: Any) -> None:
    print(mistakes["one pixel"])
    assert len(mistakes["one pixel"]) == 6
    for verb, one in mistakes["one pixel"].items():
        assert one["ok"] or (one["message"].endswith(".") and one["unchanged"]), verb
        assert "unexpected" not in one.get("message", ""), verb


def test_each_mistake_is_a_sentence_and_changes_nothing(mistakes: Any) -> None:
    print({name: result.get("message") for name, result in mistakes["mistakes"].items()})
    assert len(mistakes["mistakes"]) == 43 + 9
    for name, result in mistakes["mistakes"].items():
        assert not result["ok"], name
        assert result["unchanged"], name
        message = result["message"]
        assert message.endswith("."), (name, message)
        assert "unexpected" not in message, (name, message)
        assert "\n" not in message, (name, message)
