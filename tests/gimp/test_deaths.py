"""A worker that dies is a pause, not an error."""

from typing import Any

import pytest

from gimp.gimp_session import GimpSession


@pytest.fixture(scope="module")
def deaths(gimp: GimpSession) -> Any:
    return gimp.run("deaths")


def test_a_worker_killed_between_calls_or_during_one_is_not_noticed(deaths: Any) -> None:
    assert [(name, result["message"]) for name, result in deaths.items() if not result["ok"]] == []


def test_the_answer_is_the_same(deaths: Any) -> None:
    assert deaths["worker killed before"]["other pixels"] < 200
