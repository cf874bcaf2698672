"""The whole product put under the protocol: `smart_select`'s own API, and the masks that a user gets."""

from collections.abc import Sequence

import numpy as np

import smart_select as ss
from accuracy.values import U8, Answer, Box, Click, Floats, Prepare, Segment


def product(engine: ss.Engine) -> Prepare:
    """Return `engine` as the protocol asks for it; each answer is corrected by the next as in the editors."""

    def prepare(image: U8) -> Segment:
        embedding = engine.encode(image)
        last: list[ss.Candidate] = []

        def segment(clicks: Sequence[Click], box: Box | None, previous: Floats | None) -> Answer:
            chosen = last[-1] if previous is not None and last else None
            best = engine.predict(embedding, ss.Prompt(points=clicks, box=box, previous=chosen)).best
            last.append(best)
            # The final mask at full size, as logits round its half-way value, so that it is scored as it is.
            return Answer(
                logits=best.mask[np.newaxis].astype(np.float32) - 127.5, scores=np.ones(1, np.float32)
            )

        return segment

    return prepare
