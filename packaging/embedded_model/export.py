"""Write encoder.onnx and decoder.onnx (samexporter names) and check them against PyTorch.

Storage: weights as float16, those of the large convolutions as int8 with one scale per output
channel; both become float32 when ONNX Runtime folds constants at load time. Arithmetic is float32.
"""

from __future__ import annotations

import argparse
import copy
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from .network import EMB, HR0, HR1, Block, Network, smooth_up

SIZE = 256
MASK = 128
"""Side of masks in and out. The decoder answers on 64 cells, and reads its answer from 128 as from 256."""
OPSET = 18
NOTES = {"smart_select.outlines": "coarse"}
"""Asks the engine to redraw outlines by the photo's colours."""
Floats = NDArray[np.float32]


class EncoderModule(nn.Module):
    """image -> high_res_feats_0, high_res_feats_1, image_embed."""

    def __init__(self, net: Network) -> None:
        super().__init__()
        self.encoder = net.encoder

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """f32 [1,3,S,S] -> strides 2, 4, 8."""
        hr0, hr1, embed = self.encoder(image)
        return hr0, hr1, embed


class DecoderModule(nn.Module):
    """Argument order and names of samexporter; predicted IoU as a probability."""

    def __init__(self, net: Network) -> None:
        super().__init__()
        self.decoder = net.decoder

    def forward(
        self,
        image_embed: Tensor,
        high_res_feats_0: Tensor,
        high_res_feats_1: Tensor,
        point_coords: Tensor,
        point_labels: Tensor,
        mask_input: Tensor,
        has_mask_input: Tensor,
    ) -> tuple[Tensor, Tensor]:
        """-> masks f32 [1,3,M,M] logits, iou_predictions f32 [1,3] in 0..1."""
        masks, scores, _ = self.decoder(
            image_embed,
            high_res_feats_0,
            high_res_feats_1,
            point_coords,
            point_labels,
            mask_input,
            has_mask_input,
        )
        return answered(masks), torch.sigmoid(scores)


