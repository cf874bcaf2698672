"""Masks, layers and selections in ten kinds of documents, in real Krita."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from krita.krita_session import KritaSession

KINDS = [
    "RGBA U8",
    "RGBA U16",
    "RGBA F16",
    "RGBA F32",
    "GRAYA U8",
    "GRAYA U16",
    "CMYKA U8",
    "CMYKA U16",
    "LABA U16",
    "XYZA F32",
]
TYPES = {"U8": (np.uint8, 255), "U16": (np.uint16, 65535), "F16": (np.float16, 1), "F32": (np.float32, 1)}
CHILDREN = {"transparency mask": "transparencymask", "selection mask": "selectionmask"}


@pytest.fixture(scope="module")
def outputs(krita: KritaSession) -> Any:
    report = krita.run("outputs")
    assert "failure" not in report, report["failure"]
    return report


def pixels_of(krita: KritaSession, name: str, kind: str) -> NDArray[Any]:
    dtype, _ = TYPES[kind.split()[1]]
    return np.frombuffer((krita.home / "out" / name).read_bytes(), dtype).reshape(300 * 451, -1)


@pytest.mark.parametrize("kind", KINDS)
def test_the_eye_is_selected_and_the_document_keeps_its_colours(
    krita: KritaSession, outputs: Any, kind: str
) -> None:
    seen = outputs[kind]
    assert seen["space"] == seen["space_after"] == kind.split()
    name = f"{kind.replace(' ', '-')}.selection"
    values = np.frombuffer((krita.home / "out" / name).read_bytes(), np.uint8).reshape(300, 451)
    assert values[110, 150] > 200
    assert 500 < (values > 127).sum() < 300 * 451 / 4
    assert seen["selection"]["steps"] == 1
    assert seen["selection"]["undone"] == [True, True, None]


@pytest.mark.parametrize("kind", KINDS)
def test_a_cut_out_layer_has_the_pixels_of_the_document_and_a_soft_edge(
    krita: KritaSession, outputs: Any, kind: str
) -> None:
    made = outputs[kind]["layer"]
    assert made["message"] == ""
    assert (made["undo"], made["steps"]) == ("Undo Add Layer", 1)
    assert made["space"] == kind.split()
    assert made["undone"][:2] == [True, True]
    name = kind.replace(" ", "-")
    layer, below = pixels_of(krita, f"{name}.layer", kind), pixels_of(krita, f"{name}.below", kind)
    alpha = layer[:, -1].astype(float) / TYPES[kind.split()[1]][1]
    assert alpha.reshape(300, 451)[110, 150] > 0.8
    assert alpha[0] == 0
    assert ((alpha > 0.02) & (alpha < 0.98)).sum() > 20
    inside = alpha > 0
    assert np.array_equal(layer[inside, :-1], below[inside, :-1])


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.endswith(("U8", "F32"))])
@pytest.mark.parametrize("output", CHILDREN)
def test_a_mask_is_one_undo_step_on_the_active_layer(outputs: Any, kind: str, output: str) -> None:
    made = outputs[kind][output]
    assert made["message"] == ""
    assert made["layers"] == [["Background", "paintlayer", [CHILDREN[output]]]]
    assert made["steps"] == 1
    assert made["undone"][:2] == [True, True]


def test_a_locked_layer_stays_as_it_is_and_one_sentence_says_why(outputs: Any) -> None:
    message, layers = outputs["locked"]
    assert message == "The layer “Background” is locked; unlock it and try again."
    assert layers == [["Background", "paintlayer", []]]
