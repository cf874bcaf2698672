"""Each action is exactly one undo step, whatever the image is like, pressed as a person presses it."""

import json
from typing import Any

import pytest

from gimp.gimp_session import GimpSession

PROCEDURES = 6
OUTPUTS = 10
"""That many more calls on the photograph."""


@pytest.fixture(scope="module")
def steps(gimp: GimpSession) -> Any:
    return gimp.use("gui_undo")


def test_every_procedure_is_done_on_many_kinds_of_image(steps: Any) -> None:
    assert len(steps) >= 12 * PROCEDURES + OUTPUTS
    assert [(step["case"], step["answer"]) for step in steps if not step["answer"]["ok"]] == []
    assert [step["case"] for step in steps if step["done"] == step["before"]] == []


def test_one_undo_brings_back_what_was(steps: Any) -> None:
    assert [step for step in steps if step["undone"] != step["before"]] == []


def test_redo_brings_it_again(steps: Any) -> None:
    def lasting(state: Any) -> Any:
        return {name: value for name, value in state.items() if name != "active"}

    redone = [step for step in steps if "redone" in step]
    assert len(redone) == PROCEDURES + OUTPUTS
    assert [step for step in redone if lasting(step["redone"]) != lasting(step["done"])] == []


def test_a_verb_is_done_from_its_window_and_undone_at_once(gimp: GimpSession, steps: Any) -> None:
    assert json.loads(gimp.kept("dialogs.json")) == {"done": 2, "undone": 1}
