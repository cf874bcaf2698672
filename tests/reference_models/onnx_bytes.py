"""Tiny ONNX files written field by field, so that tests of the reader need no `onnx` package."""

from collections.abc import Sequence

from smart_select.runtime.wire import encode_bytes_field

_MODEL_PRODUCER, _MODEL_GRAPH = 2, 7
_GRAPH_NODE, _GRAPH_NAME, _GRAPH_INITIALIZER = 1, 2, 5
_NODE_INPUT, _NODE_OUTPUT, _NODE_NAME, _NODE_OP_TYPE, _NODE_ATTRIBUTE = 1, 2, 3, 4, 5
_TENSOR_NAME, _TENSOR_EXTERNAL_DATA = 8, 13
_DATA_LOCATION_IS_EXTERNAL = b"\x70\x01"


def node(op_type: str, inputs: Sequence[str], outputs: Sequence[str]) -> bytes:
    """Return a graph field that holds one node."""
    return encode_bytes_field(
        _GRAPH_NODE,
        *(encode_bytes_field(_NODE_INPUT, name.encode()) for name in inputs),
        *(encode_bytes_field(_NODE_OUTPUT, name.encode()) for name in outputs),
        encode_bytes_field(_NODE_NAME, b"node of " + outputs[0].encode()),
        encode_bytes_field(_NODE_OP_TYPE, op_type.encode()),
        encode_bytes_field(_NODE_ATTRIBUTE, b"\x0a\x04axis"),
    )


def external_tensor(name: str, **entries: str) -> bytes:
    """Return a graph field that holds an initialiser whose values lie in another file."""
    return encode_bytes_field(
        _GRAPH_INITIALIZER,
        encode_bytes_field(_TENSOR_NAME, name.encode()),
        *(
            encode_bytes_field(
                _TENSOR_EXTERNAL_DATA,
                encode_bytes_field(1, key.encode()),
                encode_bytes_field(2, value.encode()),
            )
            for key, value in entries.items()
        ),
        _DATA_LOCATION_IS_EXTERNAL,
    )


def model(*graph_fields: bytes) -> bytes:
    """Return a model whose graph has a name and `graph_fields`."""
    graph = encode_bytes_field(_MODEL_GRAPH, encode_bytes_field(_GRAPH_NAME, b"main"), *graph_fields)
    return encode_bytes_field(_MODEL_PRODUCER, b"tests") + graph


def decoder_nodes() -> tuple[bytes, ...]:
    """Return the nodes around the join of point tokens and box tokens, as an exporter orders them."""
    return (
        node("Shape", ["input_boxes"], ["box_shape"]),
        node("Add", ["input_points", "half"], ["centred"]),
        node("Expand", ["centred", "box_shape"], ["point_tokens"]),
        node("Pad", ["input_boxes", "pads"], ["box_tokens"]),
        node("Concat", ["point_tokens", "box_tokens"], ["tokens"]),
        node("Concat", ["box_tokens", "point_tokens"], ["unrelated"]),
        node("MatMul", ["tokens", "weights"], ["logits"]),
    )
