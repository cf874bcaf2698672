"""Telling the encoder from the decoder in a folder of ONNX files, by what people name them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from smart_select.errors import ModelUnusable
from smart_select.models.storage import reading_errors

GRAPH_SUFFIXES = (".onnx", ".ort")
DATA_SUFFIXES = (".onnx_data", ".data", ".bin", ".weights")

_DECODER = re.compile(r"decoder|(^|[._-])dec([._-]|$)")
_ENCODER = re.compile(r"encoder|preprocess|(^|[._-])enc([._-]|$)")
_PRECISION = re.compile(r"[._-](fp16|int8|uint8|quantized|q4|q4f16|bnb4)(?=[._-]|$)")

_NOT_A_GRAPH = {
    b"version https://git-lfs": "is a Git LFS pointer and not the file itself, so fetch it with git lfs",
    b"<": "is a web page and not a model, so download the file itself",
    b"PK\x03\x04": "is an archive, so give it the ending .zip or unpack it",
}


@dataclass(frozen=True)
class Pair:
    """File names of an encoder and its decoder."""

    encoder: str
    decoder: str


def find_pair(names: Sequence[str], where: str | Path) -> Pair:
    """Return which of `names` is the encoder and which the decoder.

    A name that mentions a decoder is one even when it mentions an encoder too
    (`prompt_encoder_mask_decoder`). Among several precisions of one graph the full one is taken. With
    exactly two graphs of which one is clear, the other is its partner (osam names its decoder like the
    model). Raises ModelUnusable, which lists what was found, when that leaves no single pair.
    """
    graphs = sorted(name for name in names if is_graph(name))
    decoders = _plainest([name for name in graphs if _DECODER.search(_stem(name))])
    encoders = _plainest([name for name in graphs if _says_encoder(name)])
    if len(graphs) == 2 and len(encoders) + len(decoders) == 1:
        rest = [name for name in graphs if name not in encoders + decoders]
        encoders, decoders = encoders or rest, decoders or rest
    if len(encoders) == 1 and len(decoders) == 1:
        return Pair(encoders[0], decoders[0])
    raise ModelUnusable(
        where,
        f"one encoder and one decoder are needed, and it holds {', '.join(graphs) or 'no .onnx file'}; "
        "name them encoder.onnx and decoder.onnx",
    )


def is_graph(name: str) -> bool:
    """Whether a file of this name is a graph."""
    return name.lower().endswith(GRAPH_SUFFIXES)


def is_model_part(name: str) -> bool:
    """Whether a file of this name is a graph or its external weights."""
    return is_graph(name) or name.lower().endswith(DATA_SUFFIXES)


def check_is_graph(path: Path) -> None:
    """Raise ModelUnusable for the files that are often taken for a model: pointers, error pages, archives."""
    with reading_errors(path), path.open("rb") as file:
        head = file.read(64)
    if not head:
        raise ModelUnusable(path, "the file is empty, so fetch it again")
    for beginning, meaning in _NOT_A_GRAPH.items():
        if head.lstrip().startswith(beginning):
            raise ModelUnusable(path, f"it {meaning}")


def _says_encoder(name: str) -> bool:
    stem = _stem(name)
    return bool(_ENCODER.search(stem)) and not _DECODER.search(stem)


def _plainest(names: list[str]) -> list[str]:
    plain = [name for name in names if not _PRECISION.search(_stem(name))]
    return plain if len(plain) == 1 else names


def _stem(name: str) -> str:
    return PurePath(name).stem.lower()
