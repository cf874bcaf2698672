"""What the families call a graph's tensors, and renaming them; without PyTorch, for tests that have none."""

from collections.abc import Mapping

import onnx

COMMUNITY_EMBEDDINGS = ("image_embeddings.0", "image_embeddings.1", "image_embeddings.2")
SAMEXPORTER_EMBEDDINGS = ("high_res_feats_0", "high_res_feats_1", "image_embed")


def rename_tensors(graph: onnx.GraphProto, names: Mapping[str, str]) -> None:
    """Rename inputs, outputs and what refers to them, in place."""
    for value in (*graph.input, *graph.output, *graph.value_info):
        value.name = names.get(value.name, value.name)
    for node in graph.node:
        for side in (node.input, node.output):
            for index, name in enumerate(side):
                side[index] = names.get(name, name)
