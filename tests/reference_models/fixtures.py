"""Pytest fixtures that hand out the reference pairs and the PyTorch reference, or are `lacking`."""

from typing import TYPE_CHECKING

import pytest

from needs import lacking
from reference_models import cache

if TYPE_CHECKING:
    from reference_models.reference import Reference


@pytest.fixture(scope="session")
def reference_pairs() -> cache.ReferencePairs:
    """One SAM 2.1 tiny with fixed random weights, as PyTorch and in every ONNX family."""
    missing = cache.missing_libraries()
    if missing:
        lacking(f'no {", ".join(missing)}; "pip install smart-select[reference]" brings the reference')
    return cache.reference_pairs()


@pytest.fixture(scope="session")
def reference(reference_pairs: cache.ReferencePairs) -> "Reference":
    """The PyTorch network behind the pairs."""
    from reference_models.reference import Reference

    return Reference.load(reference_pairs.torch)
