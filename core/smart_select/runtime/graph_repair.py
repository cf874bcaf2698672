"""onnx-community decoders with points but no box: repair the one node that makes their answer random.

These graphs join the point tokens and the box tokens by `Concat`. Without a box the second part has no
elements but still claims three rows, which ONNX Runtime's CPU kernel reserves and never writes: the decoder
attends to stale memory, and one prompt asked twice gives two masks. (Empty inputs skip the kernel's shape
check; see microsoft/onnxruntime pull requests 735 and 8080.)

The repair makes that node `Identity(point tokens)`. Prompts for a repaired decoder say everything with
points, as SAM 2's own predictor does: a box is its two corners with labels 2 and 3, and every prompt ends
with a point at (0, 0) of label −1. `input_boxes` stays an input, without effect.
"""

from collections.abc import Iterator
from enum import Flag
from pathlib import Path

from smart_select.errors import ModelUnusable
from smart_select.runtime.onnx_graph import Node, encode_node, only_graph, read_nodes, with_nodes_replaced
from smart_select.runtime.wire import WireError

_POINTS_INPUT, _BOXES_INPUT = b"input_points", b"input_boxes"

# What these return is about lengths, not about coordinates: no path from a prompt to a token.
_SHAPE_READERS = frozenset({b"Shape", b"Size"})


class _Origin(Flag):
    """Which prompt inputs a tensor's values come from."""

    NEITHER = 0
    POINTS = 1
    BOXES = 2


def repair_points_decoder(model: bytes, where: str | Path = "the decoder file") -> bytes:
    """Return the decoder `model` (a serialised ONNX ModelProto) with its token join made points-only.

    All bytes but the node's own are copied as they are, so weights in the file or beside it (external data)
    stay valid. Raises ModelUnusable, naming the file as `where`, when the bytes are no ONNX model or the join
    is not found exactly once.
    """
    buffer = memoryview(model)
    try:
        graph = only_graph(buffer)
        joins = _find_token_joins(read_nodes(buffer, graph))
        if len(joins) != 1:
            raise ModelUnusable(where, f"{len(joins)} nodes join point and box tokens where one was expected")
        [join] = joins
        identity = encode_node(b"Identity", join.inputs[:1], join.outputs[0])
        return with_nodes_replaced(buffer, graph, {join.field.start: identity})
    except WireError as error:
        raise ModelUnusable(where, f"it is no ONNX file ({error})") from error


def _find_token_joins(nodes: Iterator[Node]) -> list[Node]:
    """Find the Concats of (from points only, from boxes only).

    ONNX lists nodes in the order they are computed, so one pass knows where every value comes from.
    """
    origins = {_POINTS_INPUT: _Origin.POINTS, _BOXES_INPUT: _Origin.BOXES}
    joins = []
    for node in nodes:
        origin = _Origin.NEITHER
        if node.op_type not in _SHAPE_READERS:
            for name in node.inputs:
                origin |= origins.get(name, _Origin.NEITHER)
        origins.update(dict.fromkeys(node.outputs, origin))
        if node.op_type == b"Concat" and len(node.inputs) == 2 and len(node.outputs) == 1:
            first, second = (origins.get(name, _Origin.NEITHER) for name in node.inputs)
            if first is _Origin.POINTS and second is _Origin.BOXES:
                joins.append(node)
    return joins
