"""What an ONNX graph says of itself: the names, dtypes and shapes of its inputs and outputs."""

from collections.abc import Mapping
from dataclasses import dataclass

Dimension = int | str | None
"""A fixed length, or a symbol or None where the length is free."""


@dataclass(frozen=True)
class Tensor:
    """One input or output. `dtype` is ONNX Runtime's spelling, e.g. `tensor(float)`."""

    dtype: str
    shape: tuple[Dimension, ...]

    @property
    def rank(self) -> int:
        """Number of dimensions."""
        return len(self.shape)

    def fixed(self, axis: int) -> int | None:
        """Return the length along `axis` when the graph fixes it."""
        length = self.shape[axis]
        return length if isinstance(length, int) else None

    def __str__(self) -> str:
        kind = self.dtype.removeprefix("tensor(").removesuffix(")")
        return f"{kind}[{','.join(str(length if length is not None else '?') for length in self.shape)}]"


@dataclass(frozen=True)
class Signature:
    """Inputs and outputs of one graph by name, in the graph's order."""

    inputs: Mapping[str, Tensor]
    outputs: Mapping[str, Tensor]

    def __str__(self) -> str:
        def side(tensors: Mapping[str, Tensor]) -> str:
            return ", ".join(f"{name} {tensor}" for name, tensor in tensors.items())

        return f"({side(self.inputs)}) → ({side(self.outputs)})"
