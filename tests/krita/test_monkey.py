"""500 random actions in real Krita: no mistake of ours, no event eaten, nothing left behind, no undo lost.

SMART_SELECT_TEST_SEEDS="1 2 3" tries other orders.
"""

import os
import re
from typing import Any

import pytest

from krita.krita_session import KritaSession

SEEDS = os.environ.get("SMART_SELECT_TEST_SEEDS", "20").split()


@pytest.fixture(scope="module", params=SEEDS)
def monkey(krita: KritaSession, request: pytest.FixtureRequest) -> Any:
    report = krita.run("monkey", variables={"SMART_SELECT_SEED": request.param})
    assert "failure" not in report, report["failure"]
    return report


def test_no_action_fails_by_a_mistake_of_ours(monkey: Any) -> None:
    assert monkey["errors"] == []
    assert sum(monkey["did"].values()) == 500


def test_no_event_is_taken_that_is_krita_s(monkey: Any) -> None:
    assert monkey["wrong"] == []
    assert monkey["events"] > 20


def test_no_mask_of_ours_is_left_in_the_layers(monkey: Any) -> None:
    assert not [name for name in monkey["left over"] if re.fullmatch("Smart Select [0-9a-f]{12}", name)]


def test_ctrl_z_leads_back_to_where_it_began(monkey: Any) -> None:
    assert monkey["undone"] >= 3  # or there was nothing to lead back from
    assert monkey["after"] == monkey["before"]
