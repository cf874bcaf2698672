"""500 random actions in real Krita: no mistake of ours, nothing left behind, no undo lost."""

import re
from typing import Any

import pytest

from krita.krita_session import KritaSession


@pytest.fixture(scope="module")
def monkey(krita: KritaSession) -> Any:
    report = krita.run("monkey")
    assert "failure" not in report, report["failure"]
    return report


def test_no_action_fails_by_a_mistake_of_ours(monkey: Any) -> None:
    assert monkey["errors"] == []
    assert sum(monkey["did"].values()) == 500


def test_no_mask_of_ours_is_left_in_the_layers(monkey: Any) -> None:
    assert not [name for name in monkey["left over"] if re.fullmatch("Smart Select [0-9a-f]{12}", name)]


def test_ctrl_z_leads_back_to_where_it_began(monkey: Any) -> None:
    assert monkey["undone"] > 5
    assert monkey["after"] == monkey["before"]
