"""Weights that lie beside an ONNX file, taken into the file's bytes.

A graph changed in memory has no folder any more, and ONNX Runtime before 1.21 can't be told one. Decoders are
small, so their weights simply come along. https://onnx.ai/onnx/repo-docs/ExternalData.html
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from smart_select.errors import ModelUnusable
from smart_select.runtime.wire import Field, WireError, encode_bytes_field, read_fields, read_number

# Field numbers of onnx.proto, which the format promises never to change.
_MODEL_GRAPH = 7
_GRAPH_INITIALIZER = 5
_TENSOR_RAW_DATA, _TENSOR_EXTERNAL_DATA, _TENSOR_DATA_LOCATION = 9, 13, 14
_ENTRY_KEY, _ENTRY_VALUE = 1, 2
_EXTERNAL = 1

_LIMIT_BYTES: Final = 2**31 - 1
"""A protobuf message can't be larger."""


def inline_external_data(model: bytes, folder: Path, where: str | Path) -> bytes:
    """Return the serialised ONNX ModelProto `model`, holding the weights that it kept in files of `folder`.

    All else is copied byte for byte. Raises ModelUnusable, naming the model as `where`, when the bytes are no
    ONNX model or the weights are missing, cut short or outside of `folder`.
    """
    buffer = memoryview(model)
    try:
        parts = [
            encode_bytes_field(_MODEL_GRAPH, *_graph_parts(buffer, field, folder))
            if field.number == _MODEL_GRAPH and field.is_bytes
            else buffer[field.start : field.end]
            for field in read_fields(buffer, 0, len(buffer))
        ]
    except WireError as error:
        raise ModelUnusable(where, f"it is no ONNX file ({error})") from error
    except _WeightsError as error:
        raise ModelUnusable(where, str(error)) from error
    return b"".join(parts)


class _WeightsError(Exception):
    """Says what is wrong with the weights beside a model."""


def _graph_parts(buffer: memoryview, graph: Field, folder: Path) -> Iterator[bytes | memoryview]:
    total = 0
    for field in read_fields(buffer, graph.body, graph.end):
        entries = (
            _external_entries(buffer, field)
            if field.number == _GRAPH_INITIALIZER and field.is_bytes
            else None
        )
        if entries is None:
            yield buffer[field.start : field.end]
            continue
        weights = _read_weights(folder, entries, limit_bytes=_LIMIT_BYTES - total)
        total += len(weights)
        kept = (
            buffer[part.start : part.end]
            for part in read_fields(buffer, field.body, field.end)
            if part.number not in (_TENSOR_EXTERNAL_DATA, _TENSOR_DATA_LOCATION, _TENSOR_RAW_DATA)
        )
        yield encode_bytes_field(_GRAPH_INITIALIZER, *kept, encode_bytes_field(_TENSOR_RAW_DATA, weights))


def _external_entries(buffer: memoryview, tensor: Field) -> dict[str, str] | None:
    """Return a tensor's `location`, `offset` and `length`, or None when its values are in the file."""
    entries: dict[str, str] = {}
    is_external = False
    for part in read_fields(buffer, tensor.body, tensor.end):
        if part.number == _TENSOR_DATA_LOCATION and not part.is_bytes:
            is_external = read_number(buffer, part) == _EXTERNAL
        elif part.number == _TENSOR_EXTERNAL_DATA and part.is_bytes:
            texts = {
                piece.number: bytes(buffer[piece.body : piece.end]).decode("utf-8", "replace")
                for piece in read_fields(buffer, part.body, part.end)
                if piece.is_bytes
            }
            entries[texts.get(_ENTRY_KEY, "")] = texts.get(_ENTRY_VALUE, "")
    return entries if is_external else None


def _read_weights(folder: Path, entries: dict[str, str], limit_bytes: int) -> bytes:
    location = entries.get("location", "")
    if not location or "\0" in location or location in (".", "..") or {"/", "\\", ":"} & set(location):
        raise _WeightsError(f'it keeps weights in "{location}", which is no file beside it')
    path = folder / location
    try:
        offset = int(entries.get("offset", "0"))
        length = int(entries.get("length", path.stat().st_size - offset))
        if offset < 0 or not 0 <= length <= limit_bytes:
            raise _WeightsError(f"it claims {length} bytes of {location} from {offset}")
        with path.open("rb") as file:
            file.seek(offset)
            weights = file.read(length)
    except (OSError, ValueError, OverflowError) as error:
        raise _WeightsError(f"its weights can't be read from {location} ({error})") from error
    if len(weights) != length:
        raise _WeightsError(f"{location} is cut short; fetch the model again")
    return weights
