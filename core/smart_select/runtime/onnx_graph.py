"""An ONNX file's graph read node by node, and nodes written; weights are stepped over.

Field numbers are those of onnx.proto, which the format promises never to change.
"""

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from smart_select.runtime.wire import (
    Field,
    WireError,
    encode_bytes_field,
    encode_fixed32_field,
    encode_number_field,
    read_fields,
    read_number,
    read_numbers,
)

_MODEL_GRAPH = 7
_GRAPH_NODE, _GRAPH_INITIALIZER, _GRAPH_OUTPUT = 1, 5, 12
_NODE_INPUT, _NODE_OUTPUT, _NODE_OP_TYPE, _NODE_ATTRIBUTE, _NODE_DOMAIN = 1, 2, 4, 5, 7
_ATTRIBUTE_NAME, _ATTRIBUTE_F, _ATTRIBUTE_I, _ATTRIBUTE_INTS, _ATTRIBUTE_TYPE = 1, 2, 3, 8, 20
_TYPE_FLOAT, _TYPE_INT = 1, 2
_TENSOR_DIMS, _TENSOR_DATA_TYPE, _TENSOR_INT64_DATA, _TENSOR_NAME, _TENSOR_RAW_DATA = 1, 2, 7, 8, 9
_INT64 = 7
_VALUE_NAME = 1

_LARGEST_SHAPE = 8
"""Values of a shape that is read: anything longer is a weight."""

AttributeValue = int | float | tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """One node; `field` is where it stands in the file. Only numeric attributes are read."""

    field: Field
    op_type: bytes
    inputs: tuple[bytes, ...]
    outputs: tuple[bytes, ...]
    attributes: Mapping[bytes, AttributeValue]


def only_graph(buffer: memoryview) -> Field:
    """Return the one graph of a serialised ModelProto; raise WireError when there is none or more."""
    graphs = [field for field in read_fields(buffer, 0, len(buffer)) if field.number == _MODEL_GRAPH]
    if len(graphs) != 1 or not graphs[0].is_bytes:
        raise WireError(f"{len(graphs)} graphs")
    return graphs[0]


def read_nodes(buffer: memoryview, graph: Field) -> Iterator[Node]:
    """Yield the graph's nodes in order, which ONNX promises to be one they can be computed in."""
    for field in read_fields(buffer, graph.body, graph.end):
        if field.number == _GRAPH_NODE and field.is_bytes:
            parts: dict[int, list[bytes]] = {_NODE_INPUT: [], _NODE_OUTPUT: [], _NODE_OP_TYPE: []}
            attributes = {}
            for part in read_fields(buffer, field.body, field.end):
                if part.is_bytes and part.number in parts:
                    parts[part.number].append(_text(buffer, part))
                elif part.is_bytes and part.number == _NODE_ATTRIBUTE:
                    attributes.update(_read_attribute(buffer, part))
            yield Node(
                field=field,
                op_type=b"".join(parts[_NODE_OP_TYPE][-1:]),
                inputs=tuple(parts[_NODE_INPUT]),
                outputs=tuple(parts[_NODE_OUTPUT]),
                attributes=attributes,
            )


def read_outputs(buffer: memoryview, graph: Field) -> set[bytes]:
    """Return the names of the graph's outputs."""
    return {
        _text(buffer, part)
        for field in read_fields(buffer, graph.body, graph.end)
        if field.number == _GRAPH_OUTPUT
        for part in read_fields(buffer, field.body, field.end)
        if part.number == _VALUE_NAME
    }


def read_shapes(buffer: memoryview, graph: Field) -> dict[bytes, tuple[int, ...]]:
    """Return the graph's short int64 constants by name: the shapes that its Reshape nodes take."""
    shapes = {}
    for field in read_fields(buffer, graph.body, graph.end):
        if field.number == _GRAPH_INITIALIZER and field.is_bytes and field.end - field.body < 1024:
            parts = {part.number: part for part in read_fields(buffer, field.body, field.end)}
            if _TENSOR_NAME not in parts or _TENSOR_DATA_TYPE not in parts:
                continue
            if read_number(buffer, parts[_TENSOR_DATA_TYPE]) != _INT64:
                continue
            raw = parts.get(_TENSOR_RAW_DATA)
            if raw is not None and (raw.end - raw.body) % 8 == 0:
                values = tuple(np.frombuffer(buffer[raw.body : raw.end], "<i8").tolist())
            else:
                values = tuple(read_numbers(buffer, field, _TENSOR_INT64_DATA))
            if len(values) <= _LARGEST_SHAPE:
                shapes[_text(buffer, parts[_TENSOR_NAME])] = values
    return shapes


