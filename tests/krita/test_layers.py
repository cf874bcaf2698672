"""Layers of all kinds, in real Krita: what is looked at, and what is made of several objects."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from krita.krita_session import KritaSession

SIZE = (300, 451)
EYE, NOSE = (110, 150), (165, 195)


@pytest.fixture(scope="module")
def layers(krita: KritaSession) -> Any:
    report = krita.run("layers")
    assert "failure" not in report, report["failure"]
    assert report["errors"] == []
    return report


def kept(krita: KritaSession, name: str) -> NDArray[np.uint8]:
    return np.frombuffer((krita.home / "out" / name).read_bytes(), np.uint8)


def test_each_object_has_a_layer_of_its_own_and_all_are_one_undo_step(
    krita: KritaSession, layers: Any
) -> None:
    made = layers["objects"]
    assert made["message"] == ""
    assert made["undo"] == ["Undo Add Layer", 1]
    assert made["names"] == ["Object 1", "Object 2"]
    assert made["layers"][1] == ["Background: objects", "grouplayer", ["paintlayer", "paintlayer"]]
    first, second = (kept(krita, f"object-{number}.layer").reshape(*SIZE, 4)[..., 3] for number in (0, 1))
    assert first[EYE] > 200
    assert second[NOSE] > 200
    assert not np.array_equal(first, second)
    assert made["undone"]


@pytest.mark.parametrize(
    ("output", "kind"), [("transparency mask", "transparencymask"), ("selection mask", "selectionmask")]
)
def test_a_mask_has_the_bytes_of_the_selection(
    krita: KritaSession, layers: Any, output: str, kind: str
) -> None:
    assert np.array_equal(kept(krita, f"{output}.bytes"), kept(krita, "mask-selection.selection"))
    assert layers["masks"][output] == [kind, ["Undo Add Layer", 1], 0]


def test_clicking_goes_on_beside_a_local_selection(layers: Any) -> None:
    message, same_layers = layers["masks"]["a click with a local selection"]
    assert message == ""
    assert same_layers
    assert layers["masks"]["its step"] == ["Undo Select Opaque", 1]
    assert layers["masks"]["undone"] == [True, "Undo Add Layer"]


def test_a_layer_s_own_selection_is_what_clicks_change(krita: KritaSession, layers: Any) -> None:
    eye, both, undone, snapped = (
        kept(krita, f"own-{name}.selection").reshape(SIZE) for name in ("eye", "both", "undone", "snapped")
    )
    assert eye[EYE] > 127 > eye[NOSE]
    assert min(both[EYE], both[NOSE]) > 127
    assert (both >= eye).all()
    assert np.array_equal(undone, eye)
    assert snapped[EYE] > 127 > snapped[NOSE]
    own = layers["own"]
    assert (own["message"], own["steps"], own["picture's"]) == ("", 0, None)


def test_where_the_only_layer_has_masks_a_click_is_one_step_that_leaves_them_alone(layers: Any) -> None:
    masks, untouched, steps, bounds = layers["masks"]["beside masks"]
    assert masks == 2
    assert untouched
    assert steps == 1
    assert bounds is not None
    assert layers["masks"]["active layer kept"]
    assert layers["masks"]["beside masks, undone"] == [True, "Undo Add Layer", None]
    assert layers["masks"]["masks undone"] == 0


def test_without_a_layer_one_sentence_is_said_and_nothing_made(layers: Any) -> None:
    sentence = "No layer is active; choose one in the Layers docker."
    assert layers["no layer"] == {
        "transparency mask": [sentence, True],
        "selection mask": [sentence, True],
        "looked at": [sentence, True],
    }


@pytest.mark.parametrize("kind", ["group", "clone", "moved", "vector"])
def test_every_kind_of_layer_can_be_looked_at(krita: KritaSession, layers: Any, kind: str) -> None:
    message, bounds, _ = layers["kinds"][kind]
    assert message == ""
    assert bounds is not None
    mask = kept(krita, f"kind-{kind}.selection").reshape(SIZE)
    at = (EYE[0] + 40, EYE[1] - 60) if kind == "moved" else EYE
    assert mask[at] > 127
    assert layers["kinds untouched"]


def test_a_vector_layer_is_looked_at_alone(layers: Any) -> None:
    assert layers["kinds"]["vector"][2] == ["#205080", "#808080"]


def test_layers_with_a_label_are_merged(layers: Any) -> None:
    label = layers["label"]
    assert label["colours"] == ["#ff0000", "#0000ff", "#808080"]
    assert label["message"] == ""
    assert label["selection"] is not None


def test_labelled_layers_are_looked_at_as_krita_merges_them(krita: KritaSession, layers: Any) -> None:
    wanted, everything = (
        kept(krita, f"labels-{name}.pixels").reshape(*SIZE, 4)[..., 2::-1].astype(int)
        for name in ("wanted", "all")
    )
    read = kept(krita, "labels-read.pixels").reshape(*SIZE, 3).astype(int)
    assert np.abs(everything - wanted).mean() > 10  # or there would be nothing to see
    assert np.abs(read - wanted).max() <= 1
    assert layers["blended"]["read again"]


def test_what_is_cut_out_of_labelled_layers_has_their_pixels(krita: KritaSession, layers: Any) -> None:
    seen = layers["blended"]
    assert (seen["message"], seen["undo"]) == ("", ["Undo Add Layer", 1])
    wanted = kept(krita, "labels-wanted.pixels").reshape(*SIZE, 4)
    cut = kept(krita, "labels-cut.pixels").reshape(*SIZE, 4)
    inside = cut[..., 3] == 255
    assert inside[EYE]
    assert inside.sum() > 500
    assert np.array_equal(cut[inside], wanted[inside])
    assert seen["undone"]
    assert seen["visible"]
    assert seen["open"]


def test_an_animation_is_worked_on_at_its_time(layers: Any) -> None:
    frames = layers["frames"]
    assert frames["has a frame"]
    assert frames["read"] == ["#309020", "#f0f0f0"]
    assert frames["message"] == ""
    x, y, width, height, _ = frames["selection"]
    assert max(abs(x - 100), abs(y - 81), abs(x + width - 300), abs(y + height - 220)) < 12
    assert frames["cut out"] == "f0f0f0ff"
    assert frames["undo"] == ["Undo Add Layer", 1]
    assert frames["first untouched"]
    assert frames["read at the first"] != frames["read"]
