"""What a bug leaves in the worker's log: enough to find it, and nothing of the user's."""

import logging
from collections.abc import Sequence

import pytest

from smart_select.models import ModelStatus
from smart_select.runtime.cancelling import CancelToken
from smart_select.worker.answering import Answering
from smart_select.worker.inference import Inference
from smart_select.worker.pictures import Pictures
from smart_select_plugin.wire.values import Failed, Warm

SECRET = "/home/zoë/secret.onnx"


class Broken:
    """Models that fail as nobody expects."""

    open_models: tuple[str, ...] = ()
    cached_bytes = 0

    def is_open(self, model: str) -> bool:
        return False

    def open(self, model: str) -> Inference:
        raise FileNotFoundError(2, "No such file or directory", SECRET)

    def statuses(self) -> Sequence[ModelStatus]:
        return ()


@pytest.fixture
def answering() -> Answering:
    """A worker's knowledge that is of no use."""

    def nobody(tell: object) -> None:
        raise AssertionError

    return Answering(Broken(), Pictures(), nobody)  # type: ignore[arg-type]  # the doctor is not asked


def log_of(answering: Answering, level: int, caplog: pytest.LogCaptureFixture) -> str:
    with caplog.at_level(level, "smart_select"):
        reply = answering.answer(Warm("m"), CancelToken(), lambda stage: None)
    assert isinstance(reply, Failed)
    assert reply.kind == "Unexpected"
    assert SECRET not in reply.message
    return caplog.text


def test_the_log_says_where_it_was_and_names_no_file(
    answering: Answering, caplog: pytest.LogCaptureFixture
) -> None:
    text = log_of(answering, logging.INFO, caplog)
    assert "Warm failed unexpectedly: FileNotFoundError in " in text
    assert "test_unexpected_errors.py:" in text
    assert "/home" not in text
    assert __file__.rpartition("/")[0] not in text


def test_whoever_looks_for_a_bug_gets_all_of_it(
    answering: Answering, caplog: pytest.LogCaptureFixture
) -> None:
    assert SECRET in log_of(answering, logging.DEBUG, caplog)