def answered(logits: Tensor) -> Tensor:
    """Masks as the graph gives them, from the decoder's logits."""
    return smooth_up(logits.clamp(-32.0, 32.0), MASK * 4 // SIZE)


def fold_norms(module: nn.Module) -> None:
    """Fold every batch norm into the convolution before it, in place."""
    for child in module.children():
        fold_norms(child)
    if isinstance(module, Block):
        module.second = fuse_conv_bn_eval(module.second, module.norm)
        module._modules["norm"] = nn.Identity()
    if isinstance(module, nn.Sequential) and len(module) > 1:
        first, second = module[0], module[1]
        if isinstance(first, nn.Conv2d) and isinstance(second, nn.BatchNorm2d):
            module[0] = fuse_conv_bn_eval(first, second)
            module[1] = nn.Identity()


def example(count: int = 2) -> tuple[Tensor, ...]:
    """Decoder inputs of the right shapes."""
    return (
        torch.randn(1, EMB, SIZE // 8, SIZE // 8),
        torch.randn(1, HR0, SIZE // 4, SIZE // 4),
        torch.randn(1, HR1, SIZE // 4, SIZE // 4),
        torch.rand(1, count, 2) * SIZE,
        torch.ones(1, count),
        torch.zeros(1, 1, MASK, MASK),
        torch.zeros(1),
    )


def store_small(model: onnx.ModelProto, int8_from: int = 100_000) -> None:
    """Replace float32 initialisers by float16 or int8 ones that are widened at load, in place."""
    graph = model.graph
    kept: list[TensorProto] = []
    nodes: list[onnx.NodeProto] = []
    for tensor in graph.initializer:
        if tensor.data_type != TensorProto.FLOAT:
            kept.append(tensor)
            continue
        value = numpy_helper.to_array(tensor)
        name = tensor.name
        if value.size < 256:
            kept.append(tensor)
        elif value.ndim == 4 and value.size >= int8_from:
            scale = np.abs(value).max((1, 2, 3), keepdims=True) / 127.0 + 1e-12
            q = np.clip(np.rint(value / scale), -127, 127).astype(np.int8)
            kept.append(numpy_helper.from_array(q, f"{name}_q"))
            kept.append(numpy_helper.from_array(scale.astype(np.float32), f"{name}_s"))
            nodes.append(helper.make_node("Cast", [f"{name}_q"], [f"{name}_w"], to=TensorProto.FLOAT))
            nodes.append(helper.make_node("Mul", [f"{name}_w", f"{name}_s"], [name]))
        else:
            kept.append(numpy_helper.from_array(value.astype(np.float16), f"{name}_h"))
            nodes.append(helper.make_node("Cast", [f"{name}_h"], [name], to=TensorProto.FLOAT))
    del graph.initializer[:]
    graph.initializer.extend(kept)
    old = list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes + old)


def write(model: onnx.ModelProto, path: Path, source: str, notes: dict[str, str]) -> None:
    """Strip what is not needed to run, mark the origin, add notes, write whole or not at all."""
    for node in model.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    del model.graph.value_info[:]
    del model.graph.metadata_props[:]
    del model.metadata_props[:]
    for holder in (*model.graph.input, *model.graph.output):
        del holder.metadata_props[:]
    if notes:
        helper.set_model_props(model, notes)
    model.producer_name, model.producer_version = "smart-select", source
    onnx.checker.check_model(model)
    temporary = path.with_suffix(".tmp")
    onnx.save(model, temporary)
    temporary.replace(path)


def export(net: Network, out: Path, source: str, small: bool = True) -> None:
    """Export both halves of a trained network into a folder."""
    net = copy.deepcopy(net).eval()
    fold_norms(net)
    out.mkdir(parents=True, exist_ok=True)
    image = torch.randn(1, 3, SIZE, SIZE)
    program = torch.onnx.export(
        EncoderModule(net).eval(),
        (image,),
        dynamo=True,
        opset_version=OPSET,
        input_names=["image"],
        output_names=["high_res_feats_0", "high_res_feats_1", "image_embed"],
        verbose=False,
    )
    assert program is not None
    encoder = program.model_proto
    points = torch.export.Dim("num_points", min=1, max=256)
    program = torch.onnx.export(
        DecoderModule(net).eval(), example(), dynamo=True, opset_version=OPSET,
        input_names=["image_embed", "high_res_feats_0", "high_res_feats_1", "point_coords",
                     "point_labels", "mask_input", "has_mask_input"],
        output_names=["masks", "iou_predictions"],
        dynamic_shapes=(None, None, None, {1: points}, {1: points}, None, None), verbose=False,
    )  # fmt: skip
    assert program is not None
    decoder = program.model_proto
    for model, name, notes in ((encoder, "encoder.onnx", {}), (decoder, "decoder.onnx", NOTES)):
        if small:
            store_small(model)
        write(model, out / name, source, notes)


def session(path: Path) -> ort.InferenceSession:
    """One-threaded CPU session."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def check(net: Network, folder: Path, tolerance: float) -> float:
    """Compare with PyTorch and probe the contract; returns the largest logit difference."""
    net = copy.deepcopy(net).eval()
    encoder, decoder = session(folder / "encoder.onnx"), session(folder / "decoder.onnx")
    rng = np.random.default_rng(0)
    coarse = torch.from_numpy(rng.standard_normal((1, 3, 16, 16)).astype(np.float32))
    image = nn.functional.interpolate(coarse, (SIZE, SIZE), mode="bicubic")
    names = [o.name for o in encoder.get_outputs()]
    features = dict(zip(names, encoder.run(None, {"image": image.numpy()}), strict=True))

    def run(points: Floats, labels: Floats, mask: Floats, has: float) -> tuple[Floats, Floats]:
        feed = features | {
            "point_coords": points, "point_labels": labels, "mask_input": mask,
            "has_mask_input": np.array([has], np.float32),
        }  # fmt: skip
        masks, scores = decoder.run(None, feed)
        assert np.isfinite(masks).all()
        assert np.isfinite(scores).all()
        assert masks.shape == (1, 3, MASK, MASK)
        assert scores.shape == (1, 3)
        return masks, scores

    zero = np.zeros((1, 1, MASK, MASK), np.float32)
    prior = (rng.standard_normal((1, 1, MASK, MASK)) * 12).astype(np.float32)
    p2 = np.array([[[120.0, 90.0], [30.5, 200.0]]], np.float32)
    l2 = np.array([[1.0, 0.0]], np.float32)
    worst = 0.0
    with torch.no_grad():
        hr0, hr1, embed = net.encoder(image)
        for points, labels, mask, has in (
            (p2, l2, zero, 0.0),
            (p2, l2, prior, 1.0),
            (p2, l2 + 2.0, zero, 0.0),
        ):
            got, got_scores = run(points, labels, mask, has)
            want, want_scores, _ = net.decoder(
                embed, hr0, hr1, torch.from_numpy(points), torch.from_numpy(labels),
                torch.from_numpy(mask), torch.tensor([has]),
            )  # fmt: skip
            worst = max(worst, float(np.abs(got - answered(want).numpy()).max()))
            off = float(np.abs(got_scores - torch.sigmoid(want_scores).numpy()).max())
            assert off < tolerance, f"scores differ from PyTorch by {off}"
    plain, _ = run(p2, l2, zero, 0.0)
    padded, _ = run(
        np.concatenate([p2, np.full((1, 4, 2), 77.0, np.float32)], 1),
        np.concatenate([l2, np.full((1, 4), -1.0, np.float32)], 1), zero, 0.0,
    )  # fmt: skip
    assert np.abs(plain - padded).max() < 1e-4, "padding points are not ignored"
    ignored, _ = run(p2, l2, prior, 0.0)
    assert np.array_equal(plain, ignored), "mask_input is read without has_mask_input"
    again, _ = run(p2, l2, zero, 0.0)
    assert np.array_equal(plain, again), "not repeatable"
    nothing = np.full((1, 1), -1.0, np.float32)
    run(p2[:, :1], nothing, prior, 1.0)
    run(p2[:, :1], nothing, zero, 0.0)
    run(p2 + 400.0, l2, zero, 0.0)
    run(p2[:, ::-1].copy(), l2 + 2.0, zero, 0.0)
    run(p2 * 0.0 + 50.0, np.array([[2.0, 3.0]], np.float32), zero, 0.0)
    many = rng.uniform(0, SIZE, (1, 50, 2)).astype(np.float32)
    run(many, rng.integers(0, 2, (1, 50)).astype(np.float32), prior * 1e4, 1.0)
    assert worst < tolerance, f"differs from PyTorch by {worst}"
    return worst


def main() -> None:
    """Export a checkpoint's averaged weights and check the result."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    torch.set_num_threads(1)
    state = torch.load(args.checkpoint, map_location="cpu")
    net = Network()
    net.load_state_dict(state["average"])
    net.eval()
    source = f"embedded step {state['step']}"
    exact = args.out / "float32"
    export(net, exact, source, small=False)
    print(f"float32 export differs from PyTorch by {check(net, exact, 1e-3):.2e}")
    for file in exact.iterdir():
        file.unlink()
    exact.rmdir()
    export(net, args.out, source)
    print(f"stored small: logits differ by {check(net, args.out, 1e3):.3f} at most")
    total = sum((args.out / name).stat().st_size for name in ("encoder.onnx", "decoder.onnx"))
    print(f"{total / 1e6:.2f} MB")
    assert total <= 8_000_000, "larger than the wheel allows"


if __name__ == "__main__":
    main()
