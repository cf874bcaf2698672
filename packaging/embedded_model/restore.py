"""Rebuild a checkpoint from a shipped pair, so that training can go on from it: no older file is needed.

    python -m embedded_model.restore --model ../core/smart_select/embedded --out RUN/start.pt

The exporter folded every batch norm into the convolution before it and stored large kernels as int8, so what
comes back is the network that ships, to the last bit of its storage, and not the one that was trained.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import ModelProto, numpy_helper
from torch import Tensor, nn

from .export import check
from .judging import FACTS
from .network import GROUPS, Block, Network

TOLERANCE = 1e-3
"""Largest difference in logits between the pair and the rebuilt network; float32 sums differ in order."""


def initialisers(model: ModelProto) -> dict[str, NDArray[np.float32]]:
    """Weights by the name that training knows them by, float32, as ONNX Runtime sees them after loading."""
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    values: dict[str, NDArray[np.float32]] = {}
    for name, value in stored.items():
        if name.endswith("_q"):
            values[name[:-2]] = value.astype(np.float32) * stored[f"{name[:-2]}_s"]
        elif name.endswith("_h"):
            values[name[:-2]] = value.astype(np.float32)
        elif value.dtype == np.float32 and not name.endswith("_s"):
            values[name] = value
    return values


def rebuild(folder: Path) -> Network:
    """The network of `folder`'s encoder.onnx and decoder.onnx, ready to learn on.

    Its head for kinds of things, which does not ship, is zero: it disturbs nothing until it has learnt.
    """
    encoder, decoder = (onnx.load(folder / name) for name in ("encoder.onnx", "decoder.onnx"))
    values = {name: torch.from_numpy(value.copy()) for name, value in initialisers(encoder).items()}
    own = initialisers(decoder)
    values |= {name: torch.from_numpy(value.copy()) for name, value in own.items()}
    values |= {name: torch.from_numpy(value.copy()) for name, value in renamed(decoder, own).items()}
    net = Network().eval()
    with torch.no_grad():
        for parameter in net.kinds.parameters():
            parameter.zero_()
        unfold(net, "", values)
        for name, parameter in net.named_parameters():
            if not isinstance(net.get_submodule(name.rpartition(".")[0]), nn.Conv2d | nn.BatchNorm2d):
                parameter.copy_(values[name].view_as(parameter))
    return net


def steps_of(folder: Path) -> int:
    """How many steps of training a shipped pair says it has had, so that exported again it says the same."""
    return int(onnx.load(folder / "encoder.onnx").producer_version.rpartition(" ")[2])


def renamed(decoder: ModelProto, values: dict[str, NDArray[np.float32]]) -> dict[str, NDArray[np.float32]]:
    """The few weights that the exporter computed further with, under the name that training knows them by."""
    used = [(node.op_type, name) for node in decoder.graph.node for name in node.input if name in values]
    sharp = [values[name] for _, name in dict.fromkeys(used) if values[name].shape == (1, GROUPS, 1)]
    score = [
        values[name]
        for kind, name in dict.fromkeys(used)
        if kind == "MatMul" and values[name].shape in ((FACTS, 64), (64, 1))
    ]
    if len(sharp) != 2 or len(score) != 2:
        raise ValueError("the decoder is not one that this recipe exported")
    found = {f"decoder.score.{layer}.weight": matrix.T for layer, matrix in zip((0, 2), score, strict=True)}
    for stride, minus_softplus in zip((4, 8), sharp, strict=True):
        found[f"decoder.sharp{stride}"] = np.log(np.expm1(-minus_softplus)).ravel()
    return found


def unfold(module: nn.Module, prefix: str, values: dict[str, Tensor]) -> None:
    """Give each convolution its weights, and each norm what was folded into the convolution before it."""
    for name, child in module.named_children():
        unfold(child, f"{prefix}{name}.", values)
    pairs: list[tuple[str, nn.Module, nn.Module | None]] = []
    if isinstance(module, Block):
        pairs.append(("second", module.second, module.norm))
    elif isinstance(module, nn.Sequential):
        norm = module[1] if len(module) > 1 else None
        pairs.append(("0", module[0], norm if isinstance(norm, nn.BatchNorm2d) else None))
    else:
        pairs += [(name, child, None) for name, child in module.named_children()]
    for name, child, norm in pairs:
        if not isinstance(child, nn.Conv2d) or f"{prefix}{name}.weight" not in values:
            continue
        weight, bias = (values[f"{prefix}{name}.{what}"] for what in ("weight", "bias"))
        if isinstance(norm, nn.BatchNorm2d):
            split(child, norm, weight, bias)
        elif child.bias is not None:
            child.weight.copy_(weight)
            child.bias.copy_(bias)


def split(layer: nn.Conv2d, norm: nn.BatchNorm2d, weight: Tensor, bias: Tensor) -> None:
    """Share folded weights out between a convolution and its norm so that both learn at the usual pace.

    The kernels get the size of fresh ones and the norm's statistics the rest: a step of the optimiser is as
    large for every weight, and would be too much for kernels that the norm had made small.
    """
    fresh = (3.0 * weight[0].numel()) ** -0.5
    size = weight.flatten(1).square().mean(1).sqrt() / fresh
    size = torch.where(size > 1e-4, size, torch.ones_like(size)).clamp(max=100.0)
    layer.weight.copy_(weight / size.view(-1, 1, 1, 1))
    norm.weight.fill_(1.0)
    norm.bias.copy_(bias)
    assert norm.running_mean is not None
    assert norm.running_var is not None
    norm.running_mean.zero_()
    norm.running_var.copy_(size**-2 - norm.eps)


def main() -> None:
    """Write the checkpoint of a shipped pair, after a check that both answer alike."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--model", type=Path, required=True, help="folder with encoder.onnx and decoder.onnx")
    parser.add_argument("--out", type=Path, required=True, help="checkpoint to write")
    args = parser.parse_args()
    torch.set_num_threads(1)
    net = rebuild(args.model)
    print(f"the pair and the rebuilt network differ by {check(net, args.model, TOLERANCE):.1e}")
    args.out.parent.mkdir(parents=True, exist_ok=True)
    state = {"average": net.state_dict(), "step": steps_of(args.model), "seen": 0}
    torch.save(state, args.out)


if __name__ == "__main__":
    main()
