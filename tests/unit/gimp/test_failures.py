import logging

import pytest

from smart_select_gimp.panel.failures import sentence_of
from smart_select_gimp.problems import ImageChanged
from smart_select_plugin.worker_errors import RequestCancelled


def test_a_problem_says_itself() -> None:
    assert sentence_of(ImageChanged()) == str(ImageChanged())


def test_what_the_user_has_withdrawn_is_no_failure() -> None:
    assert sentence_of(RequestCancelled()) == ""


def test_a_bug_is_a_sentence_and_its_details_are_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        assert sentence_of(ZeroDivisionError("details")).endswith(".")
    assert "details" in caplog.text
