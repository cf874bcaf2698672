"""Values ⇄ bytes: a JSON header, and the values' own bytes beside it. Never pickle.

    {"id": 7, "kind": "predict", "fields": {"picture": "…", "points": [[10.0, 20.0, 1]]}, "parts": [262144]}

Fields that hold bytes are left out of `fields` and follow the header in the order of the class; `parts` has
their lengths. A header is at most HEADER_LIMIT bytes and all parts together PAYLOAD_LIMIT; whoever receives
checks that before it makes room. Unknown fields are skipped, types are checked, and whatever does not fit
raises WireError and nothing else.
"""

from __future__ import annotations

import dataclasses
import json
import math
from dataclasses import dataclass
from typing import Any, Dict, Final, List, Mapping, Tuple, Type, Union, get_type_hints

from smart_select_plugin.wire.errors import TooLarge, WireError
from smart_select_plugin.wire.values import NOTHING, REPLIES, REQUESTS, Buffer, Value

HEADER_LIMIT: Final = 1 << 16
PAYLOAD_LIMIT: Final = 1 << 30
"""The largest photograph (200 MP, 600 MB) and what goes with it."""

_ITEMS_LIMIT: Final = 4096
_LARGEST_NUMBER: Final = 2**53
"""Integers beyond this are not the same in every JSON reader."""

_CLASSES: Final[Mapping[str, Type[Value]]] = {**REQUESTS, **REPLIES}
_KINDS: Final = {value_class: kind for kind, value_class in _CLASSES.items()}
_known_hints: Dict[type, Dict[str, Any]] = {}


@dataclass(frozen=True)
class Header:
    """A checked header: the request's number, the value's kind, its fields but for bytes, their lengths."""

    number: int
    kind: str
    fields: Mapping[str, Any]
    parts: Tuple[int, ...]

    @property
    def payload_bytes(self) -> int:
        """How many bytes follow the header."""
        return sum(self.parts)


def encode_message(number: int, value: Value) -> Tuple[bytes, List[memoryview]]:
    """Return the header and the parts of one message; the parts are views of the value's own bytes.

    Raises WireError for values that no header can hold: numbers that are none, or too many of them.
    """
    value_class = type(value)
    names = _part_names(value_class)
    views = [memoryview(getattr(value, name)).cast("B") for name in names]
    fields = {
        field.name: _plain(getattr(value, field.name))
        for field in dataclasses.fields(value)
        if field.name not in names
    }
    document = {
        "id": number,
        "kind": _KINDS[value_class],
        "fields": fields,
        "parts": [view.nbytes for view in views],
    }
    try:
        header = json.dumps(document, allow_nan=False, separators=(",", ":")).encode("ascii")
    except (TypeError, ValueError) as error:
        raise WireError(f"a {document['kind']} can't be written down: {error}") from error
    if len(header) > HEADER_LIMIT:
        raise TooLarge(f"a {document['kind']} with a header of {len(header)} bytes is too large")
    if sum(view.nbytes for view in views) > PAYLOAD_LIMIT:
        raise TooLarge(f"a {document['kind']} with so many bytes is too large")
    return header, [view for view in views if view.nbytes]


def decode_header(data: Buffer) -> Header:
    """Return the header that `data` holds; WireError when it holds none or asks for too much."""
    if len(data) > HEADER_LIMIT:
        raise WireError(f"a header of {len(data)} bytes is too large")
    try:
        document = json.loads(bytes(data).decode("ascii"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise WireError("the header is no JSON") from error
    if not isinstance(document, dict):
        raise WireError("the header is no JSON object")
    number, kind = document.get("id"), document.get("kind")
    fields, parts = document.get("fields"), document.get("parts")
    if not isinstance(number, int) or not _is_whole(number):
        raise WireError("the header has no number")
    if not isinstance(kind, str) or kind not in _CLASSES:
        raise WireError("the header has no kind that is known")
    if not isinstance(fields, dict) or not isinstance(parts, list):
        raise WireError("the header's fields or parts are missing")
    expected = len(_part_names(_CLASSES[kind]))
    if len(parts) != expected:
        raise WireError(f"a {kind} has {expected} parts and not {len(parts)}")
    if not all(_is_whole(length) and length >= 0 for length in parts) or sum(parts) > PAYLOAD_LIMIT:
        raise WireError("the parts are too large")
    return Header(number, kind, fields, tuple(parts))


def decode_value(header: Header, payload: Buffer) -> Value:
    """Return the value of a header and the bytes that followed it, of which its parts are views."""
    view = memoryview(payload)
    if view.nbytes != header.payload_bytes:
        raise WireError(f"{view.nbytes} bytes followed and not {header.payload_bytes}")
    value_class = _CLASSES[header.kind]
    arguments: Dict[str, Any] = {}
    position = 0
    for name, length in zip(_part_names(value_class), header.parts):
        arguments[name] = view[position : position + length] if length else NOTHING
        position += length
    for name, kind in _hints(value_class).items():
        if name not in arguments and name in header.fields:
            arguments[name] = _typed(header.fields[name], kind)
    try:
        return value_class(**arguments)
    except TypeError as error:  # a field without a default is missing
        raise WireError(f"a {header.kind} lacks fields") from error


def _hints(value_class: type) -> Dict[str, Any]:
    """Return the types of a class's fields by name; resolved once, because that is slow."""
    hints = _known_hints.get(value_class)
    if hints is None:
        hints = _known_hints[value_class] = get_type_hints(value_class)
    return hints


def _part_names(value_class: type) -> Tuple[str, ...]:
    return tuple(name for name, kind in _hints(value_class).items() if kind == Buffer)


def _plain(value: object) -> object:
    """Return what JSON has for a field; tuples become arrays by themselves."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    return value


def _typed(value: Any, kind: Any) -> Any:  # noqa: ANN401 - from JSON, by a type that is data here
    """Return a JSON value as `kind`, or raise WireError."""
    if kind is bool or kind is str:
        if isinstance(value, kind):
            return value
    elif kind is int:
        if _is_whole(value):
            return value
    elif kind is float:
        if (isinstance(value, float) and math.isfinite(value)) or _is_whole(value):
            return float(value)
    elif dataclasses.is_dataclass(kind):
        if isinstance(value, dict):
            return _typed_record(value, kind)
    elif getattr(kind, "__origin__", None) is Union:  # Optional[…] is the only union that fields have
        return None if value is None else _typed(value, kind.__args__[0])
    elif isinstance(value, list):
        return _typed_items(value, kind.__args__)
    raise WireError(f"{str(value)[:40]!r} is of the wrong type")


def _typed_items(values: List[Any], kinds: Tuple[Any, ...]) -> Tuple[Any, ...]:
    if kinds[-1] is Ellipsis:
        if len(values) > _ITEMS_LIMIT:
            raise WireError(f"{len(values)} entries are too many")
        return tuple(_typed(value, kinds[0]) for value in values)
    if len(values) != len(kinds):
        raise WireError(f"{len(values)} entries instead of {len(kinds)}")
    return tuple(_typed(value, kind) for value, kind in zip(values, kinds))


def _typed_record(values: Mapping[str, Any], kind: Any) -> Any:  # noqa: ANN401 - as above
    hints = _hints(kind)
    if not all(name in values for name in hints):
        raise WireError("a record lacks fields")
    return kind(**{name: _typed(values[name], hint) for name, hint in hints.items()})


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST_NUMBER


def _refuse_constant(name: str) -> None:
    raise ValueError(name)
