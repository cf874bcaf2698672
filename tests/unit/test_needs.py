"""What a machine lacks skips a test at home, and fails it where all have to run."""

import pytest

from needs import lacking


def test_at_home_the_test_is_skipped_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SMART_SELECT_TEST_SKIPS", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no network"):
        lacking("no network")


def test_where_nothing_may_be_skipped_it_fails_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMART_SELECT_TEST_SKIPS", "no")
    with pytest.raises(pytest.fail.Exception, match="no network"):
        lacking("no network")
