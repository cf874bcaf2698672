"""The reference network: SAM 2.1 tiny as `transformers` defines it, with fixed random weights."""

import re

import torch
from torch import Tensor
from transformers import Sam2Config, Sam2Model

SEED = 20250722

# Learned vectors that are looked up or added, never multiplied by a signal.
_TABLES = re.compile(r"(_tokens?|_embed)\.weight$|pos_embed|embedding$")


def build_network() -> Sam2Model:
    """Return SAM 2.1 tiny (the defaults of `Sam2Config`), float32, for evaluation; the same on every call."""
    model = Sam2Model(Sam2Config())
    generator = torch.Generator().manual_seed(SEED)
    with torch.no_grad():
        for name, tensor in sorted([*model.named_parameters(), *model.named_buffers()]):
            if not _is_norm_weight(name):
                tensor.copy_(torch.randn(tensor.shape, generator=generator) * _spread(name, tensor))
        # Points and image cells must speak of places in the same words, as in the published weights.
        model.shared_image_embedding.positional_embedding.copy_(
            model.prompt_encoder.shared_embedding.positional_embedding
        )
    return model.eval()


def _is_norm_weight(name: str) -> bool:
    return "norm" in name and name.endswith("weight")


def _spread(name: str, tensor: Tensor) -> float:
    """Return the standard deviation of a tensor's random values.

    The library's own start (0.02, biases 0) gives a network that hardly reacts to its input, in which a wrong
    prompt or a wrong normalisation would go unseen. Weights of size 1/√fan-in keep every signal alive.
    """
    if tensor.ndim <= 1:
        return 0.1
    if _TABLES.search(name):
        return 1.0
    return float(tensor[0].numel() ** -0.5)
