"""From photo and prompt to masks through the public API, against PyTorch on the same pixels and weights.

Logits are compared, at the decoder's own 256×256. Masks at the photo's size are not: the reference enlarges
its logits blindly (bilinear), Smart Select is guided by the photo, and differs on purpose.
"""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

import smart_select as ss
from accuracy.agreement import assert_same_answer
from accuracy.cases import Cases, stacked
from accuracy.prompts import SIZES, RandomPrompt
from reference_models.cache import ReferencePairs

if TYPE_CHECKING:
    from reference_models.reference import Reference

_CLAMP = 32.0

Encode = Callable[[ss.Engine, tuple[int, int]], ss.Embedding]


@pytest.fixture(scope="module")
def cases(reference: "Reference") -> Cases:
    return Cases(reference)


@pytest.fixture(scope="module", autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep caches apart from the user's, and empty at the start."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SMART_SELECT_HOME", str(home))
        yield home


@pytest.fixture(scope="module")
def engines(reference_pairs: ReferencePairs) -> dict[str, ss.Engine]:
    """Engines that encode every photo anew."""
    return {
        "onnx-community": ss.load(reference_pairs.onnx_community, cache=None),
        "samexporter": ss.load(reference_pairs.samexporter, cache=None),
    }


@pytest.fixture(params=["onnx-community", "samexporter"])
def engine(request: pytest.FixtureRequest, engines: dict[str, ss.Engine]) -> ss.Engine:
    return engines[request.param]


@pytest.fixture(scope="module")
def encode(cases: Cases) -> Encode:
    """Encode the case of a size with an engine, once: seconds each."""
    return cache(lambda engine, size: engine.encode(cases.of_size(size).photo))


@pytest.fixture
def samexporter(engines: dict[str, ss.Engine]) -> ss.Engine:
    return engines["samexporter"]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_random_prompts_are_answered_as_by_pytorch(
    engine: ss.Engine, encode: Encode, cases: Cases, size: tuple[int, int]
) -> None:
    case, embedding = cases.of_size(size), encode(engine, size)
    for prompt, wanted in zip(case.prompts, case.answers, strict=True):
        prediction = engine.predict(embedding, ss.Prompt(points=prompt.points, box=prompt.box))
        assert_same_answer(*stacked(prediction), wanted.logits, wanted.scores)


def test_prompts_asked_again_are_answered_equally_to_the_bit(
    engine: ss.Engine, encode: Encode, cases: Cases
) -> None:
    case, embedding = cases.of_size((640, 427)), encode(engine, (640, 427))
    click, clicks, box, both = (ss.Prompt(points=p.points, box=p.box) for p in case.prompts[:4])
    first = {prompt: stacked(engine.predict(embedding, prompt)) for prompt in (click, clicks, box, both)}
    for prompt in (both, click, box, click, clicks, click):
        for ours, before in zip(stacked(engine.predict(embedding, prompt)), first[prompt], strict=True):
            np.testing.assert_array_equal(ours, before)


def test_previous_logits_are_fed_back_as_in_pytorch(
    samexporter: ss.Engine, encode: Encode, reference: "Reference", cases: Cases
) -> None:
    case, embedding = cases.of_size((333, 517)), encode(samexporter, (333, 517))
    for prompt in case.prompts:
        previous = samexporter.predict(embedding, ss.Prompt(points=prompt.points, box=prompt.box)).best
        corrected = ((*_centre(prompt), 1), *prompt.points)
        ours = samexporter.predict(embedding, ss.Prompt(points=corrected, box=prompt.box, previous=previous))
        wanted = reference.predict(
            case.embedding, points=corrected, box=prompt.box, previous=previous.logits.clip(-_CLAMP, _CLAMP)
        )
        assert_same_answer(*stacked(ours), wanted.logits, wanted.scores)


def test_a_photo_encoded_again_gives_the_same_embedding_to_the_bit(
    samexporter: ss.Engine, encode: Encode, cases: Cases
) -> None:
    first, _ = encode(samexporter, (640, 427)), encode(samexporter, (333, 517))
    again = samexporter.encode(cases.of_size((640, 427)).photo)
    for name, values in first.tensors.items():
        np.testing.assert_array_equal(again.tensors[name], values)


def _centre(prompt: RandomPrompt) -> tuple[float, float]:
    """Return a place that a wanted point may take: the box's centre, or beside the first point."""
    if prompt.box:
        x0, y0, x1, y1 = prompt.box
        return (x0 + x1) / 2, (y0 + y1) / 2
    x, y, _ = prompt.points[0]
    return x * 0.9, y * 0.9
