"""One key, no dialog, on every kind of image that GIMP has."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from gimp.gimp_session import GimpSession

SHIFTS = {"offset_layer": (100, 60), "large_layer": (-20, -30)}
LOOKS_DIFFERENT = {
    "grey": 0.7,
    "grey_float": 0.7,
    "indexed": 0.8,
    "u8_linear": 0.85,
    "other_profile": 0.85,
    "text_above": 0.85,
    "large_layer": 0.4,
    "large": 0.85,
}
"""How much of the object must be the same where the model sees other pixels."""


@pytest.fixture(scope="module")
def kinds(gimp: GimpSession) -> Any:
    return gimp.run("kinds")


def selection(gimp: GimpSession, kinds: Any, name: str) -> NDArray[np.uint8]:
    width, height = kinds[name]["size"]
    return np.frombuffer(gimp.kept(f"{name}.selection"), np.uint8).reshape(height, width)


def overlap(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> float:
    both, either = (a > 127) & (b > 127), (a > 127) | (b > 127)
    return float(both.sum() / either.sum())


def test_all_of_them_get_a_selection(kinds: Any) -> None:
    assert {name: result.get("message") for name, result in kinds.items() if not result["ok"]} == {}
    assert len(kinds) >= 12


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
