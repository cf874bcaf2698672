"""Annotations carry what a data set needs."""

import json

import numpy as np

from smart_select.photo.annotations import annotate
from smart_select.photo.coco_rle import decode_runs, decompress_runs
from smart_select.values import Candidate


def candidate(mask: np.ndarray) -> Candidate:
    return Candidate(logits=np.zeros((4, 4), np.float32), score=0.5, render=lambda _logits: mask)


def block() -> np.ndarray:
    mask = np.zeros((10, 20), np.uint8)
    mask[2:5, 4:11] = 255
    mask[2:5, 11] = 127  # the soft edge's outer half is not inside
    return mask


def test_run_lengths_come_with_area_box_score_and_size() -> None:
    annotation = annotate(candidate(block()), "rle")
    assert {key: annotation[key] for key in ("area", "bbox", "score", "image_size")} == {
        "area": 21,
        "bbox": [4, 2, 7, 3],
        "score": 0.5,
        "image_size": {"width": 20, "height": 10},
    }
    counts = decompress_runs(annotation["segmentation"]["counts"])
    assert np.array_equal(decode_runs(counts, (20, 10)), block() >= 128)


def test_polygons_are_lists_of_rings() -> None:
    polygons = annotate(candidate(block()), "polygon")["segmentation"]["polygons"]
    assert [sorted(ring) for ring in polygons[0]] == [[[4, 2], [4, 5], [11, 2], [11, 5]]]


def test_annotations_are_plain_json() -> None:
    for kind in ("rle", "polygon"):
        annotation = annotate(candidate(block()), kind)
        assert json.loads(json.dumps(annotation)) == annotation


def test_nothing_selected_has_an_empty_box() -> None:
    annotation = annotate(candidate(np.zeros((3, 3), np.uint8)), "polygon")
    assert annotation["bbox"] == [0, 0, 0, 0]
    assert annotation["segmentation"] == {"polygons": []}
