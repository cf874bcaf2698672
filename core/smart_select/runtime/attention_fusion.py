"""Attention written as product, softmax, product → one node that never holds the whole table of scores.

SAM 2's global blocks compare 4096 places with each other in 4 heads: 268 MB of scores, twice, which is what
an encode's memory peaks with. ONNX Runtime's `MultiHeadAttention` goes through them in blocks that fit the
processor's cache (T. Dao et al.: FlashAttention, 2022); its own optimiser does not recognise SAM 2's form:

    q [B,S,N,D] ─ Transpose ─┐
    k [B,T,N,D] ─ Transpose ─┴ FusedMatMul·α ─ Softmax ─┐
    v [B,T,N,D] ─ Transpose ────────────────────────────┴ MatMul ─ Transpose ─ [B,S,N,D]

Works on a graph that ONNX Runtime has optimised and written. What looks different is left as it is.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from smart_select.runtime.onnx_graph import (
    Node,
    encode_node,
    encode_shape,
    only_graph,
    read_nodes,
    read_outputs,
    read_shapes,
    with_nodes_replaced,
)

_HEADS_FIRST = (0, 2, 1, 3)
_KEYS_TURNED = (0, 2, 3, 1)
_PARTS_AXIS = 2
"""Of the […, 3, N, D] that one product makes, and that q, k and v are taken from."""


@dataclass(frozen=True, slots=True)
class _Attention:
    """One occurrence: its seven nodes, the factor on the scores, and the number of heads."""

    q: Node
    k: Node
    v: Node
    scores: Node
    softmax: Node
    product: Node
    last: Node
    scale: float
    heads: int


class _Graph:
    """Who makes and who uses each value."""

    def __init__(
        self, nodes: Iterable[Node], shapes: dict[bytes, tuple[int, ...]], outputs: set[bytes]
    ) -> None:
        self.nodes = list(nodes)
        self._shapes = shapes
        self._makers = {name: node for node in self.nodes for name in node.outputs}
        self._uses = Counter(name for node in self.nodes for name in node.inputs)
        self._uses.update(outputs)
        self._users = {name: node for node in self.nodes for name in node.inputs}

    def maker(self, node: Node, index: int, op_type: bytes) -> Node | None:
        """Return what makes an input of `node`, if it is of this type."""
        found = self._makers.get(node.inputs[index]) if index < len(node.inputs) else None
        return found if found and found.op_type == op_type else None

    def only_user(self, node: Node, op_type: bytes) -> Node | None:
        """Return what uses the node's output, if that is one node of this type and nothing else."""
        found = self._users.get(node.outputs[0]) if self.is_used_once(node) else None
        return found if found and found.op_type == op_type else None

    def is_used_once(self, node: Node) -> bool:
        """Whether one input of one node takes the node's output, and the graph does not return it."""
        return len(node.outputs) == 1 and self._uses[node.outputs[0]] == 1

    def batch_and_heads(self, node: Node) -> tuple[int, int] | None:
        """Return B and N of the [B,S,N,D] that `node` takes, if constants of the graph say so.

        The value is reshaped to that, or it is a third of a [B,S,3,N,D].
        """
        reshape = self.maker(node, 0, b"Reshape")
        if reshape is not None:
            shape = self._constant(reshape, 1)
            return (shape[0], shape[2]) if len(shape) == 4 else None
        squeeze, gather = self.maker(node, 0, b"Squeeze"), self.maker(node, 0, b"Gather")
        taken: Node | None = None
        if squeeze is not None and self._constant(squeeze, 1) == (_PARTS_AXIS,):
            taken = self.maker(squeeze, 0, b"Split")
        elif gather is not None and len(self._constant(gather, 1)) == 1:
            taken = gather
        if taken is None or taken.attributes.get(b"axis", 0) != _PARTS_AXIS:
            return None
        reshape = self.maker(taken, 0, b"Reshape")
        shape = self._constant(reshape, 1) if reshape is not None else ()
        return (shape[0], shape[3]) if len(shape) == 5 and shape[_PARTS_AXIS] == 3 else None

    def _constant(self, node: Node, index: int) -> tuple[int, ...]:
        return self._shapes.get(node.inputs[index], ()) if index < len(node.inputs) else ()


