"""A lasso on the wire: what it goes around stays meant, and its outline moves to the edge."""

import numpy as np

from smart_select.values import Candidate, Prediction, Prompt
from smart_select.worker.lasso import snapped


def test_every_candidates_mask_is_the_lasso_at_the_edge() -> None:
    rows, columns = np.mgrid[:120, :160]
    disk = np.hypot(columns - 80, rows - 60) < 35
    photo = np.where(disk[..., None], (200, 40, 30), (30, 60, 160)).astype(np.uint8)
    rough = np.hypot(columns - 82, rows - 58) < 38
    seen = disk.astype(np.uint8) * np.uint8(255)
    elsewhere = np.zeros_like(seen)
    prediction = Prediction(
        candidates=tuple(
            Candidate(np.zeros((4, 4), np.float32), 0.5, lambda _, mask=mask: mask)
            for mask in (elsewhere, seen)
        ),
        best_index=0,
    )
    found = snapped(prediction, Prompt(mask=rough), photo)
    for candidate in found.candidates:
        solid = candidate.mask >= 128
        assert np.count_nonzero(solid ^ disk) < 0.02 * np.count_nonzero(disk)
    assert found.best_index == 0
