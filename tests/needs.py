"""What tests need that a machine may lack."""

import os
from typing import NoReturn

import pytest


def lacking(reason: str) -> NoReturn:
    """Skip the test for this reason; fail it where SMART_SELECT_TEST_SKIPS=no, as `.ci/run` has it.

    A test that is skipped there would pass for one that has run.
    """
    if os.environ.get("SMART_SELECT_TEST_SKIPS", "") == "no":
        pytest.fail(f"{reason} (SMART_SELECT_TEST_SKIPS=no has this fail)", pytrace=False)
    pytest.skip(reason)
