"""Each action is exactly one undo step, pressed as a person presses it."""

from typing import Any

import pytest

from gimp.gimp_session import GimpSession


@pytest.fixture(scope="module")
def steps(gimp: GimpSession) -> Any:
    return gimp.use("gui_undo")


def test_every_output_changes_something(steps: Any) -> None:
    assert [step["case"] for step in steps if step["done"] == step["before"]] == []


def test_one_undo_brings_back_what_was(steps: Any) -> None:
    assert [step for step in steps if step["undone"] != step["before"]] == []


def test_redo_brings_it_again(steps: Any) -> None:
    def lasting(state: Any) -> Any:
        return {name: value for name, value in state.items() if name != "active"}

    assert [step for step in steps if lasting(step["redone"]) != lasting(step["done"])] == []
