"""A model of a few kilobytes that sees red: for tests of what is done with answers, not of their quality."""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SIDE = 64
GRID = 32
_F = TensorProto.FLOAT


def write_tiny_model(folder: Path) -> Path:
    """Write a pair in samexporter's layout into a new folder; what is red is the object, in 32×32 cells."""
    folder.mkdir()
    _save(_encoder(), folder / "tiny.encoder.onnx")
    _save(_decoder(), folder / "tiny.decoder.onnx")
    return folder


def _encoder() -> onnx.GraphProto:
    features = _value("high_res_feats_0", 1, 3, GRID, GRID)
    zeros = [
        numpy_helper.from_array(np.zeros((1, 1, 2, 2), np.float32), "two"),
        numpy_helper.from_array(np.zeros((1, 1, 1, 1), np.float32), "one"),
    ]
    nodes = [
        helper.make_node("AveragePool", ["image"], ["high_res_feats_0"], kernel_shape=[2, 2], strides=[2, 2]),
        helper.make_node("Identity", ["two"], ["high_res_feats_1"]),
        helper.make_node("Identity", ["one"], ["image_embed"]),
    ]
    outputs = [features, _value("high_res_feats_1", 1, 1, 2, 2), _value("image_embed", 1, 1, 1, 1)]
    return helper.make_graph(nodes, "encoder", [_value("image", 1, 3, SIDE, SIDE)], outputs, zeros)


def _decoder() -> onnx.GraphProto:
    inputs = [
        _value("image_embed", 1, 1, 1, 1),
        _value("high_res_feats_0", 1, 3, GRID, GRID),
        _value("high_res_feats_1", 1, 1, 2, 2),
        _value("point_coords", 1, "n", 2),
        _value("point_labels", 1, "n"),
        _value("mask_input", 1, 1, GRID, GRID),
        _value("has_mask_input", 1),
    ]
    # Red less green, which is about ±2 after the usual normalisation; three candidates, all the same.
    weights = np.zeros((3, 3, 1, 1), np.float32)
    weights[:, 0], weights[:, 1] = 3.0, -3.0
    constants = [
        numpy_helper.from_array(weights, "weights"),
        numpy_helper.from_array(np.array([[0.9, 0.8, 0.7]], np.float32), "scores"),
    ]
    nodes = [
        helper.make_node("Conv", ["high_res_feats_0", "weights"], ["masks"]),
        helper.make_node("Identity", ["scores"], ["iou_predictions"]),
    ]
    outputs = [_value("masks", 1, 3, GRID, GRID), _value("iou_predictions", 1, 3)]
    return helper.make_graph(nodes, "decoder", inputs, outputs, constants)


def _value(name: str, *shape: "int | str") -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, _F, shape)


def _save(graph: onnx.GraphProto, path: Path) -> None:
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, path)
