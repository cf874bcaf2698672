"""Connected components agree with SciPy's, which is slower to import than our whole engine."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy import ndimage

from smart_select.masks.components import connected_components

pictures = arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=24))


@given(pictures)
@settings(max_examples=200, deadline=None)
def test_components_are_scipys_up_to_their_names(picture: np.ndarray) -> None:
    ours = connected_components(picture)
    theirs, count = ndimage.label(picture, structure=np.ones((3, 3)))
    assert ours.count == count
    pairs = set(zip(ours.labels.ravel().tolist(), theirs.ravel().tolist(), strict=True))
    assert len(pairs) == count + (not picture.all())
    assert ours.areas.tolist() == np.bincount(ours.labels.ravel(), minlength=count + 1).tolist()


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_noise_at_the_decoder_s_size_is_labelled_right(seed: int) -> None:
    picture = np.random.default_rng(seed).random((256, 256)) > 0.55
    assert connected_components(picture).count == ndimage.label(picture, structure=np.ones((3, 3)))[1]
