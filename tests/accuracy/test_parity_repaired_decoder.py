"""The repaired onnx-community decoder, prompt by prompt against PyTorch, and what it was like before."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import onnxruntime as ort
import pytest
from numpy.typing import NDArray

from accuracy.agreement import assert_same_answer, mask_agreement
from reference_models.cache import ReferencePairs
from smart_select.runtime.external_data import inline_external_data
from smart_select.runtime.graph_repair import repair_points_decoder

if TYPE_CHECKING:
    from reference_models.reference import Reference, ReferenceEmbedding

Ask = Callable[[Sequence[tuple[float, float, int]]], tuple[NDArray[np.float32], NDArray[np.float32]]]
"""Points x, y, label in model pixels → 3×256×256 logits and 3 scores."""

_CLICK = ((400.0, 300.0, 1),)
_CLICKS = ((400.0, 300.0, 1), (610.5, 222.25, 0), (420.0, 350.0, 1))
_BOX = (100.0, 120.0, 700.0, 800.0)
_CORNERS = ((100.0, 120.0, 2), (700.0, 800.0, 3))
_PADDING = ((0.0, 0.0, -1),)


@pytest.fixture(scope="module")
def embedding(reference_pairs: ReferencePairs) -> "ReferenceEmbedding":
    """Feature maps of random values, as large as a real photo's; the encoder has no part in this."""
    import torch

    from reference_models.reference import ReferenceEmbedding

    generator = torch.Generator().manual_seed(11)
    shapes = ((1, 32, 256, 256), (1, 64, 128, 128), (1, 256, 64, 64))
    return ReferenceEmbedding(
        maps=tuple(2 * torch.randn(shape, generator=generator) for shape in shapes), size=(1024, 1024)
    )


@pytest.fixture(scope="module")
def published(reference_pairs: ReferencePairs) -> bytes:
    """The decoder as published, with its weights taken in."""
    path = reference_pairs.onnx_community / "prompt_encoder_mask_decoder.onnx"
    return inline_external_data(path.read_bytes(), path.parent, path)


@pytest.fixture(scope="module")
def repaired(published: bytes, embedding: "ReferenceEmbedding") -> Ask:
    return _open(repair_points_decoder(published), embedding)


@pytest.mark.parametrize(
    ("asked", "prompt"),
    [
        (_CLICK, {"points": _CLICK}),
        (_CLICKS, {"points": _CLICKS}),
        (_CORNERS, {"box": _BOX}),
        (_CORNERS + _CLICKS, {"points": _CLICKS, "box": _BOX}),
    ],
    ids=["a click", "clicks", "a box as two points", "a box with clicks"],
)
def test_the_answer_is_that_of_pytorch(
    repaired: Ask,
    reference: "Reference",
    embedding: "ReferenceEmbedding",
    asked: tuple[tuple[float, float, int], ...],
    prompt: dict[str, Any],
) -> None:
    wanted = reference.predict(embedding, **prompt)
    assert_same_answer(*repaired(asked + _PADDING), wanted.logits, wanted.scores)


def test_the_repaired_decoder_repeats_itself_to_the_bit(repaired: Ask) -> None:
    longer = _CORNERS + _CLICKS + _PADDING
    first, between, again = (repaired(points)[0] for points in (_CLICK + _PADDING, longer, _CLICK + _PADDING))
    assert mask_agreement(first, between).min() < 0.999, "the prompts must differ for this to say anything"
    np.testing.assert_array_equal(first, again)


def test_the_repair_is_needed_for_a_click(
    published: bytes, repaired: Ask, reference: "Reference", embedding: "ReferenceEmbedding"
) -> None:
    wanted = reference.predict(embedding, points=_CLICK).logits
    before = mask_agreement(_open(published, embedding)(_CLICK + _PADDING)[0], wanted).min()
    if before >= 0.999:
        pytest.skip("this ONNX Runtime doesn't read stale memory for an empty box")
    assert mask_agreement(repaired(_CLICK + _PADDING)[0], wanted).min() > before


def test_the_repaired_decoder_passes_the_format_checker(published: bytes) -> None:
    onnx = pytest.importorskip("onnx")
    model = onnx.load_from_string(repair_points_decoder(published))
    onnx.checker.check_model(model, full_check=True)


def test_the_repair_leaves_weights_beside_the_file_valid(reference_pairs: ReferencePairs) -> None:
    onnx = pytest.importorskip("onnx")
    path = reference_pairs.onnx_community / "prompt_encoder_mask_decoder.onnx"
    before = onnx.load_from_string(path.read_bytes())
    after = onnx.load_from_string(repair_points_decoder(path.read_bytes()))
    changed = [
        node.op_type for node, other in zip(before.graph.node, after.graph.node, strict=True) if node != other
    ]
    assert changed == ["Concat"]
    del before.graph.node[:], after.graph.node[:]
    assert before == after


def _open(model: bytes, embedding: "ReferenceEmbedding") -> Ask:
    options = ort.SessionOptions()
    options.intra_op_num_threads = 2
    options.log_severity_level = 3
    session = ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    maps = {f"image_embeddings.{level}": values.numpy() for level, values in enumerate(embedding.maps)}

    def ask(points: Sequence[tuple[float, float, int]]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        feed: dict[str, NDArray[Any]] = {
            "input_points": np.array([[[(x, y) for x, y, _ in points]]], np.float32),
            "input_labels": np.array([[[label for _, _, label in points]]], np.int64),
            "input_boxes": np.zeros((1, 0, 4), np.float32),
            **maps,
        }
        logits, scores = session.run(["pred_masks", "iou_scores"], feed)
        return logits[0, 0], scores[0, 0]

    return ask
