"""PyTorch → ONNX: the onnx-community pair (external data, as published) and the samexporter pair."""

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import onnx
import torch
from torch import Tensor, nn
from transformers import Sam2Model

from reference_models.tensor_names import COMMUNITY_EMBEDDINGS, SAMEXPORTER_EMBEDDINGS, rename_tensors
from reference_models.wrappers import CommunityDecoder, Encoder, SamexporterDecoder

_OPSET = 17
_EXTERNAL_FROM_BYTES = 1024
_SAMPLE_SEED = 1


def export_community(model: Sam2Model, folder: Path) -> None:
    """Write `vision_encoder.onnx` and `prompt_encoder_mask_decoder.onnx`, weights beside as `.onnx_data`."""
    folder.mkdir(parents=True)
    fine, middle, coarse = _embeddings()
    encoder = folder / "vision_encoder.onnx"
    _export(Encoder(model), (_pixels(),), encoder, ["pixel_values"], COMMUNITY_EMBEDDINGS, {})
    decoder = folder / "prompt_encoder_mask_decoder.onnx"
    _export(
        CommunityDecoder(model),
        (
            torch.rand(1, 1, 3, 2) * 1024,
            torch.tensor([[[1, 0, 1]]], dtype=torch.int64),
            torch.tensor([[[100.0, 120.0, 700.0, 800.0]]]),
            fine,
            middle,
            coarse,
        ),
        decoder,
        ["input_points", "input_labels", "input_boxes", *COMMUNITY_EMBEDDINGS],
        ["iou_scores", "pred_masks", "object_score_logits"],
        {
            "input_points": {0: "batch_size", 1: "point_batch_size", 2: "num_points_per_image"},
            "input_labels": {0: "batch_size", 1: "point_batch_size", 2: "num_points_per_image"},
            "input_boxes": {0: "batch_size", 1: "num_boxes_per_image"},
        },
    )
    for path in (encoder, decoder):
        _move_weights_out(path)


def export_samexporter(model: Sam2Model, folder: Path, encoder: Path) -> None:
    """Write `….encoder.onnx` and `….decoder.onnx`; `encoder` is the onnx-community one, of equal weights.

    Only names differ between the two families' encoders, so the second is a renamed copy: half the time.
    """
    folder.mkdir(parents=True)
    graph = onnx.load(encoder)
    rename_tensors(
        graph.graph,
        {"pixel_values": "image", **dict(zip(COMMUNITY_EMBEDDINGS, SAMEXPORTER_EMBEDDINGS, strict=True))},
    )
    onnx.save(graph, folder / "sam2.1_hiera_tiny.encoder.onnx")
    fine, middle, coarse = _embeddings()
    _export(
        SamexporterDecoder(model),
        (
            coarse,
            fine,
            middle,
            torch.rand(1, 3, 2) * 1024,
            torch.tensor([[1.0, 0.0, 1.0]]),
            torch.randn(1, 1, 256, 256),
            torch.ones(1),
        ),
        folder / "sam2.1_hiera_tiny.decoder.onnx",
        [
            "image_embed",
            "high_res_feats_0",
            "high_res_feats_1",
            "point_coords",
            "point_labels",
            "mask_input",
            "has_mask_input",
        ],
        ["masks", "iou_predictions"],
        {
            "point_coords": {0: "num_labels", 1: "num_points"},
            "point_labels": {0: "num_labels", 1: "num_points"},
            "mask_input": {0: "num_labels"},
        },
    )


def _export(
    module: nn.Module,
    sample: tuple[Tensor, ...],
    path: Path,
    inputs: Sequence[str],
    outputs: Sequence[str],
    dynamic: Mapping[str, Mapping[int, str]],
) -> None:
    with torch.no_grad(), warnings.catch_warnings():
        # The tracer warns of every shape it freezes; the shapes are frozen on purpose.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module.eval(),
            sample,
            str(path),
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes={name: dict(axes) for name, axes in dynamic.items()},
            opset_version=_OPSET,
            dynamo=False,  # the published files were traced; the newer exporter also fixes the box axis to 1
        )


def _move_weights_out(path: Path) -> None:
    graph = onnx.load(path)
    onnx.save(
        graph,
        path,
        save_as_external_data=True,
        location=f"{path.name}_data",
        size_threshold=_EXTERNAL_FROM_BYTES,
    )


def _pixels() -> Tensor:
    return torch.randn(1, 3, 1024, 1024, generator=torch.Generator().manual_seed(_SAMPLE_SEED))


def _embeddings() -> tuple[Tensor, Tensor, Tensor]:
    generator = torch.Generator().manual_seed(_SAMPLE_SEED)
    return (
        torch.randn(1, 32, 256, 256, generator=generator),
        torch.randn(1, 64, 128, 128, generator=generator),
        torch.randn(1, 256, 64, 64, generator=generator),
    )