def encode_node(
    op_type: bytes,
    inputs: Iterable[bytes],
    output: bytes,
    *,
    domain: bytes = b"",
    attributes: Mapping[bytes, int | float] | None = None,
) -> bytes:
    """Return a field of a graph that holds a node with one output."""
    parts = [encode_bytes_field(_NODE_INPUT, name) for name in inputs]
    parts += [encode_bytes_field(_NODE_OUTPUT, output), encode_bytes_field(_NODE_OP_TYPE, op_type)]
    parts += [
        encode_bytes_field(_NODE_ATTRIBUTE, *_attribute(name, value))
        for name, value in (attributes or {}).items()
    ]
    if domain:
        parts.append(encode_bytes_field(_NODE_DOMAIN, domain))
    return encode_bytes_field(_GRAPH_NODE, *parts)


def encode_shape(name: bytes, values: Sequence[int]) -> bytes:
    """Return a field of a graph that holds an int64 constant."""
    return encode_bytes_field(
        _GRAPH_INITIALIZER,
        encode_number_field(_TENSOR_DIMS, len(values)),
        encode_number_field(_TENSOR_DATA_TYPE, _INT64),
        encode_bytes_field(_TENSOR_NAME, name),
        encode_bytes_field(_TENSOR_RAW_DATA, np.asarray(values, "<i8").tobytes()),
    )


def with_nodes_replaced(
    buffer: memoryview, graph: Field, replacements: Mapping[int, bytes], *, more: bytes = b""
) -> bytes:
    """Return the model with other fields where some nodes were; all other bytes are copied as they are.

    `replacements` has the fields by the `start` of the node they stand in for, empty to drop it; `more` is
    put at the graph's end.
    """
    parts: list[bytes | memoryview] = []
    copied = graph.body
    for field in read_fields(buffer, graph.body, graph.end):
        if field.start in replacements:
            parts += [buffer[copied : field.start], replacements[field.start]]
            copied = field.end
    parts += [buffer[copied : graph.end], more]
    whole = encode_bytes_field(_MODEL_GRAPH, *parts)
    return b"".join((buffer[: graph.start], whole, buffer[graph.end :]))


def _read_attribute(buffer: memoryview, attribute: Field) -> dict[bytes, AttributeValue]:
    name, value = b"", None
    for part in read_fields(buffer, attribute.body, attribute.end):
        if part.number == _ATTRIBUTE_NAME and part.is_bytes:
            name = _text(buffer, part)
        elif part.number == _ATTRIBUTE_I and part.is_varint:
            value = _signed(read_number(buffer, part))
        elif part.number == _ATTRIBUTE_F and part.is_fixed32:
            [value] = struct.unpack("<f", buffer[part.body : part.end])
    integers = tuple(read_numbers(buffer, attribute, _ATTRIBUTE_INTS))
    if integers:
        return {name: integers}
    return {} if value is None else {name: value}


def _attribute(name: bytes, value: float) -> Iterator[bytes]:
    yield encode_bytes_field(_ATTRIBUTE_NAME, name)
    if isinstance(value, int):
        yield encode_number_field(_ATTRIBUTE_I, value)
        yield encode_number_field(_ATTRIBUTE_TYPE, _TYPE_INT)
    else:
        yield encode_fixed32_field(_ATTRIBUTE_F, struct.pack("<f", value))
        yield encode_number_field(_ATTRIBUTE_TYPE, _TYPE_FLOAT)


def _signed(value: int) -> int:
    return value - (1 << 64) if value >> 63 else value


def _text(buffer: memoryview, field: Field) -> bytes:
    return bytes(buffer[field.body : field.end])
