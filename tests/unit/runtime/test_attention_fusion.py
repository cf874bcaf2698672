"""Attention is fused where it has SAM 2's form, with the same answer; everything else stays byte for byte."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import pytest
from onnx import TensorProto, helper, numpy_helper

from smart_select.runtime import graph_cache
from smart_select.runtime.attention_fusion import fuse_attention
from smart_select.runtime.graph import Source
from smart_select.runtime.wire import WireError

HEADS, WIDTH, PLACES = 3, 8, 20
HEADS_FIRST, KEYS_TURNED = [0, 2, 1, 3], [0, 2, 3, 1]


def attention(
    *, scale: float = 0.3, axis: int = -1, keys: list[int] | None = None, shape_of_heads: bool = True
) -> onnx.ModelProto:
    """One attention block as transformers' SAM 2 exports it: qkv in one product, split, transposed."""
    rng = np.random.default_rng(0)
    constants = {
        "weights": rng.standard_normal((WIDTH, 3 * HEADS * WIDTH)).astype(np.float32),
        "qkv_shape": np.array([1, PLACES, 3, HEADS, WIDTH if shape_of_heads else -1], np.int64),
        "axes": np.array([2], np.int64),
        "alpha": np.float32(scale),
        "flat": np.array([1, PLACES, -1], np.int64),
    }
    if not shape_of_heads:
        constants["qkv_shape"] = np.array([1, PLACES, 3, -1, WIDTH], np.int64)
    node = helper.make_node
    nodes = [
        node("MatMul", ["x", "weights"], ["qkv"]),
        node("Reshape", ["qkv", "qkv_shape"], ["parts"]),
        node("Split", ["parts"], ["q5", "k5", "v5"], axis=2),
        *(node("Squeeze", [f"{name}5", "axes"], [name]) for name in "qkv"),
        node("Transpose", ["q"], ["qt"], perm=HEADS_FIRST),
        node("Transpose", ["k"], ["kt"], perm=keys or KEYS_TURNED),
        node("Transpose", ["v"], ["vt"], perm=HEADS_FIRST),
        node("Mul", ["qt", "alpha"], ["qs"]),
        node("MatMul", ["qs", "kt"], ["scores"]),
        node("Softmax", ["scores"], ["shares"], axis=axis),
        node("MatMul", ["shares", "vt"], ["mixed"]),
        node("Transpose", ["mixed"], ["back"], perm=HEADS_FIRST),
        node("Reshape", ["back", "flat"], ["y"]),
    ]
    value = helper.make_tensor_value_info
    graph = helper.make_graph(
        nodes,
        "attention",
        [value("x", TensorProto.FLOAT, [1, PLACES, WIDTH])],
        [value("y", TensorProto.FLOAT, [1, PLACES, HEADS * WIDTH])],
        [numpy_helper.from_array(np.asarray(array), name) for name, array in constants.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def optimised(model: onnx.ModelProto, folder: Path) -> bytes:
    """Return the model as ONNX Runtime writes it after optimising."""
    options = ort.SessionOptions()
    options.log_severity_level = 4
    options.optimized_model_filepath = str(folder / "optimised.onnx")
    ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return (folder / "optimised.onnx").read_bytes()


def answer(model: bytes) -> np.ndarray:
    x = np.random.default_rng(1).standard_normal((1, PLACES, WIDTH)).astype(np.float32)
    session = ort.InferenceSession(model, providers=["CPUExecutionProvider"])
    return np.asarray(session.run(None, {"x": x})[0])


def operators(model: bytes) -> list[str]:
    return [node.op_type for node in onnx.load_from_string(model).graph.node]


@pytest.mark.parametrize("scale", [0.3, 0.05])
def test_fused_attention_gives_the_same_answer(tmp_path: Path, scale: float) -> None:
    plain = optimised(attention(scale=scale), tmp_path)
    fused = fuse_attention(plain)
    assert fused is not None
    assert "MultiHeadAttention" in operators(fused)
    assert "Softmax" not in operators(fused)
    np.testing.assert_allclose(answer(fused), answer(plain), atol=1e-5)


def test_fused_graph_is_a_sound_one(tmp_path: Path) -> None:
    fused = fuse_attention(optimised(attention(), tmp_path))
    assert fused is not None
    made = {value.name for value in onnx.load_from_string(fused).graph.initializer} | {"x"}
    for node in onnx.load_from_string(fused).graph.node:
        assert set(node.input) <= made, f"{node.op_type} uses what is not there yet"
        made.update(node.output)


def test_softmax_over_another_axis_stays(tmp_path: Path) -> None:
    assert fuse_attention(optimised(attention(axis=2), tmp_path)) is None


def test_unknown_number_of_heads_stays(tmp_path: Path) -> None:
    assert fuse_attention(optimised(attention(shape_of_heads=False), tmp_path)) is None


def test_scores_that_the_graph_returns_stay(tmp_path: Path) -> None:
    model = attention()
    model.graph.output.append(helper.make_tensor_value_info("shares", TensorProto.FLOAT, None))
    assert fuse_attention(optimised(model, tmp_path)) is None


def test_bytes_that_are_no_model_are_refused() -> None:
    with pytest.raises(WireError):
        fuse_attention(b"\xff" * 40)


def test_optimised_copy_is_fused_and_used_from_the_first_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph_cache, "_WORTHWHILE_BYTES", 0)
    path = tmp_path / "encoder.onnx"
    onnx.save(attention(), path)
    x = {"x": np.ones((1, PLACES, WIDTH), np.float32)}
    digest = graph_cache.digest_of(path)
    first = graph_cache.open_cached(Source(path), digest, tmp_path / "graphs").run(x)["y"]
    [copy] = (tmp_path / "graphs").glob("*.onnx")
    assert "MultiHeadAttention" in operators(copy.read_bytes())
    second = graph_cache.open_cached(Source(path), digest, tmp_path / "graphs").run(x)["y"]
    np.testing.assert_array_equal(first, second)
