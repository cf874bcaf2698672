"""Krita's window never waits for us, bad states are said in one sentence, and quitting is quick."""

import time
from typing import Any

import pytest

from krita.krita_session import KritaSession

BLOCKED_MS = 50


@pytest.fixture(scope="module")
def large(krita: KritaSession) -> Any:
    report = krita.run("large", timeout_s=200)
    report["ended_at"] = time.time()
    assert "failure" not in report, report["failure"]
    return report


def test_the_window_does_not_wait_while_24_megapixels_are_read_and_encoded(large: Any) -> None:
    longest, late, _, message = large["prepared"]
    assert message == ""
    assert longest <= BLOCKED_MS, late


def test_the_large_picture_has_its_selection(large: Any) -> None:
    x, y, width, height, _ = large["selection"]
    assert large["clicked"][2] == ""
    assert x < 2000 < x + width
    assert y < 1460 < y + height


def test_each_bad_state_is_one_sentence_and_changes_nothing(large: Any) -> None:
    sentences = large["sentences"]
    assert large["untouched"]
    assert large["cancelled"] == [False, "", None]
    assert large["second"]
    assert large["works again"] == [True, ""]
    for state in ("no selection", "no answer", "not wanted first"):
        assert sentences[state].endswith("."), state


def test_krita_quits_with_a_request_in_flight(large: Any) -> None:
    assert large["in_flight"]
    assert large["ended_at"] - large["quit_at"] < 20
