"""Each action is exactly one undo step, whatever the image is like, pressed as a person presses it.

And after Quick Mask was used, which leaves the selection perceptual in GIMP 3.2, all is as before.
"""

import json
from typing import Any

import pytest

from gimp.gimp_session import GimpSession

PROCEDURES = 6
OUTPUTS = 13
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


def test_what_is_refused_makes_no_step(gimp: GimpSession, steps: Any) -> None:
    refused = json.loads(gimp.kept("refused.json"))
    assert refused == {"succeeded": [], "unchanged": True, "opacity": 100.0, "otherwise the same": True}


@pytest.fixture(scope="module")
def windows(gimp: GimpSession, steps: Any) -> Any:
    return json.loads(gimp.kept("verb_windows.json"))


def test_the_preview_in_a_verb_s_window_follows_its_settings_and_the_selection(windows: Any) -> None:
    seen = windows["previews"]
    sentences = {name for name in seen if name.startswith("no ")}
    assert len(seen) == 14 + len(sentences)
    assert {name for name in set(seen) - sentences if seen[name] is not True} == set()  # another each time
    assert seen["no file"] == "Choose the picture file that is to be behind the object."
    assert seen["no file again"] == seen["no file"]
    assert seen["no sky"] == "Nothing is selected: make a selection in the sky, and try again."
    assert seen["no layer"] == "Choose the layer that is to be behind the object."


def test_reset_forgets_the_file_that_was_chosen(windows: Any) -> None:
    chosen, after_reset = windows["files"]
    assert chosen.endswith("coffee.png")
    assert after_reset == ""


def test_without_a_worker_a_sentence_is_in_the_preview_s_place_until_there_is_one(windows: Any) -> None:
    seen = windows["blur"]
    assert seen["more"] is True
    assert "\n" not in seen["no worker"]
    assert seen["no worker"].count(".") == 1
    assert seen["a new worker"] is True


def test_each_verb_is_done_from_its_window_and_undone_at_once(windows: Any) -> None:
    assert windows["done"] | {"blur": windows["blur"]["done"]} == {
        "replace": ["Background: object", "Background colour", "Background"],
        "remove": ["Background"],
        "cut out": ["Background: object", "Background"],
        "refine": ["Background"],
        "grey": ["Grey background", "Background"],
        "sky": ["New sky", "Background"],
        "blur": ["Blurred background", "Background"],
    }


def test_soft_edges_are_the_same_after_quick_mask(gimp: GimpSession, steps: Any) -> None:
    results = json.loads(gimp.kept("quick_mask.json"))
    used, fresh = results["used"]["made"], results["fresh"]["made"]
    assert results["used"]["format"] == {"trixie": "Y u8", "forky": "Y' u8"}[gimp.root.release]
    assert results["fresh"]["format"] == "Y u8"
    assert len(used) == 13
    ramp = fresh["replace"]["selection"][20:276]
    assert ramp == list(range(256))
    for wish, expected in fresh.items():
        for part, numbers in expected.items():
            assert len(used[wish][part]) == len(numbers), (wish, part)
            # Coded for the eye, the light half of them has half as many steps; sums are rounded three times.
            worst = max(abs(a - b) for a, b in zip(used[wish][part], numbers, strict=True))
            assert worst <= (3 if wish.endswith(("add", "subtract")) else 1), (wish, part)


def test_a_soft_selection_is_the_same_prompt_after_quick_mask(gimp: GimpSession, steps: Any) -> None:
    results = json.loads(gimp.kept("quick_mask.json"))
    used, fresh = results["used"]["soft"], results["fresh"]["soft"]
    assert fresh["answer"]["ok"]
    assert len(set(fresh["soft"])) > 40
    assert (used["answer"], used["prompt"]) == (fresh["answer"], fresh["prompt"])
    for part in ("soft", "selection"):
        worst = max(abs(a - b) for a, b in zip(used[part], fresh[part], strict=True))
        assert worst <= 1, part
