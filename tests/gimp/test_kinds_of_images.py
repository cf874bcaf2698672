"""Every procedure, called by a script, on every kind of image that GIMP has."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from gimp.gimp_session import GimpSession
from gimp.test_documentation import ARGUMENTS

ONE_KEY = "-selection"
ALL = (
    "-selection",
    "",
    "-subject",
    "-remove-background",
    "-replace-background",
    "-blur-background",
    "-desaturate-background",
    "-replace-sky",
    "-cut-out",
    "-refine-selection",
)
CHANGES_SELECTION = (ONE_KEY, "", "-refine-selection")
SHIFTS = {"offset_layer": (100, 60), "large_layer": (-20, -30)}
LOOKS_DIFFERENT = {
    "grey": 0.7,
    "grey_float": 0.7,
    "indexed": 0.8,
    "indexed_alpha": 0.8,
    "u8_linear": 0.85,
    "other_profile": 0.85,
    "text_above": 0.85,
    "text_active": 0.85,
    "masked_layer": 0.7,
    "large_layer": 0.4,
    "large": 0.85,
}
"""How much of the object must be the same where the model sees other pixels."""


@pytest.fixture(scope="module")
def all_calls(gimp: GimpSession) -> Any:
    return gimp.run("kinds")


@pytest.fixture(scope="module")
def kinds(all_calls: Any) -> Any:
    """The one-key procedure's."""
    return {name: calls[ONE_KEY] for name, calls in all_calls.items()}


def calls_of(all_calls: Any, *endings: str) -> list[tuple[str, Any]]:
    return [
        (f"{name} {ending}", calls[ending])
        for name, calls in all_calls.items()
        for ending in endings
        if ending in calls
    ]


def selection(gimp: GimpSession, kinds: Any, name: str) -> NDArray[np.uint8]:
    width, height = kinds[name]["size"]
    return np.frombuffer(gimp.kept(f"{name}.selection"), np.uint8).reshape(height, width)


