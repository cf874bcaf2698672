"""Bad arguments: one sentence each, and an unchanged image."""

from typing import Any

import pytest

from gimp.gimp_session import GimpSession


@pytest.fixture(scope="module")
def mistakes(gimp: GimpSession) -> Any:
    return gimp.run("mistakes")


def test_a_good_call_succeeds(mistakes: Any) -> None:
    assert mistakes.pop("good")["ok"]


def test_one_pixel_is_a_picture_too(mistakes: Any) -> None:
    one = mistakes.pop("one pixel")
    assert one["ok"] or one["message"].endswith(".")


def test_each_mistake_is_a_sentence_and_changes_nothing(mistakes: Any) -> None:
    mistakes.pop("good", None)
    mistakes.pop("one pixel", None)
    print({name: result.get("message") for name, result in mistakes.items()})
    for name, result in mistakes.items():
        assert not result["ok"], name
        assert result["unchanged"], name
        message = result["message"]
        assert message.endswith("."), (name, message)
        assert "unexpected" not in message, (name, message)
        assert "\n" not in message, (name, message)