def fuse_attention(model: bytes) -> bytes | None:
    """Return a serialised ONNX model with its attention fused; None where there is nothing to fuse.

    Raises WireError when the bytes are no ONNX model.
    """
    buffer = memoryview(model)
    where = only_graph(buffer)
    graph = _Graph(read_nodes(buffer, where), read_shapes(buffer, where), read_outputs(buffer, where))
    found = [attention for node in graph.nodes if (attention := _match(graph, node))]
    if not found:
        return None
    replacements: dict[int, bytes] = {}
    for attention in found:
        gone = [attention.scores, attention.softmax, attention.product]
        gone += [node for node in (attention.q, attention.k, attention.v) if graph.is_used_once(node)]
        replacements.update((node.field.start, b"") for node in gone)
        replacements[attention.last.field.start] = _fused(attention)
    shapes = [encode_shape(_FLAT, (0, 0, -1))]
    shapes += [encode_shape(_split(heads), (0, 0, heads, -1)) for heads in {each.heads for each in found}]
    return with_nodes_replaced(buffer, where, replacements, more=b"".join(shapes))


def _match(graph: _Graph, softmax: Node) -> _Attention | None:
    if softmax.op_type != b"Softmax" or softmax.attributes.get(b"axis", -1) not in (-1, 3):
        return None
    scores = graph.maker(softmax, 0, b"FusedMatMul") or graph.maker(softmax, 0, b"MatMul")
    product = graph.only_user(softmax, b"MatMul")
    last = graph.only_user(product, b"Transpose") if product else None
    if not scores or not product or not last or not graph.is_used_once(scores):
        return None
    if product.inputs[0] != softmax.outputs[0] or len(last.outputs) != 1:
        return None
    q, k = graph.maker(scores, 0, b"Transpose"), graph.maker(scores, 1, b"Transpose")
    v = graph.maker(product, 1, b"Transpose")
    if not q or not k or not v:
        return None
    how = scores.attributes
    if any(how.get(name, 0) for name in (b"transA", b"transBatchA", b"transBatchB")):
        return None
    turned = _HEADS_FIRST if how.get(b"transB", 0) else _KEYS_TURNED
    orders = [node.attributes.get(b"perm") for node in (q, k, v, last)]
    if orders != [_HEADS_FIRST, turned, _HEADS_FIRST, _HEADS_FIRST]:
        return None
    sizes, scale = {graph.batch_and_heads(node) for node in (q, k, v)}, how.get(b"alpha", 1.0)
    size = sizes.pop()
    # Another number of heads, or of pictures, for k and v would be broadcast, which the fused node can't do;
    # it takes a scale of 0 for none.
    if sizes or size is None or min(size) < 1 or not isinstance(scale, float) or scale == 0:
        return None
    return _Attention(q, k, v, scores, softmax, product, last, scale, size[1])


def _fused(attention: _Attention) -> bytes:
    """Return the nodes that take the place of the last one; the reshapes copy nothing."""
    name = attention.softmax.outputs[0]
    parts, flat = [], []
    for suffix, node in ((b".q", attention.q), (b".k", attention.k), (b".v", attention.v)):
        flat.append(name + suffix)
        parts.append(encode_node(b"Reshape", (node.inputs[0], _FLAT), name + suffix))
    how: dict[bytes, int | float] = {b"num_heads": attention.heads, b"scale": attention.scale}
    parts.append(
        encode_node(b"MultiHeadAttention", flat, name + b".o", domain=b"com.microsoft", attributes=how)
    )
    shape = (name + b".o", _split(attention.heads))
    parts.append(encode_node(b"Reshape", shape, attention.last.outputs[0]))
    return b"".join(parts)


_FLAT = b"smart_select.heads_side_by_side"


def _split(heads: int) -> bytes:
    return b"smart_select.%d_heads" % heads