def overlap(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> float:
    both, either = (a > 127) & (b > 127), (a > 127) | (b > 127)
    return float(both.sum() / either.sum())


def test_all_procedures_that_change_images_are_called() -> None:
    called = {f"plug-in-smart-select{ending}" for ending in ALL}
    assert called == set(ARGUMENTS) - {"plug-in-smart-select-setup"}


def test_all_of_them_succeed(all_calls: Any) -> None:
    failed = {name: call["message"] for name, call in calls_of(all_calls, *ALL) if not call["ok"]}
    assert failed == {}
    assert len(all_calls) >= 12
    assert all(len(calls_of(all_calls, ending)) >= 12 for ending in ALL)


def test_all_of_them_return_score_bounds_and_area(all_calls: Any) -> None:
    for name, call in calls_of(all_calls, *ALL):
        width, height = call["size"]
        x0, y0, x1, y1 = (int(edge) for edge in call["bounds"].split(","))
        assert 0 <= x0 < x1 <= width, name
        assert 0 <= y0 < y1 <= height, name
        assert 0 < call["area"] <= (x1 - x0) * (y1 - y0), name
        assert name.endswith("-refine-selection") or 0 < call["score"] <= 1, name


def test_pixels_of_existing_layers_are_never_touched(all_calls: Any) -> None:
    assert [name for name, call in calls_of(all_calls, *ALL) if not call["same pixels"]] == []


def test_selections_stay_where_they_are_not_what_was_asked_for(all_calls: Any) -> None:
    others = calls_of(all_calls, *(ending for ending in ALL if ending not in CHANGES_SELECTION))
    assert [name for name, call in others if not call["same selection"]] == []
    assert [name for name, call in calls_of(all_calls, *CHANGES_SELECTION) if call["same selection"]] == []


def test_points_and_a_box_become_the_selection(all_calls: Any) -> None:
    for name, call in calls_of(all_calls, ""):
        assert call["selected"] == call["area"], name
        assert call["looks the same"], name


def test_the_subject_becomes_a_channel(all_calls: Any) -> None:
    for name, call in calls_of(all_calls, "-subject"):
        assert call["channel"] == call["area"], name
        assert call["looks the same"], name
        assert call["before"]["layers"] == call["after"]["layers"], name


def test_a_removed_background_is_a_mask_of_the_object(all_calls: Any) -> None:
    for name, call in calls_of(all_calls, "-remove-background"):
        assert call["before"]["layers"] == call["after"]["layers"], name
        assert len(call["masks"]) == (2 if name.startswith("several_layers") else 1), name
        # A mask that hid something already hides that still; a layer's mask ends with its layer.
        is_less = name.startswith(("masked_layer", "offset_layer", "large_layer"))
        for shown in call["masks"]:
            assert 0 < shown <= call["area"] if is_less else shown == call["area"], name
        assert not call["looks the same"], name


def test_a_replaced_background_is_a_layer_below_the_object_cut_out_or_masked(all_calls: Any) -> None:
    for name, call in calls_of(all_calls, "-replace-background"):
        is_deep = name.startswith(("u16", "u32", "half", "float", "double", "grey_float"))
        assert len(call["after"]["layers"]) == len(call["before"]["layers"]) + (1 if is_deep else 2), name
        assert "Background colour" in call["after"]["layers"], name
        assert len(call["masks"]) == (2 if name.startswith("masked_layer") else int(is_deep)), name
        assert not call["looks the same"], name


def test_a_cut_out_is_a_layer_above_and_hides_the_one_below(all_calls: Any) -> None:
    for name, call in calls_of(all_calls, "-cut-out"):
        assert len(call["after"]["layers"]) == len(call["before"]["layers"]) + 1, name
        assert any(layer.endswith(": object") for layer in call["after"]["layers"]), name
        assert call["after"]["visible"].count(True) == call["before"]["visible"].count(True), name
        assert not call["looks the same"], name


def test_a_blurred_background_is_a_layer_above(all_calls: Any) -> None:
    for name, call in calls_of(all_calls, "-blur-background"):
        assert len(call["after"]["layers"]) == len(call["before"]["layers"]) + 1, name
        assert "Blurred background" in call["after"]["layers"], name
        # What a layer's mask hides stays hidden.
        masks = 2 if name.startswith("masked_layer") else call["before"]["masks"].count(True)
        assert call["after"]["masks"].count(True) == masks, name


def test_the_object_is_the_same_whatever_holds_its_pixels(gimp: GimpSession, kinds: Any) -> None:
    plain = selection(gimp, kinds, "photo")
    found = {}
    for name in kinds:
        mask = selection(gimp, kinds, name)
        dx, dy = SHIFTS.get(name, (0, 0))
        expected = np.zeros_like(mask)
        if name == "large":
            mask, expected = mask[4::8, 4::8], plain
        elif name in SHIFTS:
            rows, columns = mask.shape
            source = plain[max(-dy, 0) : rows - dy, max(-dx, 0) : columns - dx]
            expected[max(dy, 0) :, max(dx, 0) :][: source.shape[0], : source.shape[1]] = source
        else:
            expected = plain
        found[name] = overlap(mask, expected)
    print(found)
    assert {n: v for n, v in found.items() if v < LOOKS_DIFFERENT.get(n, 0.97)} == {}


def test_only_the_selection_has_changed(kinds: Any) -> None:
    for name, result in kinds.items():
        before, after = dict(result["before"]), dict(result["after"])
        for state in (before, after):
            del state["selection"], state["dirty"]
        assert before == after, name


def test_the_returned_bounds_and_area_are_the_selections(gimp: GimpSession, kinds: Any) -> None:
    for name, result in kinds.items():
        mask = selection(gimp, kinds, name)
        rows, columns = np.flatnonzero(mask.max(axis=1)), np.flatnonzero(mask.max(axis=0))
        bounds = columns[0], rows[0], columns[-1] + 1, rows[-1] + 1
        told = [int(part) for part in result["bounds"].split(",")]
        # Where a smaller copy was looked at, a faint seam of it may round to nothing.
        assert max(abs(a - b) for a, b in zip(told, bounds, strict=True)) <= (2 if name == "large" else 0), (
            name
        )
        assert result["area"] == np.count_nonzero(mask >= 128), name
        assert 0 < result["score"] <= 1, name


def test_the_edge_is_soft(gimp: GimpSession, kinds: Any) -> None:
    mask = selection(gimp, kinds, "photo")
    assert len(np.unique(mask)) > 20
