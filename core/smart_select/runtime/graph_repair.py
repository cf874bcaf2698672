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
from dataclasses import dataclass
from enum import Flag
from pathlib import Path

from smart_select.errors import ModelUnusable
from smart_select.runtime.wire import Field, WireError, encode_bytes_field, read_fields

# Field numbers of onnx.proto, which the format promises never to change.
_MODEL_GRAPH = 7
_GRAPH_NODE = 1
_NODE_INPUT, _NODE_OUTPUT, _NODE_OP_TYPE, _NODE_ATTRIBUTE = 1, 2, 4, 5

_POINTS_INPUT, _BOXES_INPUT = b"input_points", b"input_boxes"

# What these return is about lengths, not about coordinates: no path from a prompt to a token.
_SHAPE_READERS = frozenset({b"Shape", b"Size"})


class _Origin(Flag):
    """Which prompt inputs a tensor's values come from."""

    NEITHER = 0
    POINTS = 1
    BOXES = 2


@dataclass(frozen=True, slots=True)
class _Node:
    field: Field
    op_type: bytes
    inputs: tuple[bytes, ...]
    outputs: tuple[bytes, ...]


def repair_points_decoder(model: bytes, where: str | Path = "the decoder file") -> bytes:
    """Return the decoder `model` (a serialised ONNX ModelProto) with its token join made points-only.

    All bytes but the node's own are copied as they are, so weights in the file or beside it (external data)
    stay valid. Raises ModelUnusable, naming the file as `where`, when the bytes are no ONNX model or the join
    is not found exactly once.
    """
    buffer = memoryview(model)
    try:
        graph = _only_graph(buffer)
        joins = _find_token_joins(_read_nodes(buffer, graph))
        if len(joins) != 1:
            raise ModelUnusable(where, f"{len(joins)} nodes join point and box tokens where one was expected")
        return _replace_node(buffer, graph, joins[0])
    except WireError as error:
        raise ModelUnusable(where, f"it is no ONNX file ({error})") from error


def _only_graph(buffer: memoryview) -> Field:
    graphs = [field for field in read_fields(buffer, 0, len(buffer)) if field.number == _MODEL_GRAPH]
    if len(graphs) != 1 or not graphs[0].is_bytes:
        raise WireError(f"{len(graphs)} graphs")
    return graphs[0]


def _read_nodes(buffer: memoryview, graph: Field) -> Iterator[_Node]:
    """Yield the graph's nodes in order; weights are stepped over."""
    for field in read_fields(buffer, graph.body, graph.end):
        if field.number == _GRAPH_NODE and field.is_bytes:
            parts: dict[int, list[bytes]] = {_NODE_INPUT: [], _NODE_OUTPUT: [], _NODE_OP_TYPE: []}
            for part in read_fields(buffer, field.body, field.end):
                if part.is_bytes and part.number in parts:
                    parts[part.number].append(bytes(buffer[part.body : part.end]))
            yield _Node(
                field=field,
                op_type=b"".join(parts[_NODE_OP_TYPE][-1:]),
                inputs=tuple(parts[_NODE_INPUT]),
                outputs=tuple(parts[_NODE_OUTPUT]),
            )


def _find_token_joins(nodes: Iterator[_Node]) -> list[_Node]:
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


def _replace_node(buffer: memoryview, graph: Field, join: _Node) -> bytes:
    identity = encode_bytes_field(_GRAPH_NODE, *_identity_parts(buffer, join))
    before, after = buffer[graph.body : join.field.start], buffer[join.field.end : graph.end]
    return b"".join(
        (
            buffer[: graph.start],
            encode_bytes_field(_MODEL_GRAPH, before, identity, after),
            buffer[graph.end :],
        )
    )


def _identity_parts(buffer: memoryview, join: _Node) -> Iterator[bytes | memoryview]:
    """Yield the node's fields anew: `Identity` of the first input, no axis; the rest as it was."""
    yield encode_bytes_field(_NODE_INPUT, join.inputs[0])
    yield encode_bytes_field(_NODE_OP_TYPE, b"Identity")
    replaced = (_NODE_INPUT, _NODE_OP_TYPE, _NODE_ATTRIBUTE)
    for part in read_fields(buffer, join.field.body, join.field.end):
        if part.number not in replaced:
            yield buffer[part.start : part.end]
