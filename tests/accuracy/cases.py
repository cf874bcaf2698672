"""Photos, random prompts on them, and what PyTorch answers: the yardstick of the parity tests."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

import smart_select as ss
from accuracy.prompts import RandomPrompt, photo_of_size, random_prompts

if TYPE_CHECKING:
    from reference_models.reference import Reference, ReferenceAnswer, ReferenceEmbedding

PROMPTS_PER_PHOTO = 8
"""On five photos that is 40 prompts per layout."""


@dataclass(frozen=True, eq=False)
class Case:
    """A photo, its embedding by PyTorch, prompts, and what PyTorch answers to each."""

    photo: NDArray[np.uint8]
    embedding: "ReferenceEmbedding"
    prompts: list[RandomPrompt]
    answers: list["ReferenceAnswer"]


class Cases:
    """Makes the case of each size once, whichever layout asks first: PyTorch is the slow part."""

    def __init__(self, reference: "Reference") -> None:
        self._reference = reference
        self._made: dict[tuple[int, int], Case] = {}

    def of_size(self, size: tuple[int, int]) -> Case:
        """Return the case for a photo of (width, height)."""
        if size not in self._made:
            photo = photo_of_size(*size)
            embedding = self._reference.encode(photo)
            prompts = random_prompts(size, PROMPTS_PER_PHOTO, seed=sum(size))
            answers = [self._reference.predict(embedding, points=p.points, box=p.box) for p in prompts]
            self._made[size] = Case(photo, embedding, prompts, answers)
        return self._made[size]


def stacked(prediction: ss.Prediction) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return all candidates of a prediction as K×h×w logits and K scores."""
    return (
        np.stack([candidate.logits for candidate in prediction.candidates]),
        np.array([candidate.score for candidate in prediction.candidates], np.float32),
    )
