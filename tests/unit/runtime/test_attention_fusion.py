"""Attention is fused where it has SAM 2's form, with the same answer; everything else stays byte for byte."""

import contextlib
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
    *,
    scale: float = 0.3,
    axis: int = -1,
    qkv_shape: tuple[int, ...] = (1, PLACES, 3, HEADS, WIDTH),
    parts_axis: int = 2,
) -> onnx.ModelProto:
    """One attention block as transformers' SAM 2 exports it: qkv in one product, split, transposed."""
    rng = np.random.default_rng(0)
    constants = {
        "weights": rng.standard_normal((WIDTH, 3 * HEADS * WIDTH)).astype(np.float32),
        "qkv_shape": np.array(qkv_shape, np.int64),
        "axes": np.array([parts_axis], np.int64),
        "alpha": np.float32(scale),
        "flat": np.array([1, PLACES, -1], np.int64),
    }
    node = helper.make_node
    nodes = [
        node("MatMul", ["x", "weights"], ["qkv"]),
        node("Reshape", ["qkv", "qkv_shape"], ["parts"]),
        node("Split", ["parts"], ["q5", "k5", "v5"], axis=parts_axis),
        *(node("Squeeze", [f"{name}5", "axes"], [name]) for name in "qkv"),
        node("Transpose", ["q"], ["qt"], perm=HEADS_FIRST),
        node("Transpose", ["k"], ["kt"], perm=KEYS_TURNED),
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


@pytest.mark.parametrize(
    ("qkv_shape", "parts_axis"),
    [((1, PLACES, 3, -1, WIDTH), 2), ((-1, PLACES, 3, HEADS, WIDTH), 2), ((1, PLACES, HEADS, 3, WIDTH), 3)],
    ids=["heads unknown", "batch unknown", "parts on another axis"],
)
def test_heads_that_no_constant_tells_for_sure_stay(
    tmp_path: Path, qkv_shape: tuple[int, ...], parts_axis: int
) -> None:
    plain = optimised(attention(qkv_shape=qkv_shape, parts_axis=parts_axis), tmp_path)
    assert fuse_attention(plain) is None


def test_one_key_for_several_heads_stays(tmp_path: Path) -> None:
    model = attention()
    for node in model.graph.node:
        if node.output[0] in ("kt", "vt"):
            node.input[0] += "1"
    first, one = np.array([0], np.int64), np.array([1, PLACES, 1, WIDTH], np.int64)
    for name in "kv":
        model.graph.node.insert(6, helper.make_node("Reshape", [f"{name}_first", "one"], [f"{name}1"]))
        model.graph.node.insert(6, helper.make_node("Gather", [name, "first"], [f"{name}_first"], axis=2))
    model.graph.initializer.extend(
        [numpy_helper.from_array(first, "first"), numpy_helper.from_array(one, "one")]
    )
    assert fuse_attention(optimised(model, tmp_path)) is None


def test_scale_of_zero_stays(tmp_path: Path) -> None:
    assert fuse_attention(optimised(attention(scale=0.0), tmp_path)) is None


def test_attributes_of_another_wire_type_are_no_numbers(tmp_path: Path) -> None:
    """Protobuf takes such a field for an unknown one, and so does ONNX Runtime."""
    plain = onnx.load_from_string(optimised(attention(), tmp_path))
    [softmax] = [node for node in plain.graph.node if node.op_type == "Softmax"]
    softmax.attribute[0].MergeFromString(b"\x10\x01")
    assert fuse_attention(plain.SerializeToString()) is not None


def test_node_that_takes_its_own_output_is_not_followed_for_ever() -> None:
    loop = [
        helper.make_node("Squeeze", ["k"], ["k"]),
        helper.make_node("Transpose", ["k"], ["kt"], perm=KEYS_TURNED),
        helper.make_node("MatMul", ["kt", "kt"], ["scores"]),
        helper.make_node("Softmax", ["scores"], ["shares"]),
    ]
    graph = helper.make_graph(loop, "loop", [], [])
    assert fuse_attention(helper.make_model(graph).SerializeToString()) is None


def test_mutilated_models_are_refused_or_left_alone(tmp_path: Path) -> None:
    model = bytearray(optimised(attention(), tmp_path))
    rng = np.random.default_rng(0)
    for _ in range(3000):
        mutilated = bytearray(model)
        for _ in range(int(rng.integers(1, 6))):
            mutilated[int(rng.integers(len(mutilated)))] = int(rng.integers(256))
        with contextlib.suppress(WireError):
            fuse_attention(bytes(mutilated))


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
